// Everybody who can sit at the camera, and who does.
import type { PersonRow } from '../../src/storage/database.ts';
import { activePersonId } from '../../src/storage/settings.ts';
import { useLiveQuery } from '../../src/ui/use-live-query.ts';
import { useStoredSetting } from '../../src/ui/use-setting.ts';
import { database } from '../../src/ui/page-database.ts';

export type People = {
  /** In the order of their names. */
  list: readonly PersonRow[];
  /** Who is in use; null for nobody in particular. */
  inUse: PersonRow | null;
  /** Why the list cannot be read. */
  problem?: string;
};

/** Follows the list and the choice; undefined until both are known. */
export function usePeople(): People | undefined {
  const rows = useLiveQuery(() => database.people.toArray());
  const id = useStoredSetting(activePersonId);
  if (rows.status === 'loading' || id === undefined) return undefined;
  if (rows.status === 'failed') return { list: [], inUse: null, problem: rows.message };
  const list = rows.value.toSorted((a, b) => a.name.localeCompare(b.name));
  return { list, inUse: list.find((person) => person.id === id) ?? null };
}
