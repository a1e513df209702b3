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
  return { grey, columns, rows, pxPerRow: 4, yDocumentPx };
}

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
    expect(findFixedBands([0, 200, 480].map((y) => makeGrey(y, 0, 0)))).toEqual({ topPx: 0, bottomPx: 0 });
  });

  it('is not what is blank everywhere', () => {
    const blank = [0, 200].map((y) => Object.assign(makeGrey(y, 0, 0), { grey: new Uint8Array(1600) }));
    expect(findFixedBands(blank)).toEqual({ topPx: 0, bottomPx: 0 });
  });

  it('is not told from one picture', () => {
    expect(findFixedBands([makeGrey(0, 20, 0)])).toEqual({ topPx: 0, bottomPx: 0 });
  });
});
