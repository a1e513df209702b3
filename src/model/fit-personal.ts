/**
 * Fits the personal readout: ridge regression from embeddings to what the gaze lacks, in float64, because with few frames
 * the products are nearly singular but for the ridge.
 *
 * How strongly it is drawn to zero is chosen by leave-one-out, and whether it is used at all: where held-out targets are not
 * better off, the gaze stays as it was. Frames whose target the others contradict (a blink, a glance away) count less. The
 * same as `fit_personal` in `training/fovea_training/personal.py`.
 *
 * Shapes: N frames, D numbers in an embedding.
 *
 * @see https://doi.org/10.1002/0471725153 leave-one-out in closed form: Belsley, Kuh and Welsch 1980
 * @see https://doi.org/10.1214/aoms/1177703732 robust counts: Huber 1964
 */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { PersonalFit } from './personal-readout.ts';

/** Fewer say too little to be checked against each other. */
const LEAST_TARGETS = 5;
/** Of the ridge, times the trained one. */
const STRENGTHS = [0.25, 1, 4, 16, 64];
/** Of finding frames that the others contradict. */
const ROUNDS = 3;
/** Median distances: beyond them a frame counts less. */
const CONTRADICTED = 2.5;
/** Of the left-out frames' error, for the readout to be used. */
const LEAST_GAIN = 0.02;
/** That is left of the spread, however well it fits. */
const LEAST_SPREAD = 0.3;
const LEAST_DISTANCE = 1e-9;
const MOST_LEVERAGE = 1 - 1e-6;

/**
 * What the targets say; undefined where that is no better than nothing.
 *
 * @param embeddings N of D numbers
 * @param residuals N pairs: the target less the gaze, in screen fractions
 */
export function fitPersonal(
  embeddings: number[][],
  residuals: [x: number, y: number][],
  ridge: number,
): PersonalFit | undefined {
  if (embeddings.length < LEAST_TARGETS) return undefined;
  const [x, y] = [new Matrix(embeddings), new Matrix(residuals)];
  let counts = embeddings.map(() => 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    const { apart } = solve(x, y, ridge, counts);
    const most = CONTRADICTED * findMedian(apart);
    counts = apart.map((distance) => Math.min(1, most / Math.max(LEAST_DISTANCE, distance)));
  }
  const sumUp = (distances: readonly number[]): number =>
    distances.reduce((sum, distance, i) => sum + counts[i]! * distance, 0);
  const without = sumUp(residuals.map((residual) => Math.hypot(...residual)));
  const [best] = STRENGTHS.map((times) => {
    const { weights, apart } = solve(x, y, times * ridge, counts);
    return { weights, error: sumUp(apart) };
  }).toSorted((a, b) => a.error - b.error);
  const { weights, error } = best!;
  if (!(error < (1 - LEAST_GAIN) * without)) return undefined;
  return { weights: Float64Array.from(weights.to1DArray()), spread: Math.max(LEAST_SPREAD, error / without) };
}

/**
 * Ridge regression with counts C, and how far every target is from what the others say:
 *
 *     S = (X' C X + ridge I)^-1 X'     weights = S C Y     leverage_i = C_i x_i S_i     apart_i = |y_i - x_i weights| / (1 - leverage_i)
 *
 * @param x `[N, D]`
 * @param y `[N, 2]`
 */
function solve(
  x: Matrix,
  y: Matrix,
  ridge: number,
  counts: readonly number[],
): { weights: Matrix; apart: number[] } {
  // By the square roots, so that the products are symmetric to the last digit.
  const scaled = x.clone().mulColumnVector(counts.map(Math.sqrt));
  const products = scaled.transpose().mmul(scaled); // [D, D]
  for (let i = 0; i < products.rows; i += 1) products.set(i, i, products.get(i, i) + ridge);
  const solved = new CholeskyDecomposition(products).solve(x.transpose()); // [D, N]
  const weights = solved.mmul(y.clone().mulColumnVector([...counts])); // [D, 2]
  const off = Matrix.sub(y, x.mmul(weights)).to2DArray();
  const leverages = Matrix.mul(x, solved.transpose()).sum('row');
  const apart = off.map((each, i) => {
    const leverage = Math.min(MOST_LEVERAGE, counts[i]! * leverages[i]!);
    return Math.hypot(...each) / (1 - leverage);
  });
  return { weights, apart };
}

function findMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
