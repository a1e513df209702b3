// A database that did not open is tried again: Dexie by itself stays shut after one failure until the page is loaded anew.
import type { Dexie } from 'dexie';

const SECOND = 1000;
/** Those who wait for an opening are told first that it failed, and a page of many queries does not try for each of them. */
const RETRY_MS = SECOND / 2;

/**
 * Lets a query try again to open the database where an opening failed, as on a full disk: Chromium shuts a database that
 * it cannot write, and does not open it before there is room.
 * @see https://dexie.org/docs/Dexie/Dexie.close() `disableAutoOpen`
 */
export function retryOpening(database: Dexie): void {
  const open = database.open.bind(database);
  database.open = () => {
    const opening = open();
    opening.catch(() =>
      setTimeout(() => {
        // Nothing is to be forgotten where it was opened meanwhile, or shut on purpose.
        if (!database.hasFailed() || database.hasBeenClosed()) return;
        database.close({ disableAutoOpen: false });
      }, RETRY_MS),
    );
    return opening;
  };
}
