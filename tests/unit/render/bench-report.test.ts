import { describe, expect, it } from 'vitest';
import { formatReport, growthPct } from '../../../training/render/bench-report.ts';
import { createRandom } from '../../../training/render/random.ts';

const random = createRandom('memory');
const noisy = (growth: number): number[] =>
  Array.from(
    { length: 200 },
    (_, i) => (i < 30 ? 300 + 10 * i : 600) * (1 + (growth * i) / 200) + random.normal(0, 15),
  );

describe('growthPct', () => {
  it('finds memory flat that only fills at first and wavers', () => {
    expect(Math.abs(growthPct(noisy(0))!)).toBeLessThan(2);
  });

  it('finds a leak', () => {
    expect(growthPct(noisy(0.3))).toBeGreaterThan(8);
  });

  it('does not judge a few samples', () => {
    expect(growthPct([1, 2, 3])).toBeUndefined();
  });
});

describe('formatReport', () => {
  const report = (growth: number): string =>
    formatReport({
      frames: 100,
      sizePx: 256,
      workers: 2,
      elapsedMs: 2000,
      busyMs: 3800,
      cpuMs: 3000,
      openMs: 900,
      referenceMs: 20,
      stages: new Map([
        ['skin: draw', 1000],
        ['sensor: lens', 1900],
        ['jpeg', 400],
      ]),
      memory: noisy(growth).map((value, i) => ({ frames: i, rssBytes: value * 1e6, heapBytes: 1e6 })),
    });

  it('gives frames a second, milliseconds and shares of stages, ratios, and a verdict', () => {
    expect(report(0)).toMatch(/100 frames of 256 px on 2 workers: 50\.0 frames\/s \(38\.0 ms/);
    expect(report(0)).toMatch(/processor time 30\.0 ms a frame: 66\.7 frames\/s on 2 cores/);
    expect(report(0)).toMatch(/sensor: lens +19\.00 +50\.0 %/);
    expect(report(0)).toMatch(/everything else +5\.00 +13\.2 %/);
    expect(report(0)).toMatch(/sensor \/ frame +0\.500/);
    expect(report(0)).toMatch(/RSS is flat/);
    expect(report(0.3)).toMatch(/RSS GROWS: \d+\.\d %/);
  });
});
