import { describe, expect, it } from 'vitest';
import type { GazeSample } from '../../src/gaze/gaze-sample.ts';
import { SMOOTHING, smoothGaze } from '../../src/gaze/smoothing.ts';
import type { SmoothingState } from '../../src/gaze/smoothing.ts';
import { createRandom } from './model-random-weights.ts';

const sample = (timestampMs: number, xScreen: number, yScreen = 0.5): GazeSample => ({
  timestampMs,
  xScreen,
  yScreen,
  confidence: 0.8,
});

function smoothAll(samples: GazeSample[]): GazeSample[] {
  let state: SmoothingState | undefined;
  return samples.map((one) => (state = smoothGaze(state, one)).sample);
}

/** Length of the way along x, sample to sample. */
const roughness = (samples: GazeSample[]): number =>
  Math.sqrt(samples.slice(1).reduce((sum, { xScreen }, i) => sum + (xScreen - samples[i]!.xScreen) ** 2, 0));

describe('smoothGaze', () => {
  it('passes the first sample through', () => {
    expect(smoothAll([sample(0, 0.3)])).toEqual([sample(0, 0.3)]);
  });

  it('takes the step that the formula says', () => {
    const options = { minCutoffHz: 1, speedCoefficient: 0, speedCutoffHz: 1, forgetAfterMs: 1000 };
    const start = smoothGaze(undefined, sample(0, 0), options);
    const next = smoothGaze(start, sample(100, 1, 0.5), options);
    const ratio = 2 * Math.PI * 0.1;
    expect(next.sample.xScreen).toBeCloseTo(ratio / (ratio + 1), 9);
    expect(next.sample).toMatchObject({ timestampMs: 100, yScreen: 0.5, confidence: 0.8 });
  });

  it('halves the jitter of eyes at rest, at least', () => {
    const random = createRandom(9);
    const raw = Array.from({ length: 200 }, (_, i) => sample(i * 66, 0.5 + 0.04 * (random() - 0.5)));
    expect(roughness(smoothAll(raw))).toBeLessThan(roughness(raw) / 2);
  });

  it('follows a saccade within half a second', () => {
    const raw = Array.from({ length: 20 }, (_, i) => sample(i * 66, i < 10 ? 0.1 : 0.9));
    expect(smoothAll(raw)[17]!.xScreen).toBeGreaterThan(0.8);
  });

  it('starts anew after a gap and after a clock that ran backwards', () => {
    const far = sample(SMOOTHING.forgetAfterMs + 1, 0.9);
    expect(smoothAll([sample(0, 0.1), far])[1]).toEqual(far);
    expect(smoothAll([sample(50, 0.1), sample(0, 0.9)])[1]).toEqual(sample(0, 0.9));
  });
});
