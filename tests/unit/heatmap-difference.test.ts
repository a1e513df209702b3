// What one heat has more than another, whatever their cells.
import { describe, expect, it } from 'vitest';
import { paintDifference, subtractHeat } from '../../src/heatmap/difference.ts';
import type { PageHeat } from '../../src/heatmap/page-heat.ts';

const AREA = { xDocumentPx: 0, yDocumentPx: 0, widthPx: 80, heightPx: 40 };
const SIZE = { widthPx: 40, heightPx: 20 };

/** Heat of one density all over, 1 in all. */
function makeFlat(cellPx: number): PageHeat {
  const [columns, rows] = [AREA.widthPx / cellPx, AREA.heightPx / cellPx];
  const values = new Float32Array(columns * rows).fill(1 / (columns * rows));
  return {
    area: AREA,
    cellPx,
    columns,
    rows,
    values,
    peak: values[0]!,
    options: { from: 'samples', weight: 'duration', normalization: 'participant' },
    sigma: null,
    participants: 1,
    sessions: 1,
    gazeCount: 1,
  };
}

describe('the difference of two heats', () => {
  it('is none where both are the same, though their cells are not', () => {
    for (const value of subtractHeat(makeFlat(4), makeFlat(8), SIZE)) expect(value).toBeCloseTo(0, 9);
  });

  it('is positive where the first has more', () => {
    const first = makeFlat(8);
    first.values[0] = 2;
    const values = subtractHeat(first, makeFlat(8), SIZE);
    expect(values[0]).toBeGreaterThan(0.02);
    expect(values.at(-1)).toBeCloseTo(0, 9);
  });

  it('is painted in two colours, and not at all below the threshold', () => {
    const painted = paintDifference(Float32Array.of(1, -1, 0, 0.04), 1, { opacity: 1, threshold: 0.05 });
    const [violet, orange, none, little] = [0, 1, 2, 3].map((i) =>
      Array.from(painted.subarray(4 * i, 4 * i + 4)),
    );
    expect(violet![2]).toBeGreaterThan(violet![1]! + 40);
    expect(orange![0]).toBeGreaterThan(orange![2]! + 40);
    expect([violet![3], orange![3], none![3], little![3]]).toEqual([255, 255, 0, 0]);
  });
});
