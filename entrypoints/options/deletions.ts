// Deletions of people and measurements, which can be taken back.
import { restore, type Deleted } from '../../src/storage/people.ts';
import { rememberUndo } from '../../src/ui/deletions.ts';
import { database } from '../../src/ui/page-database.ts';

/** @param what In words, e.g. `Anna and 2 measurements`. */
export function rememberDeletion(what: string, deleted: Deleted): void {
  rememberUndo(what, () => restore(database, deleted));
}
