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
 * By selector. The home of what is in the lower half of the viewport in all pictures, as a bar at its bottom, is in the
 * lowest picture that shows it, of all else in the uppermost one: where it hides least that was seen elsewhere.
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
  return new Map([...sightings].map(([selector, all]) => [selector, chooseHome(all)]));
}

function chooseHome(sightings: readonly Sighting[]): Home {
  const isLow = sightings.every(({ shot, box }) => box.yDocumentPx > shot.yDocumentPx + shot.heightPx / 2);
  const sign = isLow ? -1 : 1;
  // Sorting keeps the newest of one place first.
  const [home] = sightings.toSorted((a, b) => sign * (a.shot.yDocumentPx - b.shot.yDocumentPx));
  return { ...home!, isLow };
}

/** What of a shot is at home elsewhere. */
export function listStrays({ fixtures = [] }: Shot, homes: ReadonlyMap<string, Home>): Fixture[] {
  return fixtures.filter(({ selector, box }) => !isSameBox(box, homes.get(selector)!.box));
}

export function isSameBox(a: Box, b: Box): boolean {
  const keys = ['xDocumentPx', 'yDocumentPx', 'widthPx', 'heightPx'] as const;
  return keys.every((key) => Math.abs(a[key] - b[key]) <= SAME_PX);
}
