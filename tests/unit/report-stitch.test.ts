// The picture of a page from its shots: every part once, the newest, without what is fixed to the viewport.
import { describe, expect, it } from 'vitest';
import { findFixedBands, type GreyShot } from '../../src/session/fixed-bands.ts';
import type { Shot } from '../../src/session/session-data.ts';
import { measureSeenShare, stitchShots, type Piece } from '../../src/session/stitch-shots.ts';

function makeShot(index: number, yDocumentPx: number, change: Partial<Shot> = {}): Shot {
  return {
    index,
    view: 0,
    timestampMs: 1000 * index,
    xDocumentPx: 0,
    yDocumentPx,
    widthPx: 1000,
    heightPx: 600,
    widthImagePx: 1000,
    heightImagePx: 600,
    bytes: 1,
    ...change,
  };
}

const NO_BANDS = new Map();
const list = (pieces: readonly Piece[]) =>
  pieces
    .map(({ shot, yDocumentPx, heightPx }) => [shot.index, yDocumentPx, heightPx])
    .toSorted((a, b) => a[1]! - b[1]!);

describe('a page is stitched', () => {
  it('from the newest shot and what older ones add to it', () => {
    const pieces = stitchShots([makeShot(0, 0), makeShot(1, 400)], NO_BANDS);
    expect(list(pieces)).toEqual([
      [0, 0, 400],
      [1, 400, 600],
    ]);
  });

  it('with no part drawn twice, however shots overlap', () => {
    const shots = [0, 250, 100, 700, 333].map((y, index) => makeShot(index, y));
    const pieces = stitchShots(shots, NO_BANDS);
    const covered = pieces.reduce((sum, { heightPx, widthPx }) => sum + heightPx * widthPx, 0);
    expect(covered).toBe(1300 * 1000);
  });

  it('with holes where nothing was seen', () => {
    const pieces = stitchShots([makeShot(0, 0), makeShot(1, 1400)], NO_BANDS);
    expect(measureSeenShare(pieces, { widthPx: 1000, heightPx: 2000 })).toBeCloseTo(0.6);
  });

  it('with a sticky header at its home alone', () => {
    const bands = new Map([0, 1, 2].map((index) => [index, { topPx: 80, bottomPx: 0 }]));
    const pieces = stitchShots([makeShot(0, 0), makeShot(1, 400), makeShot(2, 1100)], bands);
    expect(list(pieces)).toEqual([
      [0, 0, 480],
      [1, 480, 520],
      // Up to 1180 nothing but the header was seen there.
      [2, 1180, 520],
    ]);
  });

  it('from one layout of the page: the newest one', () => {
    const pieces = stitchShots([makeShot(0, 600, { widthPx: 500 }), makeShot(1, 0)], NO_BANDS);
    expect(pieces.map(({ shot }) => shot.index)).toEqual([1]);
  });

  it('from nothing where there are no shots', () => {
    expect(stitchShots([], NO_BANDS)).toEqual([]);
  });
});

/** A page of stripes beneath a header that stays and a footer that stays, a row 4 px high. */
function makeGrey(yDocumentPx: number, headerRows: number, footerRows: number): GreyShot {
  const [columns, rows] = [16, 100];
  const grey = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    const fixed = row < headerRows || row >= rows - footerRows;
    const line = yDocumentPx / 4 + row;
    for (let column = 0; column < columns; column += 1) {
      grey[row * columns + column] = fixed ? (column % 2) * 200 : (line * 37 + column * 11) % 251;
    }
  }
  return { grey, columns, rows, pxPerRow: 4, pxPerColumn: 60, yDocumentPx };
}

const NOTHING = { topPx: 0, bottomPx: 0, sides: [] };

describe('what is fixed to the viewport', () => {
  it('is found at the top, with what its edge touches', () => {
    const { topPx, bottomPx } = findFixedBands([0, 200, 480].map((y) => makeGrey(y, 20, 0)));
    expect([topPx, bottomPx]).toEqual([88, 0]);
  });

  it('is found at the bottom', () => {
    const { topPx, bottomPx } = findFixedBands([0, 200, 480].map((y) => makeGrey(y, 0, 10)));
    expect([topPx, bottomPx]).toEqual([0, 48]);
  });

  it('is not found on a page that only scrolls', () => {
    expect(findFixedBands([0, 200, 480].map((y) => makeGrey(y, 0, 0)))).toEqual(NOTHING);
  });

  it('is not what is blank everywhere', () => {
    const blank = [0, 200].map((y) => Object.assign(makeGrey(y, 0, 0), { grey: new Uint8Array(1600) }));
    expect(findFixedBands(blank)).toEqual(NOTHING);
  });

  it('is not told from one picture', () => {
    expect(findFixedBands([makeGrey(0, 20, 0)])).toEqual(NOTHING);
  });
});

