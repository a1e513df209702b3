// Spreads weighted points over a grid, each as a Gaussian of its own width: points of about the same width at once.
import type { HeatPoints } from './heat-points.ts';

/** Widths within one step of this ratio are one class, which spreads as wide as its points do on average. */
const CLASS_RATIO = 1.2;
/** The Gaussian is cut here, at 0.2 % of its height. */
export const REACH_SIGMAS = 3.5;

export type SpreadGrid = {
  columns: number;
  rows: number;
  cellPx: number;
  /** Document px of its upper left corner. */
  xDocumentPx: number;
  yDocumentPx: number;
};

/** Cells' weights, row by row, of points of one width before they are spread; where, in rows, there are any. */
type WidthClass = {
  cells: Float32Array;
  weight: number;
  xSigmaSum: number;
  ySigmaSum: number;
  firstRow: number;
  lastRow: number;
};

export type Spreader = {
  /** Takes points in, each times `scale`. */
  add(points: HeatPoints, scale: number): void;
  /** All of them, spread. Points beside the grid are left out, and so is what spreads beyond it. */
  spread(): Float32Array<ArrayBuffer>;
};

export function createSpreader(grid: SpreadGrid): Spreader {
  const classes = new Map<string, WidthClass>();

  const classOf = (xSigmaPx: number, ySigmaPx: number): WidthClass => {
    const key = `${stepOf(xSigmaPx)} ${stepOf(ySigmaPx)}`;
    const known = classes.get(key);
    if (known) return known;
    const cells = new Float32Array(grid.columns * grid.rows);
    const made = { cells, weight: 0, xSigmaSum: 0, ySigmaSum: 0, firstRow: grid.rows, lastRow: -1 };
    classes.set(key, made);
    return made;
  };

  return {
    add(points, scale) {
      let [lastX, lastY, own] = [NaN, NaN, undefined as WidthClass | undefined];
      for (let i = 0; i < points.count; i += 1) {
        const [xSigma, ySigma] = [points.xSigmaPx[i]!, points.ySigmaPx[i]!];
        if (!own || xSigma !== lastX || ySigma !== lastY) own = classOf(xSigma, ySigma);
        [lastX, lastY] = [xSigma, ySigma];
        const weight = points.weight[i]! * scale;
        own.weight += weight;
        own.xSigmaSum += weight * xSigma;
        own.ySigmaSum += weight * ySigma;
        put(grid, own, points.xDocumentPx[i]!, points.yDocumentPx[i]!, weight);
      }
    },
    spread() {
      const total = new Float32Array(grid.columns * grid.rows);
      for (const own of classes.values()) if (own.weight > 0 && own.lastRow >= 0) addSpread(grid, own, total);
      return total;
    },
  };
}

function stepOf(sigmaPx: number): number {
  return Math.round(Math.log(sigmaPx) / Math.log(CLASS_RATIO));
}

/** Shares a point among the four cells whose middles are around it, so that their centre of gravity is the point. */
function put(
  grid: SpreadGrid,
  own: WidthClass,
  xDocumentPx: number,
  yDocumentPx: number,
  weight: number,
): void {
  const x = (xDocumentPx - grid.xDocumentPx) / grid.cellPx - 0.5;
  const y = (yDocumentPx - grid.yDocumentPx) / grid.cellPx - 0.5;
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [right, below] = [x - column, y - row];
  for (const [c, xShare] of [
    [column, 1 - right],
    [column + 1, right],
  ] as const) {
    if (c < 0 || c >= grid.columns || xShare === 0) continue;
    for (const [r, yShare] of [
      [row, 1 - below],
      [row + 1, below],
    ] as const) {
      if (r < 0 || r >= grid.rows || yShare === 0) continue;
      own.cells[r * grid.columns + c]! += weight * xShare * yShare;
      own.firstRow = Math.min(own.firstRow, r);
      own.lastRow = Math.max(own.lastRow, r);
    }
  }
}

function addSpread(grid: SpreadGrid, own: WidthClass, total: Float32Array): void {
  const { columns, rows, cellPx } = grid;
  const xKernel = createKernel(own.xSigmaSum / own.weight / cellPx);
  const yKernel = createKernel(own.ySigmaSum / own.weight / cellPx);
  const reach = (yKernel.length - 1) / 2;
  const row = new Float32Array(columns);
  for (let r = own.firstRow; r <= own.lastRow; r += 1) {
    if (!spreadRow(own.cells.subarray(r * columns, (r + 1) * columns), xKernel, row)) continue;
    for (let to = Math.max(0, r - reach); to <= Math.min(rows - 1, r + reach); to += 1) {
      const share = yKernel[to - r + reach]!;
      const offset = to * columns;
      for (let c = 0; c < columns; c += 1) total[offset + c]! += share * row[c]!;
    }
  }
}

/** False where the row is empty. */
function spreadRow(cells: Float32Array, kernel: Float32Array, row: Float32Array): boolean {
  const reach = (kernel.length - 1) / 2;
  let any = false;
  for (let c = 0; c < cells.length; c += 1) {
    const weight = cells[c]!;
    if (weight === 0) continue;
    if (!any) row.fill(0);
    any = true;
    const first = Math.max(0, c - reach);
    const last = Math.min(cells.length - 1, c + reach);
    for (let to = first; to <= last; to += 1) row[to]! += weight * kernel[to - c + reach]!;
  }
  return any;
}

/**
 * A Gaussian at whole cells, of sum 1. Sharing among cells has already spread a point: by f (1 - f) cells squared at a
 * place f of the way between two, 1/6 on average; that is taken off.
 */
function createKernel(sigmaCells: number): Float32Array {
  const sigma = Math.sqrt(Math.max(0.25, sigmaCells * sigmaCells - 1 / 6));
  const reach = Math.ceil(REACH_SIGMAS * sigma);
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-(((i - reach) / sigma) ** 2) / 2),
  );
  const sum = kernel.reduce((total, value) => total + value, 0);
  return kernel.map((value) => value / sum);
}
