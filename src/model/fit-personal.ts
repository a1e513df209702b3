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
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { PersonalFit } from './personal-readout.ts';

/** Fewer say too little to be checked against each other. */
export const LEAST_TARGETS = 5;
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

/** N frames with known targets: their embeddings, and what their gaze lacks: the target less the gaze, in screen fractions. */
export type Lessons = { embeddings: number[][]; residuals: [x: number, y: number][] };

/**
 * What the targets say; undefined where that is no better than nothing.
 *
 * @param embeddings N of D numbers
 * @param residuals N pairs: the target less the gaze, in screen fractions
 * @param others lessons of other sittings, which help to find the weights and are not asked whether these are good; `count`:
 *     how many frames of the sitting's own all of them together count for. The product gives none: that helped nobody for sure
 *     (training/results/log.md, 11)
 */
export function fitPersonal(
  embeddings: number[][],
  residuals: [x: number, y: number][],
  ridge: number,
  others: Lessons & { count: number } = { embeddings: [], residuals: [], count: 0 },
): PersonalFit | undefined {
  if (embeddings.length < LEAST_TARGETS) return undefined;
  const counts = countFrames(embeddings, residuals, ridge);
  const theirs = countFrames(others.embeddings, others.residuals, ridge);
  const sumUp = (distances: readonly number[]): number =>
    counts.reduce((sum, count, i) => sum + count * distances[i]!, 0);
  const without = sumUp(residuals.map((residual) => Math.hypot(...residual)));
  const [x, y] = [
    [...embeddings, ...others.embeddings],
    [...residuals, ...others.residuals],
  ].map((rows) => new Matrix(rows)) as [Matrix, Matrix];
  const share = others.count / Math.max(1, theirs.length);
  const solve = decompose(x, y, [...counts, ...theirs.map((count) => share * count)]);
  const solutions = STRENGTHS.map((times) => {
    const { weigh, apart } = solve(times * ridge);
    return { weigh, error: sumUp(apart) };
  });
  const { weigh, error } = solutions.toSorted((a, b) => a.error - b.error)[0]!;
  if (!(error < (1 - LEAST_GAIN) * without)) return undefined;
  return { weights: weigh(), spread: Math.max(LEAST_SPREAD, error / without) };
}

/** How much each frame counts, 0..1: less where the others contradict it. */
function countFrames(embeddings: number[][], residuals: number[][], ridge: number): number[] {
  let counts = embeddings.map(() => 1);
  if (counts.length === 0) return counts;
  const [x, y] = [new Matrix(embeddings), new Matrix(residuals)];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { apart } = decompose(x, y, counts)(ridge);
    const most = CONTRADICTED * findMedian(apart);
    counts = apart.map((distance) => Math.min(1, most / Math.max(LEAST_DISTANCE, distance)));
  }
  return counts;
}

/** For one strength of the ridge. */
type Solution = {
  /** The weights `[D, 2]`, rows first. */
  weigh(): Float64Array;
  /** How far every target is from what the others say, `[N]`. */
  apart: number[];
};

/**
 * Ridge regression with counts C, for any ridge at the cost of one eigendecomposition:
 *
 *     X' C X = V diag(e) V'     P = X V     weights = V u     u = diag(1 / (e + ridge)) P' C Y
 *     leverage_i = C_i sum_k P_ik^2 / (e_k + ridge)     apart_i = |y_i - P_i u| / (1 - leverage_i)
 *
 * @param x `[N, D]`
 * @param y `[N, 2]`
 */
function decompose(x: Matrix, y: Matrix, counts: readonly number[]): (ridge: number) => Solution {
  // By the square roots, so that the products are symmetric to the last digit.
  const scaled = x.clone().mulColumnVector(counts.map(Math.sqrt));
  const products = scaled.transpose().mmul(scaled); // [D, D]
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(products, {
    assumeSymmetric: true,
  });
  const projected = x.mmul(eigenvectorMatrix); // [N, D]
  const squares = Matrix.pow(projected, 2);
  const sums = projected.transpose().mmul(y.clone().mulColumnVector([...counts])); // [D, 2]
  return (ridge) => {
    const shrink = realEigenvalues.map((value) => 1 / (value + ridge));
    const rotated = sums.clone().mulColumnVector(shrink); // [D, 2]
    const leverages = squares.mmul(Matrix.columnVector(shrink)).to1DArray();
    const off = Matrix.sub(y, projected.mmul(rotated)).to2DArray();
    const apart = off.map((each, i) => {
      const leverage = Math.min(MOST_LEVERAGE, counts[i]! * leverages[i]!);
      return Math.hypot(...each) / (1 - leverage);
    });
    return { weigh: () => Float64Array.from(eigenvectorMatrix.mmul(rotated).to1DArray()), apart };
  };
}

function findMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
