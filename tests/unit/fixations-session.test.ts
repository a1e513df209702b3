// The fixations of whole sessions are those that the session was made of, at webcam rates, with noise, blinks and the rest.
import { describe, expect, it } from 'vitest';
import { makeSession, type MakeSessionOptions } from '../../scripts/sessions/make-session.ts';
import type { TrueFixation } from '../../scripts/sessions/truth.ts';
import { chooseFixationParameters } from '../../src/gaze/fixation-parameters.ts';
import { detectFixations, type Fixation } from '../../src/gaze/fixations.ts';
import { listSaccades } from '../../src/gaze/saccades.ts';
import { createSamples } from '../../src/session/session-chunks.ts';
import type { Session, SessionEvent } from '../../src/session/session-data.ts';

const SECOND = 1000;

/** The found fixation that shares most time with a true one. */
function findFor(truth: TrueFixation, found: readonly Fixation[]): Fixation | undefined {
  const shared = (one: Fixation) => Math.min(one.endMs, truth.endMs) - Math.max(one.startMs, truth.startMs);
  const near = found.filter((one) => shared(one) > 0);
  return near.toSorted((a, b) => shared(b) - shared(a))[0];
}

describe.each<[string, MakeSessionOptions]>([
  ['30 Hz', { rateHz: 30 }],
  ['60 Hz', { rateHz: 60 }],
  ['15 Hz', { rateHz: 15 }],
  ['30 Hz, of which no check was made', { rateHz: 30, errorPct: null }],
  ['30 Hz, where degrees are unknown', { rateHz: 30, physical: false }],
  ['30 Hz, saccades between frames', { rateHz: 30, saccadeMs: 0 }],
  ['30 Hz, twice the noise', { rateHz: 30, precisionPct: 2 }],
])('at %s', (_name, options) => {
  const { session, truth } = makeSession({ seed: 11, minutes: 4, ...options });
  const { fixations } = detectFixations(session);
  const frameMs = SECOND / options.rateHz!;
  /** Of a mean of a few samples, in shares of the screen and in px: a saccade's frame may be among them. */
  const noise = options.precisionPct ?? 1;
  const [nearScreen, nearPx] = [0.015 * noise, 25 * noise];

  it('each true fixation is found, and hardly one too many', () => {
    expect(truth.fixations.filter((one) => !findFor(one, fixations))).toEqual([]);
    expect(fixations.length / truth.fixations.length).toBeGreaterThan(0.99);
    expect(fixations.length / truth.fixations.length).toBeLessThan(1.03);
  });

  it('nearly all begin and end within two frames of when they did', () => {
    const near = truth.fixations.filter((one) => {
      const found = findFor(one, fixations)!;
      const late = Math.max(Math.abs(found.startMs - one.startMs), Math.abs(found.endMs - one.endMs));
      return late <= 2 * frameMs;
    });
    expect(near.length / truth.fixations.length).toBeGreaterThan(0.97);
  });

  it('they are where the eyes rested: on the screen, in the page, on the element', () => {
    const misplaced = truth.fixations.filter((one) => {
      const found = findFor(one, fixations)!;
      const onScreen =
        Math.abs(found.xScreen - one.xScreen) < nearScreen &&
        Math.abs(found.yScreen - one.yScreen) < nearScreen;
      if (one.xDocumentPx === null || one.yDocumentPx === null)
        return !onScreen || found.xDocumentPx !== null;
      const off = Math.hypot(found.xDocumentPx! - one.xDocumentPx, found.yDocumentPx! - one.yDocumentPx);
      return !(onScreen && off < nearPx && found.element === one.element && found.view === one.view);
    });
    expect(misplaced.length / truth.fixations.length).toBeLessThan(0.01);
  });

  it('none overlaps the next', () => {
    const overlapping = fixations.filter((one, i) => i > 0 && one.startMs < fixations[i - 1]!.endMs);
    expect(overlapping).toEqual([]);
  });
});

it('by velocity the same fixations are found where noise is low', () => {
  const { session, truth } = makeSession({ seed: 12, minutes: 4, precisionPct: 0.3 });
  const { fixations } = detectFixations(session, chooseFixationParameters(session, 'ivt'));
  expect(truth.fixations.filter((one) => !findFor(one, fixations))).toEqual([]);
  expect(fixations.length / truth.fixations.length).toBeLessThan(1.03);
});

/** Gaze that rests at the middle of the screen at 25 Hz; changed as asked for. */
function restingSession(
  count: number,
  change: (samples: Session['samples'], i: number) => void,
  events: SessionEvent[] = [],
): Session {
  const { session } = makeSession({ minutes: 0.05 });
  const samples = createSamples(count);
  for (let i = 0; i < count; i += 1) {
    samples.timestampMs[i] = i * 40;
    samples.xScreen[i] = 0.5;
    samples.yScreen[i] = 0.5;
    samples.confidence[i] = 0.8;
    samples.view[i] = 0;
    samples.xDocumentPx[i] = 900;
    samples.yDocumentPx[i] = 450;
    change(samples, i);
  }
  return { ...session, samples, events, elements: [] };
}

function lose(samples: Session['samples'], i: number): void {
  samples.xScreen[i] = NaN;
  samples.yScreen[i] = NaN;
}

function scroll(timestampMs: number, yScrollPx: number): SessionEvent {
  return { type: 'scroll', timestampMs, view: 0, xScrollPx: 0, yScrollPx };
}

