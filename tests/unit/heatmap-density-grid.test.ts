import { describe, expect, it } from 'vitest';
import {
  addSeparable,
  CELL_PX,
  createGrid,
  mergeInto,
  readRegion,
  sumDwellMs,
} from '../../src/heatmap/density-grid.ts';

const ones = (length: number): Float32Array => new Float32Array(length).fill(1);

describe('a region of cells', () => {
  it.each([
    ['inside one tile', { column: 3, row: 5, columns: 4, rows: 2 }],
    ['across tiles', { column: 30, row: 60, columns: 70, rows: 9 }],
    ['at negative columns, as in right-to-left documents', { column: -40, row: 2, columns: 50, rows: 40 }],
    ['above the document', { column: 0, row: -3, columns: 5, rows: 5 }],
    ['far down a long page', { column: 10, row: 200_000, columns: 33, rows: 33 }],
  ])('reads back what was added: %s', (_name, region) => {
    const grid = createGrid();
    const columnWeights = Float32Array.from({ length: region.columns }, (_, i) => i + 1);
    const rowWeights = Float32Array.from({ length: region.rows }, (_, i) => 100 * (i + 1));
    addSeparable(grid, region, columnWeights, rowWeights);
    addSeparable(grid, region, columnWeights, rowWeights);

    // One cell more on every side, which must be empty.
    const around = {
      column: region.column - 1,
      row: region.row - 1,
      columns: region.columns + 2,
      rows: region.rows + 2,
    };
    const cells = new Float32Array(around.columns * around.rows).fill(-1);
    readRegion(grid, around, cells);
    const expected = Float32Array.from(cells, (_, i) => {
      const c = (i % around.columns) - 1;
      const r = Math.floor(i / around.columns) - 1;
      return 2 * (columnWeights[c] ?? 0) * (rowWeights[r] ?? 0);
    });
    expect(cells).toEqual(expected);
    expect(grid.peak).toEqual({
      dwellMs: 2 * region.columns * 100 * region.rows,
      column: region.column + region.columns - 1,
      row: region.row + region.rows - 1,
    });
  });
});

describe('memory', () => {
  it('is what was looked at, not how long the page is', () => {
    const grid = createGrid();
    addSeparable(grid, { column: 0, row: 0, columns: 20, rows: 20 }, ones(20), ones(20));
    addSeparable(grid, { column: 0, row: 1_000_000, columns: 20, rows: 20 }, ones(20), ones(20));
    expect(grid.tiles.size).toBeLessThanOrEqual(4);
  });

  it('is bounded: the place longest unvisited goes first, and the peak with it', () => {
    const grid = createGrid();
    const visit = (tileRow: number, weight = 1) =>
      addSeparable(
        grid,
        { column: 0, row: tileRow * 32, columns: 1, rows: 1 },
        ones(1),
        ones(1).fill(weight),
      );
    visit(0, 1000);
    visit(1, 500);
    for (let tileRow = 2; tileRow < 4096; tileRow += 1) visit(tileRow);
    visit(1);
    expect(grid.peak?.dwellMs).toBe(1000);
    visit(4096);
    expect(grid.tiles.size).toBe(4096);
    expect(grid.peak).toEqual({ dwellMs: 501, column: 0, row: 32 });
  });

  it('holds a page of 30,000 px, all of it looked at, in 2 MB', () => {
    const grid = createGrid();
    const [columns, rows] = [Math.ceil(1500 / CELL_PX), Math.ceil(30_000 / CELL_PX)];
    addSeparable(grid, { column: 0, row: 0, columns, rows }, ones(columns), ones(rows));
    const bytes = [...grid.tiles.values()].reduce((sum, cells) => sum + cells.byteLength, 0);
    expect(bytes).toBeLessThan(2 * 2 ** 20);
    expect(sumDwellMs(grid)).toBe(columns * rows);
  });
});

describe('merging', () => {
  it('adds cell by cell and finds the new peak', () => {
    const [one, other] = [createGrid(), createGrid()];
    addSeparable(one, { column: 0, row: 0, columns: 2, rows: 1 }, Float32Array.of(5, 3), ones(1));
    addSeparable(other, { column: 1, row: 0, columns: 2, rows: 1 }, Float32Array.of(4, 6), ones(1));
    mergeInto(one, other);
    const cells = new Float32Array(3);
    readRegion(one, { column: 0, row: 0, columns: 3, rows: 1 }, cells);
    expect([...cells]).toEqual([5, 7, 6]);
    expect(one.peak).toEqual({ dwellMs: 7, column: 1, row: 0 });
  });
});
