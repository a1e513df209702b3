// What a failed write to the database means to a person.
import { NewerDatabaseError } from './newer-database.ts';

/**
 * Words for an error of the database: a full disk and a newer database are named as such; anything else keeps its own
 * message.
 * @see https://developer.mozilla.org/docs/Web/API/Storage_API/Storage_quotas_and_eviction_criteria
 */
export function explainStorageError(error: unknown): string {
  if (isQuotaError(error)) {
    return 'There is no room left on this disk. What was stored before is safe. Make room, then go on.';
  }
  return findNewer(error)?.message ?? (error instanceof Error ? error.message : String(error));
}

// Dexie wraps the browser's error: the cause is in `inner`.
function isQuotaError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner = (error as { inner?: unknown }).inner;
  return error.name === 'QuotaExceededError' || (inner !== undefined && isQuotaError(inner));
}

/** Every query of a database that did not open fails with an error around the reason. */
function findNewer(error: unknown): NewerDatabaseError | undefined {
  if (error instanceof NewerDatabaseError) return error;
  const inner = (error as { inner?: unknown } | null | undefined)?.inner;
  return inner === undefined ? undefined : findNewer(inner);
}