describe('one long look', () => {
  const spans = (session: Session) =>
    detectFixations(session).fixations.map(({ startMs, endMs }) => [startMs, endMs]);

  it('is one fixation, which lasts until its last frame does', () => {
    expect(spans(restingSession(25, () => {}))).toEqual([[0, 1000]]);
  });

  it('goes on over a frame that is lost', () => {
    expect(spans(restingSession(25, (samples, i) => i === 12 && lose(samples, i)))).toEqual([[0, 1000]]);
  });

  it('goes on over a frame that was read wrong, and is not moved by it', () => {
    const [fixation, ...others] = detectFixations(
      restingSession(25, (samples, i) => {
        if (i === 12) samples.xScreen[i] = 0.9;
      }),
    ).fixations;
    expect(others).toEqual([]);
    expect(fixation).toMatchObject({ startMs: 0, endMs: 1000, samples: 24, xScreen: 0.5, dispersionPx: 0 });
  });

  it('ends with a blink and begins anew after it', () => {
    const blinking = restingSession(25, (samples, i) => i >= 10 && i < 15 && lose(samples, i));
    expect(spans(blinking)).toEqual([
      [0, 400],
      [600, 1000],
    ]);
  });

  it('ends with the view', () => {
    const turning = restingSession(25, (samples, i) => {
      if (i >= 10) samples.view[i] = 1;
    });
    expect(spans(turning)).toEqual([
      [0, 400],
      [400, 1000],
    ]);
  });

  it('ends where the page is scrolled, not where it is nudged', () => {
    const scrolled = restingSession(25, () => {}, [scroll(390, 300), scroll(700, 310)]);
    expect(spans(scrolled)).toEqual([
      [0, 400],
      [400, 1000],
    ]);
    const crept = restingSession(25, () => {}, [scroll(190, 15), scroll(390, 30), scroll(590, 45)]);
    expect(spans(crept)).toEqual([
      [0, 400],
      [400, 1000],
    ]);
  });

  it('ends with a pause', () => {
    const paused = restingSession(
      25,
      (samples, i) => {
        if (i >= 10) samples.timestampMs[i]! += 60;
      },
      [
        { type: 'pause', timestampMs: 410 },
        { type: 'resume', timestampMs: 430 },
      ],
    );
    expect(spans(paused)).toEqual([
      [0, 460],
      [460, 1060],
    ]);
  });

  it('that drifts is cut by dispersion', () => {
    const drifting = restingSession(100, (samples, i) => {
      samples.xScreen[i] = 0.3 + i * 0.002;
    });
    expect(spans(drifting).length).toBeGreaterThan(3);
  });

  it('off the page has no place in it', () => {
    const beside = restingSession(25, (samples, i) => {
      samples.xDocumentPx[i] = NaN;
      samples.yDocumentPx[i] = NaN;
    });
    expect(detectFixations(beside).fixations).toMatchObject([
      { view: 0, xDocumentPx: null, yDocumentPx: null, element: -1 },
    ]);
  });
});

it('a session without a gaze has no fixation', () => {
  expect(detectFixations(restingSession(25, lose)).fixations).toEqual([]);
  expect(detectFixations(restingSession(0, lose)).fixations).toEqual([]);
});

it('a fixation on what sticks is where that is in the picture, also where noise strikes the page beneath', () => {
  const session = restingSession(25, (samples, i) => {
    // Scrolled by 1000 px; the header is the top 100 px of the viewport, and its box is at the top of the picture.
    samples.yDocumentPx[i] = i % 5 === 0 ? 1110 : 1090;
    samples.element[i] = i % 5 === 0 ? 1 : 0;
    samples.xElement[i] = 0.5;
    samples.yElement[i] = i % 5 === 0 ? 0.1 : 0.9;
  });
  const box = { xDocumentPx: 0, yDocumentPx: 0, widthPx: 1800, heightPx: 100 };
  const header = {
    index: 0,
    view: 0,
    selector: 'header',
    tag: 'header',
    attachment: 'viewport' as const,
    box,
  };
  const below = { ...header, index: 1, selector: 'p', tag: 'p', attachment: 'document' as const };
  session.elements = [header, { ...below, box: { ...box, yDocumentPx: 1100 } }];
  const [fixation] = detectFixations(session).fixations;
  expect(fixation).toMatchObject({ element: 0 });
  expect(fixation!.yDocumentPx).toBeCloseTo(94, 3);
});

describe('saccades', () => {
  const info = makeSession({ minutes: 0.05 }).session.info;
  const fixation = (index: number, startMs: number, endMs: number, xScreen: number, yScreen: number) =>
    ({ index, startMs, endMs, xScreen, yScreen }) as Fixation;

  it.each([
    ['right', 0.6, 0.5, 192, 0],
    ['up', 0.5, 0.4, 108, 90],
    ['left', 0.4, 0.5, 192, 180],
    ['down', 0.5, 0.6, 108, 270],
  ])('go %s', (_name, x, y, amplitudePx, directionDeg) => {
    const [saccade] = listSaccades([fixation(0, 0, 300, 0.5, 0.5), fixation(1, 340, 600, x, y)], info);
    expect(saccade).toMatchObject({ from: 0, to: 1, startMs: 300, endMs: 340, durationMs: 40 });
    expect(saccade!.amplitudePx).toBeCloseTo(amplitudePx);
    expect(saccade!.directionDeg).toBeCloseTo(directionDeg);
    // 1920 px over 34.5 cm at 60 cm: 58.3 px for a degree.
    expect(saccade!.amplitudeDeg).toBeCloseTo(amplitudePx / 58.284, 2);
  });

  it('are not told of across a blink', () => {
    expect(listSaccades([fixation(0, 0, 300, 0.5, 0.5), fixation(1, 501, 900, 0.6, 0.5)], info)).toEqual([]);
  });
});
