// What a failed write to the database means to a person.
import { NewerDatabaseError } from './newer-database.ts';
import { RoomError } from './room.ts';

/**
 * Words for an error of the database: a full disk, one that cannot be written, and a newer database are named as such;
 * anything else keeps its own message.
 * @see https://developer.mozilla.org/docs/Web/API/Storage_API/Storage_quotas_and_eviction_criteria
 */
export function explainStorageError(error: unknown): string {
  if (isQuotaError(error)) {
    return 'There is no room left on this disk. What was stored before is safe. Make room, then go on.';
  }
  // A database that did not open fails every query with an error around the reason.
  for (const kind of [NewerDatabaseError, RoomError]) {
    const reason = findCause(error, (cause) => cause instanceof kind);
    if (reason) return reason.message;
  }
  if (isDiskError(error)) {
    return 'The browser cannot write to this disk, most likely because it is full. What was stored before is safe. Make room, then go on.';
  }
  return error instanceof Error ? error.message : String(error);
}

function isQuotaError(error: unknown): boolean {
  return hasCause(error, ({ name }) => name === 'QuotaExceededError');
}

/**
 * Chromium asks for room only now and then. On a disk that fills up meanwhile, a photo's write fails with
 * `DataError: Failed to write blobs (IOError)`, and after that the database itself with an `UnknownError`.
 */
function isDiskError(error: unknown): boolean {
  return hasCause(error, ({ name, message }) => name === 'UnknownError' || /\bIOError\b/.test(message));
}

function hasCause(error: unknown, isIt: (error: Error) => boolean): boolean {
  return findCause(error, isIt) !== undefined;
}

// Dexie wraps the browser's error: the cause is in `inner`.
function findCause(error: unknown, isIt: (error: Error) => boolean): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  if (isIt(error)) return error;
  return findCause((error as { inner?: unknown }).inner, isIt);
}
