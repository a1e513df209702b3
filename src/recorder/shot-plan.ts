// When a picture of a view is due: much of what is seen is in none yet, or the page has changed since; pure.

export type Area = { xPx: number; yPx: number; widthPx: number; heightPx: number };

/** Share of the viewport that is in no picture yet. */
const DUE_UNSEEN = 0.3;
/** Places of the viewport that are looked at for that, in each direction. */
const PROBES = 12;
/** A view of so many pictures is a very long one; the first ones may be taken again. */
const MOST_AREAS = 200;
const SECOND = 1000;
/** The page must have been still for so long, */
const SETTLED_MS = 0.35 * SECOND;
/** but one that never is, is pictured as it is. */
const NEVER_SETTLED_MS = 2 * SECOND;
/** Changes alone, as of a page that goes on and on, make no more pictures than this. */
const CHANGED_EVERY_MS = 3 * SECOND;
const REST_MS = 1.5 * SECOND;

export type ShotPlan = {
  /** Something moved: a scroll, or a change of the page that counts for so much of a new picture, 0..1. */
  stir(nowMs: number, change?: number): void;
  /** Whether a picture of this area, in document px, is due now. */
  isDue(nowMs: number, area: Area): boolean;
  /** What has changed since the last picture, at least 1 where it is due for that. */
  change(): number;
  took(nowMs: number, area: Area): void;
  /** It could not be taken: not at once again, since the overlay goes out of sight for each. */
  rest(nowMs: number): void;
  /** Another view is shown: nothing of it is in a picture. */
  reset(): void;
};

export function createShotPlan(): ShotPlan {
  let areas: Area[] = [];
  let change = 0;
  let stirredMs = -Infinity;
  /** Since when a picture has been wanted. */
  let wantedMs: number | null = null;
  let tookMs = -Infinity;
  let restsUntilMs = -Infinity;

  const isWanted = (nowMs: number, area: Area): boolean => {
    if (change >= 1 && nowMs - tookMs >= CHANGED_EVERY_MS) return true;
    return findUnseenShare(area, areas) >= DUE_UNSEEN;
  };
  return {
    stir(nowMs, more = 0) {
      stirredMs = nowMs;
      change += more;
    },
    isDue(nowMs, area) {
      if (!isWanted(nowMs, area)) {
        wantedMs = null;
        return false;
      }
      wantedMs ??= nowMs;
      if (nowMs < restsUntilMs) return false;
      return nowMs - stirredMs >= SETTLED_MS || nowMs - wantedMs >= NEVER_SETTLED_MS;
    },
    change: () => change,
    took(nowMs, area) {
      // What was pictured elsewhere looks different now, perhaps.
      if (change >= 1) areas = [];
      areas = [...areas.slice(1 - MOST_AREAS), area];
      change = 0;
      tookMs = nowMs;
      wantedMs = null;
    },
    rest(nowMs) {
      restsUntilMs = nowMs + REST_MS;
    },
    reset() {
      areas = [];
      change = 0;
      wantedMs = null;
    },
  };
}

/** The share of an area that lies in none of the others, by the middles of equal cells. */
export function findUnseenShare(area: Area, seen: readonly Area[]): number {
  let unseen = 0;
  for (let row = 0; row < PROBES; row += 1) {
    for (let column = 0; column < PROBES; column += 1) {
      const x = area.xPx + ((column + 0.5) / PROBES) * area.widthPx;
      const y = area.yPx + ((row + 0.5) / PROBES) * area.heightPx;
      if (!seen.some((one) => holds(one, x, y))) unseen += 1;
    }
  }
  return unseen / PROBES ** 2;
}

function holds({ xPx, yPx, widthPx, heightPx }: Area, x: number, y: number): boolean {
  return x >= xPx && x < xPx + widthPx && y >= yPx && y < yPx + heightPx;
}
