import { describe, expect, it } from 'vitest';
import { readGaze, toPageClock, type PageView } from '../../src/page-api/read-gaze.ts';

describe('gaze for a page', () => {
  const view: PageView = {
    locate: ({ xScreen, yScreen }) => ({
      xViewportPx: 1000 * xScreen - 100,
      yViewportPx: 1000 * yScreen - 100,
    }),
    widthPx: 600,
    heightPx: 500,
    inFront: true,
    epochMs: 1_000_000,
    clockMs: 4000,
  };
  const sample = { timestampMs: 999_900, xScreen: 0.3, yScreen: 0.4, confidence: 0.8 };

  it('is on its own clock, in its own pixels', () => {
    expect(readGaze(sample, view)).toEqual({
      timestampMs: 3900,
      xViewportPx: expect.closeTo(200),
      yViewportPx: expect.closeTo(300),
      confidence: 0.8,
    });
    expect(toPageClock(1_000_250, view)).toBe(4250);
  });

  it.each([
    ['left of it', { xScreen: 0.05 }],
    ['right of it', { xScreen: 0.75 }],
    ['above it', { yScreen: -0.2 }],
    ['below it', { yScreen: 0.61 }],
  ])('that is %s is not told where', (_, elsewhere) => {
    expect(readGaze({ ...sample, ...elsewhere }, view)).toEqual({ timestampMs: 3900, lost: 'outside' });
  });

  it('is not told while another window may lie over it', () => {
    expect(readGaze(sample, { ...view, inFront: false })).toEqual({ timestampMs: 3900, lost: 'away' });
  });
});
