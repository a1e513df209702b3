// Deletions of people and measurements, which can be taken back.
import { restore, type Deleted } from '../storage/people.ts';
import { rememberUndo } from './deletions.ts';
import { database } from './page-database.ts';

/** @param what In words, e.g. `Anna and 2 measurements`. */
export function rememberDeletion(what: string, deleted: Deleted): void {
  rememberUndo(what, () => restore(database, deleted));
}