/**
 * A page of lines between two margins, beneath a header where there is one; at its left a box that sticks 8 rows below the
 * viewport's top once it has come there, and at its home is 40 rows down the page.
 */
function makeSidebar(yDocumentPx: number, { headerRows = 0, sidebarColumns = 4 } = {}): GreyShot {
  const shot = makeGrey(yDocumentPx, headerRows, 0);
  const { grey, columns, rows } = shot;
  const line = yDocumentPx / 4;
  const top = Math.max(40 - line, headerRows + 8);
  for (let row = headerRows; row < rows; row += 1) {
    const inSidebar = row >= top && row < top + 30;
    for (let column = 0; column < columns; column += 1) {
      const i = row * columns + column;
      if (column >= 1 && column < 1 + sidebarColumns) grey[i] = inSidebar ? 60 + 5 * ((row - top) % 8) : 255;
      else if (column === 0 || column >= columns - 2) grey[i] = 255;
      // Text: half of all lines are blank.
      else if ((line + row) % 2 === 0) grey[i] = 255;
    }
  }
  return shot;
}

describe('what sticks beside the content', () => {
  const places = [0, 200, 480, 760];

  it('is found from the edge on, with the margin beside it, down to where it ends', () => {
    const bands = findFixedBands(places.map((y) => makeSidebar(y)));
    // Margin, four columns, and the one that its edge may lie in; 8 + 30 rows and the edge.
    expect(bands).toEqual({
      topPx: 0,
      bottomPx: 0,
      sides: [{ xPx: 0, yPx: 0, widthPx: 6 * 60, heightPx: (8 + 30 + 2) * 4 }],
    });
  });

  it('is found beneath a header', () => {
    const bands = findFixedBands(places.map((y) => makeSidebar(y, { headerRows: 10 })));
    expect(bands.topPx).toBeGreaterThanOrEqual(40);
    expect(bands.sides).toEqual([
      { xPx: 0, yPx: bands.topPx, widthPx: 360, heightPx: (10 + 8 + 30 + 2) * 4 - bands.topPx },
    ]);
  });

  it('is found at the right too', () => {
    const mirrored = places.map((y) => {
      const shot = makeSidebar(y);
      const grey = shot.grey.map((_, i) => {
        const [row, column] = [Math.floor(i / shot.columns), i % shot.columns];
        return shot.grey[row * shot.columns + shot.columns - 1 - column]!;
      });
      return { ...shot, grey };
    });
    expect(findFixedBands(mirrored).sides).toEqual([
      { xPx: (16 - 6) * 60, yPx: 0, widthPx: 360, heightPx: 160 },
    ]);
  });

  it('is not a margin, nor what takes half of the viewport', () => {
    expect(findFixedBands(places.map((y) => makeSidebar(y, { sidebarColumns: 0 }))).sides).toEqual([]);
    expect(findFixedBands(places.map((y) => makeSidebar(y, { sidebarColumns: 8 }))).sides).toEqual([]);
  });

  it('is drawn where the uppermost shot shows it, and the page beneath it where another does', () => {
    const shots = [makeShot(0, 0), makeShot(1, 500), makeShot(2, 1000)];
    const sides = [{ xPx: 0, yPx: 0, widthPx: 200, heightPx: 300 }];
    const bands = new Map(shots.map(({ index }) => [index, { topPx: 0, bottomPx: 0, sides }]));
    const pieces = stitchShots(shots, bands);
    const at = (x: number, y: number): number | undefined =>
      pieces.find(
        (piece) =>
          x >= piece.xDocumentPx &&
          x < piece.xDocumentPx + piece.widthPx &&
          y >= piece.yDocumentPx &&
          y < piece.yDocumentPx + piece.heightPx,
      )?.shot.index;
    expect([at(100, 100), at(100, 550), at(100, 700), at(100, 850)]).toEqual([0, 0, undefined, 1]);
    // Up to 1100 the shot above it shows the column without it.
    expect([at(100, 1050), at(100, 1200), at(100, 1350)]).toEqual([1, undefined, 2]);
    expect([at(300, 100), at(300, 550), at(300, 1200)]).toEqual([0, 1, 2]);
    const area = pieces.reduce((sum, { heightPx, widthPx }) => sum + heightPx * widthPx, 0);
    expect(area).toBe(1600 * 1000 - 2 * 200 * 200);
  });
});
