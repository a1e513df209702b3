// Where at a moment of a session the viewport held what sticks in it: the picture of the page shows that at its home alone.
import { findHomes, listShown } from './fixture-homes.ts';
import type { Box, Shot } from './session-data.ts';

/** Part of a picture, and where in the document it was at the moment. */
export type StuckPiece = { shot: Shot; from: Box; xDocumentPx: number; yDocumentPx: number };

type Scrolled = { xScrollPx: number; yScrollPx: number };

/**
 * As pictured nearest to the moment. What sticks to the viewport's top is no higher than its home, and what sticks to the
 * bottom no lower:
 *
 *     y = max(y of its home, scrolled by + place in the viewport)
 *
 * @param shots of one view
 */
export function placeStuck(
  shots: readonly Shot[],
  timestampMs: number,
  { xScrollPx, yScrollPx }: Scrolled,
): StuckPiece[] {
  const shown = listShown(shots.filter(({ fixtures }) => fixtures !== undefined));
  const awayMs = (shot: Shot): number => Math.abs(shot.timestampMs - timestampMs);
  const [first] = shown;
  if (!first) return [];
  const shot = shown.reduce((nearest, one) => (awayMs(one) < awayMs(nearest) ? one : nearest), first);
  const homes = findHomes(shown);
  return shot.fixtures!.map(({ selector, box }) => {
    const { box: home, isLow } = homes.get(selector)!;
    const heldPx = isLow ? box.yDocumentPx - shot.yDocumentPx : findHighest(selector, shown);
    return {
      shot,
      from: box,
      xDocumentPx: box.xDocumentPx - shot.xDocumentPx + xScrollPx,
      yDocumentPx: Math[isLow ? 'min' : 'max'](home.yDocumentPx, yScrollPx + heldPx),
    };
  });
}

/** How near to the viewport's top it came: it is held there. */
function findHighest(selector: string, shown: readonly Shot[]): number {
  const places = shown.flatMap(({ fixtures = [], yDocumentPx }) =>
    fixtures.filter((one) => one.selector === selector).map(({ box }) => box.yDocumentPx - yDocumentPx),
  );
  return Math.min(...places);
}
