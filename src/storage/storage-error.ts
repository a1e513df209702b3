// What a failed write to the database means to a person.

/**
 * Words for an error of the database: a full disk is named as such; anything else keeps its own message.
 * @see https://developer.mozilla.org/docs/Web/API/Storage_API/Storage_quotas_and_eviction_criteria
 */
export function explainStorageError(error: unknown): string {
  if (isQuotaError(error)) {
    return 'There is no room left on this disk for more photos. What was stored before is safe. Make room, then go on.';
  }
  return error instanceof Error ? error.message : String(error);
}

// Dexie wraps the browser's error: the cause is in `inner`.
function isQuotaError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner = (error as { inner?: unknown }).inner;
  return error.name === 'QuotaExceededError' || (inner !== undefined && isQuotaError(inner));
}
