// The name of the person in use.
import { useEffect, useState } from 'preact/hooks';
import { openDatabase } from '../../src/storage/database.ts';
import { activePersonId } from '../../src/storage/settings.ts';

/** Follows whom the options page chooses; null where nobody is chosen, undefined until it is known. */
export function usePersonName(): string | null | undefined {
  const [name, setName] = useState<string | null>();

  useEffect(() => {
    void readActiveName().then(setName);
    return activePersonId.watch(() => void readActiveName().then(setName));
  }, []);

  return name;
}

async function readActiveName(): Promise<string | null> {
  const id = await activePersonId.getValue();
  if (id === null) return null;
  const person = await openDatabase().people.get(id);
  return person?.name ?? null;
}
