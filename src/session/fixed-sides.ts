// Finds what sticks beside the content while that scrolls: a menu, a table of contents, a button in a corner.
import type { GreyPair, GreyShot } from './fixed-bands.ts';
import type { FixedBands, SideBox } from './stitch-shots.ts';

/** Of two pictures of the same thing, a cell's mean may differ so much: lossy compression. */
const SAME_GREY = 3;
/** So many of a column's cells may differ for all that: a number that counts, a mark that moves along. */
const OTHER_SHARE = 0.02;
/**
 * What is no further from the page's background is blank: far more than what may differ, since the pale edges of all kinds
 * of things in a list look the same.
 */
const BLANK_GREY = 24;
/** The edge of what scrolls, mixed into a margin, is one column at most. */
const LEAST_PRINTED_COLUMNS = 2;
/** What takes more of the viewport than that is the content. */
const MOST_SHARE = 0.4;
/** The cell at an edge is mixed with what is beside it, and the one beyond it may have its shadow. */
const EDGE_CELLS = 2;
/** A shot that begins so near to the document's top shows at its home what sticks further down. */
const HOME_PX = 2;

type Columns = { first: number; last: number };
/** From one row to another, both included. */
type Rows = { first: number; last: number };

/**
 * Boxes from the left and the right edge of the viewport on whose columns are the same at different scroll positions, where
 * something is printed in them: at most one on each side, as far down as there is print. What most pairs find counts; those
 * with the document's top are left out where there are others, since nothing sticks there yet.
 */
export function findFixedSides(
  pairs: readonly GreyPair[],
  { topPx, bottomPx }: Pick<FixedBands, 'topPx' | 'bottomPx'>,
): SideBox[] {
  const scrolled = pairs.filter(([shot]) => shot.yDocumentPx > HOME_PX);
  const counted = scrolled.length > 0 ? scrolled : pairs;
  const [sample] = counted[0] ?? [];
  if (!sample) return [];
  const { pxPerRow, pxPerColumn, columns, rows: allRows } = sample;
  const rows: Rows = {
    first: Math.ceil(topPx / pxPerRow),
    last: allRows - 1 - Math.ceil(bottomPx / pxPerRow),
  };
  if (rows.last <= rows.first) return [];
  return (['left', 'right'] as const).flatMap((side): SideBox[] => {
    const found = counted.flatMap((pair) => findSide(pair, rows, side) ?? []);
    if (found.length * 2 <= counted.length) return [];
    const wide = Math.min(...found.map(({ columns: { first, last } }) => last - first + 1));
    const last = Math.max(...found.map((box) => box.lastRow));
    const endRow = Math.min(rows.last, last + EDGE_CELLS) + 1;
    const firstColumn = side === 'left' ? 0 : columns - wide;
    return [
      {
        xPx: firstColumn * pxPerColumn,
        yPx: topPx,
        widthPx: wide * pxPerColumn,
        heightPx: endRow * pxPerRow - topPx,
      },
    ];
  });
}

/** Columns from an edge on that are the same in both, up to the last one with print, and the last row of it. */
function findSide(
  [a, b]: GreyPair,
  rows: Rows,
  side: 'left' | 'right',
): { columns: Columns; lastRow: number } | null {
  const columnAt = (step: number): number => (side === 'left' ? step : a.columns - 1 - step);
  const background = findBackground(a);
  let same = 0;
  let printed = 0;
  let printedColumns = 0;
  let lastRow = -1;
  while (same < a.columns && isSameColumn(a, b, columnAt(same), rows)) {
    const lowest = findLowestPrint(a, columnAt(same), rows, background);
    same += 1;
    if (lowest === -1) continue;
    printed = same;
    printedColumns += 1;
    lastRow = Math.max(lastRow, lowest);
  }
  if (printedColumns < LEAST_PRINTED_COLUMNS || same > a.columns * MOST_SHARE) return null;
  // The column that its edge lies in is mixed with what scrolls: it is not the same, but what of it stays would repeat.
  const wide = same === printed ? Math.min(printed + 1, a.columns) : printed;
  const ends = [columnAt(0), columnAt(wide - 1)];
  return { columns: { first: Math.min(...ends), last: Math.max(...ends) }, lastRow };
}

function isSameColumn(a: GreyShot, b: GreyShot, column: number, { first, last }: Rows): boolean {
  let others = 0;
  for (let row = first; row <= last; row += 1) {
    const i = row * a.columns + column;
    if (Math.abs(a.grey[i]! - b.grey[i]!) > SAME_GREY) others += 1;
  }
  return others <= OTHER_SHARE * (last - first + 1);
}

/** The last row in which a column is not blank; -1 where it is all blank. */
function findLowestPrint(
  { grey, columns }: GreyShot,
  column: number,
  { first, last }: Rows,
  background: number,
): number {
  for (let row = last; row >= first; row -= 1) {
    if (Math.abs(grey[row * columns + column]! - background) > BLANK_GREY) return row;
  }
  return -1;
}

/** The most common grey. */
function findBackground({ grey }: GreyShot): number {
  const counts = new Uint32Array(256);
  for (const value of grey) counts[Math.round(value)]! += 1;
  return counts.indexOf(Math.max(...counts));
}
