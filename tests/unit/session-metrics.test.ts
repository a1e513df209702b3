// Metrics of sessions whose answers are known, and of hand-made fixations for what happens rarely.
import { describe, expect, it } from 'vitest';
import { compareDurations } from '../../scripts/sessions/compare-durations.ts';
import { makeSession, type MakeSessionOptions } from '../../scripts/sessions/make-session.ts';
import { AOIS } from '../../scripts/sessions/pages.ts';
import { chooseFixationParameters } from '../../src/gaze/fixation-parameters.ts';
import { detectFixations, type Fixation } from '../../src/gaze/fixations.ts';
import { computeAoiMetrics } from '../../src/session/metrics.ts';
import type { Aoi } from '../../src/session/aois.ts';
import { computeQuality, judgeAoiSizes } from '../../src/session/quality.ts';
import type { SessionEvent } from '../../src/session/session-data.ts';
import { findZooms } from '../../src/session/view-zoom.ts';
import { countVisits } from '../../src/session/visits.ts';

function measure(options: MakeSessionOptions) {
  const { session, truth } = makeSession(options);
  const { fixations } = detectFixations(session);
  return { session, truth, metrics: computeAoiMetrics(session, fixations, AOIS) };
}

/** Within 1 % or, where so much is not known, within `slack`. */
function expectNear(found: number | null, truth: number | null, slack = 0): void {
  if (truth === null || found === null) return expect(found).toBe(truth);
  expect(Math.abs(found - truth)).toBeLessThanOrEqual(Math.max(slack, Math.abs(truth) / 100));
}

// The truth is the plan of the session: from when to when the eyes stood still, on what. Saccades take no time, so that all of it
// is that of a fixation, a blink or the like.
const CLEAR: MakeSessionOptions = { saccadeMs: 0, lossPct: 0 };

describe.each<[string, MakeSessionOptions]>([
  ['an hour at 30 Hz', { minutes: 60, seed: 21, rateHz: 30 }],
  ['an hour at 30 Hz without any noise', { minutes: 60, seed: 22, rateHz: 30, precisionPct: 0 }],
  ['40 minutes at 120 Hz', { minutes: 40, seed: 25, rateHz: 120 }],
  [
    '40 minutes at 120 Hz, of pages 20,000 px tall',
    { minutes: 40, seed: 23, rateHz: 120, pageHeightPx: 20_000 },
  ],
])(
  '%s: all within 1 per cent of the eyes’ standstills, at 30 Hz or three standard errors',
  (_name, options) => {
    const { session, truth, metrics } = measure({ ...options, ...CLEAR });
    const rateHz = options.rateHz!;
    const frameMs = 1000 / rateHz;
    /** Frames come up to a tenth late. */
    const jitteredFrameMs = 1.1 * frameMs;
    /**
     * A fixation's begin and end fall anywhere between two frames: its duration is off by frame / sqrt(6), at random. Of a few
     * fixations at 30 Hz that is more than 1 %; at 120 Hz it is not.
     */
    const sumSlackMs = (count: number) => (rateHz < 60 ? (3 * frameMs * Math.sqrt(count)) / Math.sqrt(6) : 0);

    it.each(AOIS.map(({ id }) => id))('%s', (id) => {
      const found = metrics.find(({ aoi }) => aoi === id)!;
      const own = truth.aois[id]!;
      expectNear(found.exposureMs, own.exposureMs);
      expectNear(found.firstFixationAtMs, own.firstFixationAtMs, jitteredFrameMs);
      expectNear(found.timeToFirstFixationMs, own.timeToFirstFixationMs, jitteredFrameMs);
      expect(found.firstFixationOrder).toBe(own.firstFixationOrder);
      const slackMs = sumSlackMs(own.fixationCount);
      expectNear(found.fixationDwellMs, own.fixationDwellMs, slackMs);
      expectNear(found.sampleDwellMs, own.fixationDwellMs, slackMs);
      expectNear(found.fixationCount, own.fixationCount);
      expectNear(found.meanFixationMs, own.meanFixationMs, slackMs / Math.max(1, own.fixationCount));
      expectNear(found.visits, own.visits);
      expectNear(found.revisits, own.revisits);
      expectNear(
        found.shareOfTimePct,
        own.shareOfTimePct,
        (own.shareOfTimePct! * slackMs) / own.fixationDwellMs || 0,
      );
      expect(found.clicks).toBe(own.clicks);
    });

    it('quality', () => {
      const quality = computeQuality(session);
      expectNear(quality.recordedMs, truth.recordedMs);
      expectNear(quality.validMs, truth.validMs);
      expectNear(quality.samplingRateHz, rateHz);
      expectNear(quality.effectiveRateHz, (rateHz * truth.validMs) / truth.recordedMs);
      expectNear(quality.dataLossPct, 100 * (1 - truth.validMs / truth.recordedMs), 0.1);
      expect(quality.accuracy).toBe(session.info.accuracy);
    });

    it('there is something to know', () => {
      expect(AOIS.filter(({ id }) => truth.aois[id]!.fixationCount > 20)).toHaveLength(5);
      expect(truth.aois.never!.fixationCount).toBe(0);
    });
  },
);

