// Learning from clicks: which look a click tells the target of, what is kept, and for how long.
import { describe, expect, it } from 'vitest';
import { createClickLearner } from '../../src/gaze/click-learner.ts';
import {
  CLICK_HOLDS_MS,
  dropOld,
  findLook,
  isClick,
  keepClick,
  type Click,
  type ClickEntry,
  type Look,
} from '../../src/gaze/click-targets.ts';

/** Of the press. */
const AT_MS = 10_000;
const CLICK: Click = { xScreen: 0.5, yScreen: 0.5, timestampMs: AT_MS };

/** A look so long before the press; its feature is that time. */
const look = (beforeMs: number, xScreen = 0.5, yScreen = 0.5): Look => ({
  timestampMs: AT_MS - beforeMs,
  gaze: { xScreen, yScreen },
  features: Float32Array.of(beforeMs),
});

const entry = (xScreen: number, yScreen: number, timestampMs = AT_MS): ClickEntry => ({
  features: Float32Array.of(xScreen, yScreen),
  target: { xScreen, yScreen },
  timestampMs,
});

describe('the look that a click is about', () => {
  it.each<[name: string, looks: Look[], beforeMs: number | undefined]>([
    ['rests in the middle of them', [look(350, 0.5), look(250, 0.51), look(150, 0.53)], 250],
    ['lies beside the click, as the gaze is off', [look(300, 0.3, 0.4), look(200, 0.3, 0.4)], 300],
    ['is none where there was no gaze', [], undefined],
    ['is none where the gaze was earlier', [look(900), look(800), look(450)], undefined],
    ['is none where the gaze came too late', [look(90), look(40), look(-20)], undefined],
    ['is none during a saccade', [look(380, 0.2), look(280, 0.35), look(180, 0.5)], undefined],
    ['is none where the eyes came a moment ago', [look(390, 0.1), look(200), look(110)], undefined],
    ['is there though the eyes went on since', [look(300), look(200), look(50, 0.9)], 300],
    ['is none too far away', [look(300, 0.5, 0.1), look(200, 0.5, 0.1)], undefined],
    ['at few frames a second: the one, beside an earlier one', [look(600), look(250)], 250],
    [
      'at few frames a second: none where the earlier one was elsewhere',
      [look(600, 0.8), look(250)],
      undefined,
    ],
    ['is none where one look is alone', [look(250)], undefined],
    ['is none where its only witness is long ago', [look(1200), look(250)], undefined],
    ['has its bounds inside', [look(400), look(100, 0.52)], 400],
  ])('%s', (_name, looks, beforeMs) => {
    expect(findLook(looks, CLICK)?.features[0]).toBe(beforeMs);
  });
});

describe('the clicks that are kept', () => {
  it('are the newest of each of 24 cells, so that no place and no number of clicks weighs more', () => {
    let entries: ClickEntry[] = [];
    for (let i = 0; i < 1000; i += 1) {
      entries = keepClick(entries, entry((i % 37) / 36, (i % 23) / 22, i));
    }
    expect(entries).toHaveLength(24);
    expect(Math.min(...entries.map(({ timestampMs }) => timestampMs))).toBeGreaterThan(800);
  });

  it.each([
    ['the same place', [0.1, 0.1], 1],
    ['the same cell', [0.15, 0.2], 1],
    ['the cell beside', [0.18, 0.1], 2],
    ['the cell below', [0.1, 0.26], 2],
    ['the far corner', [1, 1], 2],
  ] as const)('after one more in %s', (_name, [x, y], count) => {
    const newest = entry(x, y, 2);
    const kept = keepClick([entry(0.1, 0.1, 1)], newest);
    expect(kept).toHaveLength(count);
    expect(kept.at(-1)).toBe(newest);
  });

  it.each([
    ['new', 0, 1],
    ['nearly 20 minutes old', CLICK_HOLDS_MS - 1, 1],
    ['20 minutes old', CLICK_HOLDS_MS, 0],
    ['of another clock', -1, 0],
  ])('that are %s', (_name, ageMs, count) => {
    expect(dropOld([entry(0.5, 0.5)], AT_MS + ageMs)).toHaveLength(count);
  });
});

describe('the learner', () => {
  const createOn = () => {
    const learner = createClickLearner();
    learner.turn(true);
    return learner;
  };
  /** Looks at one place, ten times a second, from so long before the press to so long before it. */
  const watch = (learner: ReturnType<typeof createOn>, fromMs: number, toMs: number): boolean => {
    let changed = false;
    for (let beforeMs = fromMs; beforeMs >= toMs; beforeMs -= 100) {
      changed = learner.note(AT_MS - beforeMs, look(beforeMs)) || changed;
    }
    return changed;
  };

  it('takes a click whose looks are read only after it', () => {
    const learner = createOn();
    watch(learner, 400, 300);
    learner.take(CLICK);
    expect(watch(learner, 200, 200)).toBe(false);
    expect(learner.entries()).toEqual([]);
    expect(watch(learner, 100, 100)).toBe(true);
    expect(learner.entries().map(({ target }) => target)).toEqual([{ xScreen: 0.5, yScreen: 0.5 }]);
  });

  it('takes a click that is told of a while after its looks', () => {
    const learner = createOn();
    watch(learner, 400, -600);
    learner.take(CLICK);
    expect(watch(learner, -700, -700)).toBe(true);
  });

  it('takes none of a time whose looks are gone', () => {
    const learner = createOn();
    watch(learner, 400, -3000);
    learner.take(CLICK);
    expect(watch(learner, -3100, -3100)).toBe(false);
  });

  it('is off at first, keeps nothing while off, and forgets when turned off', () => {
    const learner = createClickLearner();
    learner.take(CLICK);
    watch(learner, 400, 0);
    expect(learner.entries()).toEqual([]);
    learner.turn(true);
    learner.take(CLICK);
    // Of the looks before it was turned on none was kept.
    expect(watch(learner, 0, 0)).toBe(false);

    watch(learner, 400, 200);
    learner.take(CLICK);
    expect(watch(learner, 100, 100)).toBe(true);
    learner.turn(false);
    learner.turn(true);
    expect(learner.entries()).toEqual([]);
  });

  it('lets go of old clicks, and says so', () => {
    const learner = createOn();
    watch(learner, 400, 200);
    learner.take(CLICK);
    watch(learner, 100, 100);
    expect(learner.note(AT_MS + CLICK_HOLDS_MS - 1)).toBe(false);
    expect(learner.note(AT_MS + CLICK_HOLDS_MS)).toBe(true);
    expect(learner.entries()).toEqual([]);
  });

  it('keeps a few of many clicks that nobody makes, and learns from no eyes', () => {
    const learner = createOn();
    for (let i = 0; i < 1000; i += 1) learner.take({ ...CLICK, xScreen: i / 1000 });
    for (let beforeMs = 400; beforeMs >= 0; beforeMs -= 100) learner.note(AT_MS - beforeMs);
    expect(learner.entries()).toEqual([]);
  });
});

describe('a message with a click', () => {
  it.each([
    ['a click', CLICK, true],
    ['a corner of the screen', { ...CLICK, xScreen: 0, yScreen: 1 }, true],
    ['beside the screen', { ...CLICK, xScreen: 1.01 }, false],
    ['nowhere', { ...CLICK, yScreen: Number.NaN }, false],
    ['no time', { xScreen: 0.5, yScreen: 0.5 }, false],
    ['words', { ...CLICK, timestampMs: '10000' }, false],
    ['nothing', undefined, false],
    ['null', null, false],
  ])('is told from others: %s', (_name, message, expected) => {
    expect(isClick(message)).toBe(expected);
  });
});
