import { describe, expect, it } from 'vitest';
import { summarizeErrors } from '../../src/measurement/error-metrics.ts';
import type { GazeResult } from '../../src/measurement/error-metrics.ts';

const place = (xScreen: number, yScreen: number) => ({ xScreen, yScreen });
const result = (part: Partial<GazeResult>): GazeResult => ({
  person: 'a',
  predicted: place(0.5, 0.5),
  target: place(0.5, 0.5),
  screen: { widthPx: 1600, heightPx: 900 },
  ...part,
});

describe('summarizeErrors', () => {
  it('gives each unit of one error', () => {
    const block = summarizeErrors([
      result({
        predicted: place(0.8, 0.9), // 0.3, 0.4 from the target; 480, 360 px; 12, 9 cm
        target: place(0.5, 0.5),
        screen: { widthPx: 1600, heightPx: 900, widthCm: 40, heightCm: 22.5 },
        distanceCm: 15,
      }),
    ]);
    expect(block.frames).toBe(1);
    expect(block.errorPct).toBeCloseTo(50, 9);
    expect(block.diagonalPct).toBeCloseTo((100 * 600) / Math.sqrt(1600 ** 2 + 900 ** 2), 9);
    expect(block.centreErrorPct).toBe(0);
    expect(block.errorCm).toBeCloseTo(15, 9);
    expect(block.errorDeg).toBeCloseTo(45, 9);
  });

  it('averages over frames and finds the worst person', () => {
    const block = summarizeErrors([
      result({ predicted: place(0.6, 0.5), target: place(0.5, 0.1) }), // 0.41231
      result({ predicted: place(0.5, 0.5), target: place(0.5, 0.5) }), // 0
      result({ person: 'b', predicted: place(0.2, 0.5), target: place(0.5, 0.5) }), // 0.3
    ]);
    expect(block.errorPct).toBeCloseTo((100 * (Math.hypot(0.1, 0.4) + 0.3)) / 3, 9);
    expect(block.centreErrorPct).toBeCloseTo((100 * 0.4) / 3, 9);
    expect(block.worstPerson.person).toBe('b');
    expect(block.worstPerson.errorPct).toBeCloseTo(30, 9);
  });

  it('says cm and degrees only of frames where they are known', () => {
    const screen = { widthPx: 1600, heightPx: 900, widthCm: 40, heightCm: 22.5 };
    const predicted = place(0.6, 0.5); // 4 cm
    expect(summarizeErrors([result({ predicted })])).toMatchObject({ errorCm: null, errorDeg: null });
    const block = summarizeErrors([result({ predicted: place(1, 1) }), result({ predicted, screen })]);
    expect(block.errorCm).toBeCloseTo(4, 9);
    expect(block.errorDeg).toBeNull();
  });

  it('refuses to take an error of nothing', () => {
    expect(() => summarizeErrors([])).toThrow(RangeError);
  });
});
