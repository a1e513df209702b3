import { describe, expect, it } from 'vitest';
import { cellCentre, decodeGaze, sigmoid } from '../../src/model/decode.ts';

const GRID = { gridSize: 20, margin: 0.1 };

function createLogits(peaks: { row: number; column: number; logit: number }[]): Float32Array {
  const logits = new Float32Array(400).fill(-100);
  for (const { row, column, logit } of peaks) logits[row * 20 + column] = logit;
  return logits;
}

describe('decodeGaze', () => {
  it('reads a single cell as its centre, with full confidence', () => {
    const gaze = decodeGaze(createLogits([{ row: 2, column: 15, logit: 5 }]), GRID);
    expect(gaze.xScreen).toBeCloseTo(-0.1 + (15.5 / 20) * 1.2, 6); // 0.83
    expect(gaze.yScreen).toBeCloseTo(-0.1 + (2.5 / 20) * 1.2, 6); // 0.05
    expect(gaze.spread).toBeCloseTo(0, 6);
    expect(gaze.confidence).toBeCloseTo(1, 6);
  });

  it('reads two cells as their weighted mean, and their distance as spread', () => {
    // Weights 3 : 1, ten cells (0.6 of the screen) apart.
    const logits = createLogits([
      { row: 10, column: 5, logit: Math.log(3) },
      { row: 10, column: 15, logit: 0 },
    ]);
    const gaze = decodeGaze(logits, GRID);
    expect(gaze.xScreen).toBeCloseTo(cellCentre(5, GRID) + 0.6 / 4, 6);
    expect(gaze.spread).toBeCloseTo(Math.sqrt(0.75 * 0.15 ** 2 + 0.25 * 0.45 ** 2), 6);
  });

  it('scales the spread, and the confidence with it, but not the gaze', () => {
    const logits = createLogits([
      { row: 10, column: 5, logit: 0 },
      { row: 10, column: 8, logit: 0 },
    ]);
    const plain = decodeGaze(logits, GRID);
    const scaled = decodeGaze(logits, { ...GRID, spreadScale: 1.5 });
    expect(scaled.xScreen).toBe(plain.xScreen);
    expect(scaled.spread).toBeCloseTo(1.5 * plain.spread, 9);
    expect(1 - scaled.confidence).toBeCloseTo(1.5 * (1 - plain.confidence), 9);
  });

  it('reads a flat heatmap as the centre, with no confidence', () => {
    const gaze = decodeGaze(new Float32Array(400).fill(1234), GRID);
    expect(gaze.xScreen).toBeCloseTo(0.5, 6);
    expect(gaze.yScreen).toBeCloseTo(0.5, 6);
    expect(gaze.confidence).toBeCloseTo(0, 6);
  });

  it('stands huge logits', () => {
    const gaze = decodeGaze(createLogits([{ row: 0, column: 0, logit: 1e4 }]), GRID);
    expect(gaze.xScreen).toBeCloseTo(cellCentre(0, GRID), 6);
  });
});

describe('sigmoid', () => {
  it.each([
    [0, 0.5],
    [Math.log(3), 0.75],
    [-1000, 0],
    [1000, 1],
  ])('of %f is %f', (logit, probability) => {
    expect(sigmoid(logit)).toBeCloseTo(probability, 12);
  });
});