describe('begin and end of a fixation fall anywhere between two frames, so that its duration', () => {
  const { session, truth } = makeSession({ ...CLEAR, minutes: 60, seed: 26, rateHz: 30, precisionPct: 0.3 });
  const { fixations } = detectFixations(session);
  const errorsMs = fixations.map(({ durationMs }, i) => {
    const { startMs, endMs } = truth.fixations[i]!;
    return durationMs - (endMs - startMs);
  });
  const meanMs = errorsMs.reduce((sum, error) => sum + error, 0) / errorsMs.length;
  const variance = errorsMs.reduce((sum, error) => sum + (error - meanMs) ** 2, 0) / errorsMs.length;
  const frameMs = 1000 / 30;

  it('is right on average', () => {
    expect(fixations).toHaveLength(truth.fixations.length);
    expect(errorsMs.length).toBeGreaterThan(8000);
    // Four standard errors.
    expect(Math.abs(meanMs)).toBeLessThan((4 * frameMs) / Math.sqrt(6 * errorsMs.length));
  });

  it('is off by frame / sqrt(6), as two moments are of which each is known to one frame', () => {
    expect(Math.sqrt(variance) / (frameMs / Math.sqrt(6))).toBeGreaterThan(0.97);
    expect(Math.sqrt(variance) / (frameMs / Math.sqrt(6))).toBeLessThan(1.03);
  });
});

/**
 * With saccades that take time, what a fixation is depends on the thresholds: by dispersion it lasts for as long as gaze is
 * within them, which takes in the first and last of the way. The truth is then what gaze that is seen without noise, a
 * thousand times a second, has within the same thresholds.
 */
describe.each([0.3, 1])('saccades of 40 ms at 30 Hz and a precision of %s %%', (precisionPct) => {
  const options: MakeSessionOptions = { minutes: 40, seed: 24, lossPct: 0, precisionPct };
  const { session, truth, metrics } = measure(options);
  const parameters = chooseFixationParameters(session);
  const seen = makeSession({ ...options, rateHz: 1000, precisionPct: 0, jitterPct: 0 }).session;
  const seenFixations = detectFixations(seen, parameters).fixations;
  const seenMetrics = computeAoiMetrics(seen, seenFixations, AOIS);
  const frameMs = 1000 / 30;

  it.each(AOIS.map(({ id }) => id))('%s is within 1 per cent of what there was to see', (id) => {
    const [found, expected] = [metrics, seenMetrics].map((all) => all.find(({ aoi }) => aoi === id)!);
    const own = truth.aois[id]!;
    const slackMs = (3 * frameMs * Math.sqrt(own.fixationCount)) / Math.sqrt(6);
    expectNear(found!.fixationDwellMs, expected!.fixationDwellMs, slackMs);
    expectNear(found!.sampleDwellMs, expected!.sampleDwellMs, slackMs);
    expectNear(
      found!.meanFixationMs,
      expected!.meanFixationMs,
      Math.max(0.02 * (expected!.meanFixationMs ?? 0), slackMs / Math.max(1, own.fixationCount)),
    );
    expectNear(found!.exposureMs, own.exposureMs);
    expectNear(found!.fixationCount, own.fixationCount, 1);
    expectNear(found!.visits, own.visits, 1);
    expectNear(found!.revisits, own.revisits, 1);
    expectNear(found!.firstFixationAtMs, own.firstFixationAtMs, 1.1 * frameMs);
    expectNear(found!.timeToFirstFixationMs, own.timeToFirstFixationMs, 1.1 * frameMs);
    expect(found!.firstFixationOrder).toBe(own.firstFixationOrder);
    expect(found!.clicks).toBe(own.clicks);
  });

  it('all fixations together are within 1 per cent of what there was to see', () => {
    const { overSeenPct, overStillPct, givenBackPct } = compareDurations(options);
    expect(Math.abs(overSeenPct)).toBeLessThan(1);
    // While the eyes stand still there is less: nothing of the way counts.
    expect(overStillPct).toBeGreaterThan(3);
    expect(overStillPct).toBeLessThan(5);
    // Half of it lies within noise, and no rule about the samples at the ends takes it away.
    expect(givenBackPct).toBeGreaterThan(1.5);
    expect(givenBackPct).toBeLessThan(2.7);
  }, 120_000);
});

it('a session of no samples has metrics of nothing', () => {
  const { session } = makeSession({ minutes: 0.1 });
  const nothing = { ...session, samples: makeSession({ minutes: 0 }).session.samples, events: [] };
  expect(computeAoiMetrics(nothing, [], AOIS.slice(0, 1))).toEqual([
    {
      aoi: 'hero',
      exposureMs: 0,
      firstFixationAtMs: null,
      timeToFirstFixationMs: null,
      firstFixationOrder: null,
      sampleDwellMs: 0,
      fixationDwellMs: 0,
      fixationCount: 0,
      meanFixationMs: null,
      visits: 0,
      revisits: 0,
      meanVisitMs: null,
      shareOfTimePct: null,
      clicks: 0,
    },
  ]);
  expect(computeQuality(nothing)).toMatchObject({ dataLossPct: null, samplingRateHz: null, recordedMs: 0 });
});

