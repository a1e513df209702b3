// The picture of a whole page out of pictures of its viewport: which part of which shot is drawn where.
import type { Box, Shot } from './session-data.ts';

/** What of a shot does not scroll with the page, CSS px of the viewport. */
export type FixedBands = {
  /** How much of its upper and lower end: a sticky header, a bar of cookies. */
  topPx: number;
  bottomPx: number;
  /** Beside what scrolls, between those: a menu that sticks, from the viewport's edge on. */
  sides?: readonly SideBox[];
};

export type SideBox = { xPx: number; yPx: number; widthPx: number; heightPx: number };

/** Part of a shot, at its place in the document. */
export type Piece = Box & { shot: Shot };

type Placed = Pick<Shot, 'timestampMs' | 'xDocumentPx' | 'yDocumentPx' | 'widthPx' | 'heightPx'>;

/** Slivers narrower than this are rounding, not page. */
const LEAST_PX = 0.5;
/** A shot that begins so near to the document's top shows the header at its home; the same for the uppermost shot's sides. */
const HOME_PX = 2;

/**
 * Pieces that do not overlap and leave out what no shot shows. The newest shot wins, because elements' boxes are those
 * of the last picture; of other shots only what is missing is drawn. Bands that are fixed to the viewport are drawn at
 * their home alone: what they hide elsewhere was not seen. What sticks beside the content has its home lower than the
 * viewport's edge: it is drawn where the uppermost shot shows it. Shots of another layout (another width of the viewport than
 * the newest's) are left out: their content lies elsewhere.
 * @param bands by `Shot.index`
 */
export function stitchShots(shots: readonly Shot[], bands: ReadonlyMap<number, FixedBands>): Piece[] {
  const newestFirst = shots.toSorted((a, b) => b.timestampMs - a.timestampMs);
  const newest = newestFirst[0];
  if (!newest) return [];
  const pieces: Piece[] = [];
  const shown = newestFirst.filter(({ widthPx }) => Math.abs(widthPx - newest.widthPx) <= 1);
  const homePx = Math.min(...shown.map(({ yDocumentPx }) => yDocumentPx)) + HOME_PX;
  for (const shot of shown) {
    const fixed = bands.get(shot.index);
    const sides = shot.yDocumentPx <= homePx ? [] : placeSides(shot, fixed);
    const missing = [...sides, ...pieces].reduce(
      (rest, known) => rest.flatMap((box) => subtract(box, known)),
      [findScrolledPart(shot, fixed)],
    );
    for (const box of missing.filter(isSeen)) pieces.push({ ...box, shot });
  }
  return pieces;
}

/** Share of a document, 0..1, that the pieces show. */
export function measureSeenShare(
  pieces: readonly Box[],
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): number {
  const area = pieces.reduce((sum, piece) => sum + piece.widthPx * piece.heightPx, 0);
  return Math.min(1, area / (widthPx * heightPx));
}

function findScrolledPart(shot: Placed, bands: FixedBands = { topPx: 0, bottomPx: 0 }): Box {
  const topPx = shot.yDocumentPx <= HOME_PX ? 0 : bands.topPx;
  return {
    xDocumentPx: shot.xDocumentPx,
    yDocumentPx: shot.yDocumentPx + topPx,
    widthPx: shot.widthPx,
    heightPx: Math.max(0, shot.heightPx - topPx - bands.bottomPx),
  };
}

function placeSides({ xDocumentPx, yDocumentPx }: Placed, bands: FixedBands | undefined): Box[] {
  return (bands?.sides ?? []).map(({ xPx, yPx, widthPx, heightPx }) => ({
    xDocumentPx: xDocumentPx + xPx,
    yDocumentPx: yDocumentPx + yPx,
    widthPx,
    heightPx,
  }));
}

function isSeen({ widthPx, heightPx }: Box): boolean {
  return widthPx > LEAST_PX && heightPx > LEAST_PX;
}

/** What of a box lies outside of another: up to four boxes. */
function subtract(box: Box, hole: Box): Box[] {
  const left = Math.max(box.xDocumentPx, hole.xDocumentPx);
  const top = Math.max(box.yDocumentPx, hole.yDocumentPx);
  const right = Math.min(box.xDocumentPx + box.widthPx, hole.xDocumentPx + hole.widthPx);
  const bottom = Math.min(box.yDocumentPx + box.heightPx, hole.yDocumentPx + hole.heightPx);
  if (right <= left || bottom <= top) return [box];
  const boxRight = box.xDocumentPx + box.widthPx;
  const boxBottom = box.yDocumentPx + box.heightPx;
  return [
    spanBox(box.xDocumentPx, box.yDocumentPx, boxRight, top),
    spanBox(box.xDocumentPx, bottom, boxRight, boxBottom),
    spanBox(box.xDocumentPx, top, left, bottom),
    spanBox(right, top, boxRight, bottom),
  ].filter(isSeen);
}

function spanBox(x: number, y: number, toX: number, toY: number): Box {
  return { xDocumentPx: x, yDocumentPx: y, widthPx: toX - x, heightPx: toY - y };
}
