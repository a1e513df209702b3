// A database that a newer Fovea has written is told in words, instead of being read with another meaning.
import type { Dexie } from 'dexie';

/** Dexie multiplies its version numbers by ten for IndexedDB. */
const NATIVE_FACTOR = 10;

/** The database is newer than this Fovea; `message` is for the person. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
}

/**
 * Lets every query fail with a {@link NewerDatabaseError} where the stored database has a higher version than the code
 * knows. Dexie by itself opens such a database and reads rows whose meaning may have changed.
 * @see https://dexie.org/docs/Dexie/Dexie.open()
 */
export function refuseNewerDatabase(database: Dexie): void {
  database.on(
    'ready',
    (opened) => {
      const stored = Math.floor((opened as Dexie).backendDB().version / NATIVE_FACTOR);
      if (stored <= database.verno) return;
      throw new NewerDatabaseError(
        `What Fovea stored here was written by a newer version of it (database version ${stored}; this Fovea knows ${database.verno}). Nothing was changed. Update Fovea to go on.`,
      );
    },
    true,
  );
}
