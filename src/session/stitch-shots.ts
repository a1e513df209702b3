// The picture of a whole page out of pictures of its viewport: which part of which shot is drawn where.
import { findHomes, listShown, listStrays, type Home } from './fixture-homes.ts';
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

/** Slivers narrower than this are rounding, not page. */
const LEAST_PX = 0.5;
/** Shots that begin or end so near to each other are at the same place. */
const HOME_PX = 2;

/** The shadow of what is cut out. */
const EDGE_PX = 4;

/**
 * Pieces that do not overlap and leave out what no shot shows. The newest shot wins, because elements' boxes are those
 * of the last picture; of other shots only what is missing is drawn. What stays in the viewport is drawn at its home alone:
 * what it hides elsewhere was not seen. Shots of another layout (another width of the viewport than the newest's) are left
 * out: their content lies elsewhere.
 * @param bands by `Shot.index`, of shots that tell of no fixtures
 */
export function stitchShots(shots: readonly Shot[], bands: ReadonlyMap<number, FixedBands>): Piece[] {
  const shown = listShown(shots);
  const homes = findHomes(shown);
  const ends = findEnds(shown);
  const pieces: Piece[] = [...homes].flatMap(([selector, home]) =>
    isThereStill(selector, home, shown) ? cutHome(home) : [],
  );
  for (const shot of shown) {
    const fixed = shot.fixtures
      ? listStrays(shot, homes).map(({ box }) => grow(box))
      : placeBands(shot, bands.get(shot.index), ends);
    const missing = [...fixed, ...pieces].reduce(
      (rest, known) => rest.flatMap((box) => subtract(box, known)),
      [toBox(shot)],
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

/** How far up and down the shots reach. */
type Ends = { topPx: number; bottomPx: number };

function findEnds(shown: readonly Shot[]): Ends {
  return {
    topPx: Math.min(...shown.map(({ yDocumentPx }) => yDocumentPx)),
    bottomPx: Math.max(...shown.map(({ yDocumentPx, heightPx }) => yDocumentPx + heightPx)),
  };
}

/** A bar that was there when a part of the page was pictured last hides what is beneath; one that is gone does not. */
function isThereStill(selector: string, { shot, box }: Home, shown: readonly Shot[]): boolean {
  return shown
    .filter((other) => other.timestampMs > shot.timestampMs && overlap(toBox(other), box))
    .every(({ fixtures }) => fixtures?.some((fixture) => fixture.selector === selector));
}

function cutHome({ shot, box }: Home): Piece[] {
  const common = overlap(toBox(shot), box);
  return common && isSeen(common) ? [{ ...common, shot }] : [];
}

/** Where bands are not at home: the upper one and the sides in the uppermost shot, the lower one in the lowest. */
function placeBands(shot: Shot, bands: FixedBands | undefined, ends: Ends): Box[] {
  if (!bands) return [];
  const { xDocumentPx, yDocumentPx, widthPx, heightPx } = shot;
  const { topPx, bottomPx, sides = [] } = bands;
  const upper = [{ xPx: 0, yPx: 0, widthPx, heightPx: topPx }, ...sides];
  const lower = [{ xPx: 0, yPx: heightPx - bottomPx, widthPx, heightPx: bottomPx }];
  const stray = [
    ...(yDocumentPx <= ends.topPx + HOME_PX ? [] : upper),
    ...(yDocumentPx + heightPx >= ends.bottomPx - HOME_PX ? [] : lower),
  ];
  return stray.map((band) => ({
    xDocumentPx: xDocumentPx + band.xPx,
    yDocumentPx: yDocumentPx + band.yPx,
    widthPx: band.widthPx,
    heightPx: band.heightPx,
  }));
}

function toBox({ xDocumentPx, yDocumentPx, widthPx, heightPx }: Shot): Box {
  return { xDocumentPx, yDocumentPx, widthPx, heightPx };
}

function grow({ xDocumentPx: x, yDocumentPx: y, widthPx, heightPx }: Box): Box {
  return spanBox(x - EDGE_PX, y - EDGE_PX, x + widthPx + EDGE_PX, y + heightPx + EDGE_PX);
}

function isSeen({ widthPx, heightPx }: Box): boolean {
  return widthPx > LEAST_PX && heightPx > LEAST_PX;
}

/** What two boxes have in common; null where they do not overlap. */
function overlap(a: Box, b: Box): Box | null {
  const left = Math.max(a.xDocumentPx, b.xDocumentPx);
  const top = Math.max(a.yDocumentPx, b.yDocumentPx);
  const right = Math.min(a.xDocumentPx + a.widthPx, b.xDocumentPx + b.widthPx);
  const bottom = Math.min(a.yDocumentPx + a.heightPx, b.yDocumentPx + b.heightPx);
  return right <= left || bottom <= top ? null : spanBox(left, top, right, bottom);
}

/** What of a box lies outside of another: up to four boxes. */
function subtract(box: Box, hole: Box): Box[] {
  const common = overlap(box, hole);
  if (!common) return [box];
  const { xDocumentPx: left, yDocumentPx: top } = common;
  const [right, bottom] = [left + common.widthPx, top + common.heightPx];
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
