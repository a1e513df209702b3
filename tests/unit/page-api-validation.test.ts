import { describe, expect, it } from 'vitest';
import { summarizeValidation } from '../../src/page-api/summarize-validation.ts';

const locate = ({ xScreen, yScreen }: { xScreen: number; yScreen: number }) => ({
  xViewportPx: (1000 * xScreen) / 2,
  yViewportPx: (1000 * yScreen) / 2,
});
const trial = (at: [number, number], samples: [number, number][]) => ({
  target: { xScreen: at[0], yScreen: at[1] },
  fromMs: 0,
  untilMs: 1000,
  expectedSamples: 4,
  samples: samples.map(([xScreen, yScreen], i) => ({ timestampMs: 100 * i, xScreen, yScreen })),
});

describe('a page’s validation', () => {
  const view = { screen: { widthScreenPx: 1000, heightScreenPx: 1000 }, cssScale: 2, locate };

  it('is in its own pixels: dots, where gaze was, and how far', () => {
    const found = summarizeValidation(
      [
        trial(
          [0.5, 0.5],
          [
            [0.52, 0.5],
            [0.54, 0.5],
          ],
        ), // 3 % to the right
        trial(
          [0.1, 0.1],
          [
            [0.1, 0.15],
            [0.1, 0.15],
          ],
        ), // 5 % down
      ],
      view,
    );
    expect(found.targets).toEqual([
      {
        xViewportPx: 250,
        yViewportPx: 250,
        gaze: { xViewportPx: expect.closeTo(265), yViewportPx: 250 },
        samples: 2,
      },
      {
        xViewportPx: 50,
        yViewportPx: 50,
        gaze: { xViewportPx: 50, yViewportPx: expect.closeTo(75) },
        samples: 2,
      },
    ]);
    expect(found.accuracyPct).toBeCloseTo(4);
    expect(found.accuracyPx).toBeCloseTo(20);
    expect(found.precisionPx).toBeCloseTo(Math.sqrt((10 ** 2 + 0) / 2));
    expect(found.dataLossPct).toBeCloseTo(50);
    expect(found.samplingRateHz).toBeCloseTo(10);
  });

  it('says nothing of a dot without samples, and grades worst where there are none', () => {
    const found = summarizeValidation([trial([0.5, 0.5], [])], view);
    expect(found).toMatchObject({
      accuracyPx: null,
      accuracyPct: null,
      precisionPx: null,
      dataLossPct: 100,
      samplingRateHz: null,
      grade: 6,
    });
    expect(found.targets[0]?.gaze).toBeNull();
  });
});
