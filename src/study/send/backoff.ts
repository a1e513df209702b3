// When a try that failed is made again.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const FIRST_MS = 2 * SECOND;
const LONGEST_MS = 5 * MINUTE;
/** A server may ask for more patience than that, but not for more than a page is open. */
const LONGEST_ASKED_MS = 60 * MINUTE;

/**
 * min(2 s * 2^failures, 5 min), of which a random half is left out: participants whom one fault struck together do not all
 * come back together. Never before the time that the server asked for.
 *
 * @param failures tries that failed before this one, since something last went on
 * @param random 0..1
 * @see https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export function findDelayMs(failures: number, askedMs = 0, random = Math.random()): number {
  const delayMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures) * (1 - random / 2);
  return Math.round(Math.max(delayMs, Math.min(askedMs, LONGEST_ASKED_MS)));
}

/**
 * ms that a `Retry-After` asks for, in seconds or as a date; undefined where it says nothing.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function parseRetryAfter(value: string | null, nowMs = Date.now()): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * SECOND;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
