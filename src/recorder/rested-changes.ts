// Which changes make a new picture due, of those that pages also animate by: what came to rest, and not too often; pure.

const SECOND = 1000;
/** What is changed again sooner is still moving. */
const REST_MS = 0.2 * SECOND;
/** What changes and rests in turn, as slides and lamps do, may count so often at once, */
const AT_ONCE = 8;
/** and then once in so long: at most 188 times in an hour. */
const AGAIN_EVERY_MS = 20 * SECOND;

export type RestedChanges<Place> = {
  /** It has changed. What never rests, as an animation does, never counts. */
  note(place: Place, nowMs: number): void;
  /**
   * Says whether something that counts has come to rest since the last time. Where it did, and too much has counted of late,
   * the answer is yes when that is over.
   * @param counts asked once for each place that has come to rest
   */
  take(nowMs: number, counts: (place: Place) => boolean): boolean;
  /** Whether there is anything to ask for later. */
  isEmpty(): boolean;
};

export function createRestedChanges<Place>(): RestedChanges<Place> {
  const changedMs = new Map<Place, number>();
  let owed = false;
  let left = AT_ONCE;
  let refilledMs: number | null = null;

  const refill = (nowMs: number): void => {
    if (refilledMs === null || left >= AT_ONCE) refilledMs = nowMs;
    const more = Math.floor((nowMs - refilledMs) / AGAIN_EVERY_MS);
    left = Math.min(AT_ONCE, left + more);
    refilledMs += more * AGAIN_EVERY_MS;
  };
  return {
    note: (place, nowMs) => void changedMs.set(place, nowMs),
    take(nowMs, counts) {
      for (const [place, atMs] of changedMs) {
        if (nowMs - atMs < REST_MS) continue;
        changedMs.delete(place);
        owed ||= counts(place);
      }
      refill(nowMs);
      if (!owed || left === 0) return false;
      owed = false;
      left -= 1;
      return true;
    },
    isEmpty: () => changedMs.size === 0 && !owed,
  };
}