describe('visits', () => {
  /** i: on the area, o: elsewhere; 300 ms each, one after the other, all in one view. */
  const look = (text: string, change: (fixation: Fixation, i: number) => void = () => {}) =>
    [...text].map((letter, i) => {
      const fixation = {
        index: i,
        startMs: i * 300,
        endMs: i * 300 + 300,
        view: 0,
        element: letter === 'i' ? 0 : -1,
      };
      change(fixation as Fixation, i);
      return fixation as Fixation;
    });
  const count = (fixations: Fixation[], events: SessionEvent[] = []) =>
    countVisits(fixations, ({ element }) => element === 0, events).map((visit) => visit.fixations);

  it.each([
    ['', []],
    ['ooo', []],
    ['iii', [3]],
    ['oiio', [2]],
    ['ioi', [1, 1]],
    ['iioiioi', [2, 2, 1]],
  ])('of %s: %j', (text, expected) => {
    expect(count(look(text))).toEqual(expected);
  });

  it('last from the first fixation to the end of the last', () => {
    expect(countVisits(look('oiio'), ({ element }) => element === 0, [])).toEqual([
      { startMs: 300, endMs: 900, fixations: 2 },
    ]);
  });

  it('end with the view, a pause, and a second without a fixation', () => {
    expect(count(look('iiii', (fixation, i) => (fixation.view = i < 2 ? 0 : 1)))).toEqual([2, 2]);
    expect(count(look('iiii'), [{ type: 'pause', timestampMs: 600 }])).toEqual([2, 2]);
    const later = (ms: number) =>
      look('iiii', (fixation, i) => {
        if (i < 2) return;
        fixation.startMs += ms;
        fixation.endMs += ms;
      });
    expect(count(later(1000))).toEqual([4]);
    expect(count(later(1001))).toEqual([2, 2]);
  });
});

describe('the size of an area', () => {
  const box = { xDocumentPx: 0, yDocumentPx: 0 };
  const sized = (widthPx: number, heightPx: number, urlPattern = '*'): Aoi => ({
    id: 'a',
    name: 'A',
    colour: '#112233',
    urlPattern,
    shape: { type: 'rectangle', ...box, widthPx, heightPx },
  });
  // 5 % of 1920 and 1080 px: sqrt((96^2 + 54^2) / 2) = 77.88 px.
  const { session } = makeSession({ minutes: 0.2, errorPct: 5 });

  it.each([
    [156, 'large-enough'],
    [155, 'too-small'],
  ])('%d px, where gaze is off by 77.9 on average: %s', (px, verdict) => {
    const [size] = judgeAoiSizes(session, [sized(600, px)]);
    expect(size).toMatchObject({ aoi: 'a', extentPx: px, verdict });
    expect(size!.accuracyPx).toBeCloseTo(77.88, 2);
  });

  it('is that on the screen, which a page that is zoomed in makes larger', () => {
    const events = session.events.map((event) => (event.type === 'viewport' ? { ...event, zoom: 2 } : event));
    expect(judgeAoiSizes({ ...session, events }, [sized(600, 100)])).toMatchObject([
      { extentPx: 200, verdict: 'large-enough' },
    ]);
  });

  it('of a selector is that of the smallest element', () => {
    const menu = AOIS.find(({ id }) => id === 'offers')!;
    expect(judgeAoiSizes(session, [menu])).toMatchObject([{ extentPx: 220, verdict: 'large-enough' }]);
  });

  it('cannot be judged without a check, and is none where the area is in no view', () => {
    const unchecked = makeSession({ minutes: 0.2, errorPct: null }).session;
    expect(judgeAoiSizes(unchecked, [sized(10, 10)])).toMatchObject([
      { accuracyPx: null, verdict: 'unknown' },
    ]);
    expect(judgeAoiSizes(session, [sized(10, 10, 'https://other.example/')])).toMatchObject([
      { extentPx: null, verdict: 'absent' },
    ]);
  });
});

function viewport(timestampMs: number, view: number, zoom: number): SessionEvent {
  const size = { widthPx: 1, heightPx: 1, zoom, devicePixelRatio: 1 };
  return { type: 'viewport', timestampMs, view, ...size };
}

it('a zoom holds from when it was told of until the next', () => {
  const zooms = findZooms({ events: [viewport(100, 0, 1.5), viewport(150, 1, 3), viewport(200, 0, 2)] });
  expect([50, 100, 199, 200, 999].map((ms) => zooms.at(0, ms))).toEqual([1.5, 1.5, 1.5, 2, 2]);
  expect([zooms.last(0), zooms.last(1), zooms.last(2), zooms.at(2, 0)]).toEqual([2, 3, 1, 1]);
});
