// A sparse grid of dwell over a document: tiles of cells, made where gaze lands, so a long page costs what was looked at.

/** A cell's side. Far below the spread of a webcam's gaze, so nothing is lost; a whole screen is some 8000 cells. */
export const CELL_PX = 16;
/** Cells along a tile's side: a tile is 512 px square and 4 KiB. */
const TILE_CELLS = 32;
/** 16 MiB of tiles, or about 700,000 px of page at 1500 px of width; beyond that the longest unvisited tile goes. */
const MAX_TILES = 4096;

/** Cells of a grid, from the cell whose corner is at (column, row) * CELL_PX in document px. May be negative (rtl). */
export type CellRegion = { column: number; row: number; columns: number; rows: number };

export type Peak = { dwellMs: number; column: number; row: number };

export type DensityGrid = {
  /** By tile key; a Map keeps the order of insertion, so the first tile is the longest unvisited one. */
  tiles: Map<number, Float32Array>;
  /** The cell with the most dwell, kept up to date as cells only ever grow. */
  peak: Peak | null;
};

export function createGrid(): DensityGrid {
  return { tiles: new Map(), peak: null };
}

/**
 * Adds the outer product of a column profile and a row profile to a region's cells: cell (c, r) grows by
 * `columnWeights[c] * rowWeights[r]` ms. Changes the grid in place.
 */
export function addSeparable(
  grid: DensityGrid,
  { column, row, columns, rows }: CellRegion,
  columnWeights: Float32Array,
  rowWeights: Float32Array,
): void {
  let peakMs = grid.peak?.dwellMs ?? 0;
  let peakColumn: number | null = null;
  let peakRow = 0;
  for (const span of tilesIn({ column, row, columns, rows })) {
    const cells = touchTile(grid, span.key);
    for (let r = span.rowStart; r < span.rowEnd; r += 1) {
      const rowWeight = rowWeights[r - row] as number;
      const offset = (r - span.tileRow) * TILE_CELLS - span.tileColumn;
      for (let c = span.columnStart; c < span.columnEnd; c += 1) {
        const dwellMs = Math.fround(
          (cells[offset + c] as number) + rowWeight * (columnWeights[c - column] as number),
        );
        cells[offset + c] = dwellMs;
        if (dwellMs > peakMs) {
          peakMs = dwellMs;
          peakColumn = c;
          peakRow = r;
        }
      }
    }
  }
  if (peakColumn !== null) grid.peak = { dwellMs: peakMs, column: peakColumn, row: peakRow };
  evictTiles(grid);
}

/** Copies a region's cells (ms of dwell, row-major) into `target`, which must hold columns * rows values. */
export function readRegion(grid: DensityGrid, region: CellRegion, target: Float32Array): void {
  target.fill(0, 0, region.columns * region.rows);
  for (const span of tilesIn(region)) {
    const cells = grid.tiles.get(span.key);
    if (!cells) continue;
    for (let r = span.rowStart; r < span.rowEnd; r += 1) {
      const from = (r - span.tileRow) * TILE_CELLS + span.columnStart - span.tileColumn;
      const row = cells.subarray(from, from + span.columnEnd - span.columnStart);
      target.set(row, (r - region.row) * region.columns + span.columnStart - region.column);
    }
  }
}

/** Adds every cell of one grid to another, in place. */
export function mergeInto(target: DensityGrid, source: DensityGrid): void {
  for (const [key, cells] of source.tiles) {
    const own = touchTile(target, key);
    for (let i = 0; i < cells.length; i += 1) own[i] = (own[i] as number) + (cells[i] as number);
  }
  target.peak = findPeak(target);
  evictTiles(target);
}

/** All dwell in the grid, ms. */
export function sumDwellMs(grid: DensityGrid): number {
  let sum = 0;
  for (const cells of grid.tiles.values()) for (const dwellMs of cells) sum += dwellMs;
  return sum;
}

const TILE_OFFSET = 2 ** 20;

type TileSpan = {
  key: number;
  tileColumn: number;
  tileRow: number;
  columnStart: number;
  columnEnd: number;
  rowStart: number;
  rowEnd: number;
};

/** The tiles under a region, each with its first cell and the part of it that lies in the region. */
function* tilesIn({ column, row, columns, rows }: CellRegion): Generator<TileSpan> {
  const firstTileRow = Math.floor(row / TILE_CELLS);
  const firstTileColumn = Math.floor(column / TILE_CELLS);
  for (let y = firstTileRow; y * TILE_CELLS < row + rows; y += 1) {
    for (let x = firstTileColumn; x * TILE_CELLS < column + columns; x += 1) {
      yield {
        key: (y + TILE_OFFSET) * 2 * TILE_OFFSET + x + TILE_OFFSET,
        tileColumn: x * TILE_CELLS,
        tileRow: y * TILE_CELLS,
        columnStart: Math.max(column, x * TILE_CELLS),
        columnEnd: Math.min(column + columns, (x + 1) * TILE_CELLS),
        rowStart: Math.max(row, y * TILE_CELLS),
        rowEnd: Math.min(row + rows, (y + 1) * TILE_CELLS),
      };
    }
  }
}

/** The tile, made if need be, moved to the end of the map's order. */
function touchTile(grid: DensityGrid, key: number): Float32Array {
  const cells = grid.tiles.get(key) ?? new Float32Array(TILE_CELLS * TILE_CELLS);
  grid.tiles.delete(key);
  grid.tiles.set(key, cells);
  return cells;
}

function evictTiles(grid: DensityGrid): void {
  if (grid.tiles.size <= MAX_TILES) return;
  for (const key of grid.tiles.keys()) {
    grid.tiles.delete(key);
    if (grid.tiles.size <= MAX_TILES) break;
  }
  grid.peak = findPeak(grid);
}

function findPeak(grid: DensityGrid): Peak | null {
  let peak: Peak | null = null;
  for (const [key, cells] of grid.tiles) {
    const tileRow = (Math.floor(key / (2 * TILE_OFFSET)) - TILE_OFFSET) * TILE_CELLS;
    const tileColumn = ((key % (2 * TILE_OFFSET)) - TILE_OFFSET) * TILE_CELLS;
    for (let i = 0; i < cells.length; i += 1) {
      const dwellMs = cells[i] as number;
      if (dwellMs > (peak?.dwellMs ?? 0)) {
        peak = { dwellMs, column: tileColumn + (i % TILE_CELLS), row: tileRow + Math.floor(i / TILE_CELLS) };
      }
    }
  }
  return peak;
}
