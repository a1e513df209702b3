// Where the picture of a page shows what stays in the viewport while the page scrolls: once, at its home.
import type { Box, Fixture, Shot } from './session-data.ts';

/** Of two boxes of one thing the edges may differ so much: scroll positions between pixels. */
const SAME_PX = 1;

/** Shots that a page's picture is made of, newest first: those of the newest layout; of others the content lies elsewhere. */
export function listShown(shots: readonly Shot[]): Shot[] {
  const newestFirst = shots.toSorted((a, b) => b.timestampMs - a.timestampMs);
  return newestFirst.filter(({ widthPx }) => Math.abs(widthPx - newestFirst[0]!.widthPx) <= SAME_PX);
}

type Sighting = { shot: Shot; box: Box };

/** The shot that a fixture is cut out of, and its box in that. */
export type Home = Sighting & {
  /** It is held at the viewport's bottom. */
  isLow: boolean;
};

/**
 * By selector. The home of what is fixed only at times is where the page has it, in the newest picture that shows it there. The
 * home of all else, where it is in the lower half of the viewport in all pictures, as a bar at its bottom, is in the lowest picture
 * that shows it, elsewhere in the uppermost one: where it hides least that was seen elsewhere.
 */
export function findHomes(shown: readonly Shot[]): Map<string, Home> {
  const sightings = new Map<string, Sighting[]>();
  for (const shot of shown) {
    for (const { selector, box } of shot.fixtures ?? []) {
      const own = sightings.get(selector) ?? [];
      own.push({ shot, box });
      sightings.set(selector, own);
    }
  }
  return new Map([...sightings].map(([selector, all]) => [selector, chooseHome(selector, all, shown)]));
}

function chooseHome(selector: string, sightings: readonly Sighting[], shown: readonly Shot[]): Home {
  const isLow = sightings.every(({ shot, box }) => box.yDocumentPx > shot.yDocumentPx + shot.heightPx / 2);
  const sign = isLow ? -1 : 1;
  // Sorting keeps the newest of one place first.
  const [held] = sightings.toSorted((a, b) => sign * (a.shot.yDocumentPx - b.shot.yDocumentPx));
  return { ...(findFree(selector, shown) ?? held!), isLow };
}

/** As told last, of what a picture shows: it may have been there only while none was taken. */
function findFree(selector: string, shown: readonly Shot[]): Sighting | null {
  const isIt = (one: Fixture): boolean => one.selector === selector;
  for (const { homes } of shown) {
    const box = homes?.find(isIt)?.box;
    const shot = box && shown.find((one) => holdsMiddle(one, box) && !one.fixtures?.some(isIt));
    if (shot) return { shot, box };
  }
  return null;
}

/** Whether a shot shows the middle of a box. */
export function holdsMiddle(shot: Shot, box: Box): boolean {
  const x = box.xDocumentPx + box.widthPx / 2 - shot.xDocumentPx;
  const y = box.yDocumentPx + box.heightPx / 2 - shot.yDocumentPx;
  return x >= 0 && y >= 0 && x < shot.widthPx && y < shot.heightPx;
}

/** What of a shot is at home elsewhere. */
export function listStrays({ fixtures = [] }: Shot, homes: ReadonlyMap<string, Home>): Fixture[] {
  return fixtures.filter(({ selector, box }) => !isSameBox(box, homes.get(selector)!.box));
}

export function isSameBox(a: Box, b: Box): boolean {
  const keys = ['xDocumentPx', 'yDocumentPx', 'widthPx', 'heightPx'] as const;
  return keys.every((key) => Math.abs(a[key] - b[key]) <= SAME_PX);
}
