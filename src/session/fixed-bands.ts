// Finds what stays where it is while a page scrolls, by comparing pictures of the viewport at different scroll positions.
import { findFixedSides } from './fixed-sides.ts';
import type { FixedBands } from './stitch-shots.ts';

/** A picture of the viewport in grey, scaled down; a row is `pxPerRow` CSS px high, a column `pxPerColumn` wide. */
export type GreyShot = {
  grey: Uint8Array | Uint8ClampedArray; // [rows * columns]
  columns: number;
  rows: number;
  pxPerRow: number;
  pxPerColumn: number;
  yDocumentPx: number;
};

/** Of two pictures of the same thing, a grey value may differ so much in a row's mean: lossy compression. */
const SAME_GREY = 3;
/** A row with less contrast is blank: it looks fixed wherever it is. */
const BLANK_GREY = 12;
/** No header or footer takes more of the viewport; what is the same beyond that is another page's doing. */
const MOST_SHARE = 0.4;
/** The row at a band's edge is mixed with what is beneath, and the one beyond it may have its shadow. */
const EDGE_ROWS = 2;
/** Closer scroll positions show nearly the same anyway. */
const LEAST_SCROLL_PX = 24;

/**
 * The fixed bands of pictures of one viewport size: rows from an end on that are the same at different scroll
 * positions, as far as all pairs of neighbours agree that there are any. Blank rows alone are none. Between them, what
 * stays beside the content.
 */
export function findFixedBands(shots: readonly GreyShot[]): FixedBands {
  const pairs = listNeighbours(shots);
  const bands = pairs.map(([shot, next]) => compare(shot, next));
  const topPx = agree(bands.map((band) => band.topPx));
  const bottomPx = agree(bands.map((band) => band.bottomPx));
  return { topPx, bottomPx, sides: findFixedSides(pairs, { topPx, bottomPx }) };
}

export type GreyPair = readonly [GreyShot, GreyShot];

/** Each with the next one down the page that shows another place. */
function listNeighbours(shots: readonly GreyShot[]): GreyPair[] {
  const byPlace = shots.toSorted((a, b) => a.yDocumentPx - b.yDocumentPx);
  return byPlace.flatMap((shot, index): GreyPair[] => {
    const next = byPlace
      .slice(index + 1)
      .find(({ yDocumentPx }) => yDocumentPx - shot.yDocumentPx >= LEAST_SCROLL_PX);
    return next && next.rows === shot.rows && next.columns === shot.columns ? [[shot, next]] : [];
  });
}

/** The smallest of those that found something, where most did. */
function agree(heightsPx: readonly number[]): number {
  const found = heightsPx.filter((heightPx) => heightPx > 0);
  return found.length * 2 > heightsPx.length ? Math.min(...found) : 0;
}

function compare(a: GreyShot, b: GreyShot): Pick<FixedBands, 'topPx' | 'bottomPx'> {
  const most = Math.floor(a.rows * MOST_SHARE);
  const count = (rowAt: (step: number) => number): number => {
    let same = 0;
    let printed = false;
    while (same < a.rows && isSameRow(a, b, rowAt(same))) {
      printed ||= !isBlankRow(a, rowAt(same));
      same += 1;
    }
    return printed && same <= most ? (same + EDGE_ROWS) * a.pxPerRow : 0;
  };
  return { topPx: count((step) => step), bottomPx: count((step) => a.rows - 1 - step) };
}

function isSameRow(a: GreyShot, b: GreyShot, row: number): boolean {
  let sum = 0;
  for (let i = row * a.columns; i < (row + 1) * a.columns; i += 1) {
    sum += Math.abs((a.grey[i] as number) - (b.grey[i] as number));
  }
  return sum <= SAME_GREY * a.columns;
}

function isBlankRow({ grey, columns }: GreyShot, row: number): boolean {
  const cells = grey.subarray(row * columns, (row + 1) * columns);
  return Math.max(...cells) - Math.min(...cells) < BLANK_GREY;
}
