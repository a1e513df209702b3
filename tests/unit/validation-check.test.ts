import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GazeMessage } from '../../src/messaging/gaze-port.ts';
import type { TrackingState } from '../../src/messaging/tracking-state.ts';
import { createCheck, type Check, type CheckState } from '../../src/validation/check.ts';
import { AUTO_LOOK_MS, HOLD_MS, LATE_MS, SETTLE_MS, type Advance } from '../../src/validation/check-run.ts';
import { createCheckTargets, MOST_SHIFT } from '../../src/validation/check-targets.ts';
import { computeFigures } from '../../src/validation/figures.ts';

const START_MS = Date.parse('2026-02-03T04:05:06.000Z');
const FRAME_MS = 50;
/** From capture to here. */
const LATENCY_MS = 120;
const TRACKING: TrackingState = {
  status: 'tracking',
  backend: 'wasm',
  backendReason: '',
  framesPerSecond: 1000 / FRAME_MS,
  windowFilled: 1,
  eyesInView: true,
  seeking: false,
  startedFrom: 'population',
};
const targets = createCheckTargets('quick', 1);

let tell: (message: GazeMessage) => void;
let disconnect: () => void;
let states: CheckState[];
let controller: AbortController;
let check: Check;
let eyesOpen: boolean;
/** How far right of the dot the gaze is. */
const OFFSET = 0.06;

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
  states = [];
  eyesOpen = true;
  controller = new AbortController();
});
afterEach(() => {
  controller.abort();
  vi.useRealTimers();
});

function shownPlace() {
  const state = check.state();
  const target = state.status === 'running' ? state.target : undefined;
  return target ? { xScreen: target.xRoom, yScreen: target.yRoom } : null;
}

function begin(advance: Advance): void {
  check = createCheck({
    targets,
    advance,
    findPlace: shownPlace,
    onChange: (state) => states.push(state),
    signal: controller.signal,
    listen: (_, onMessage, onDisconnect) => {
      tell = onMessage;
      disconnect = () => onDisconnect?.();
    },
  });
}

/** Time passes, with a camera that sees a person who looks a little to the right of the dot. */
async function pass(durationMs: number): Promise<void> {
  for (let passedMs = 0; passedMs < durationMs; passedMs += FRAME_MS) {
    const place = shownPlace() ?? { xScreen: 0.5, yScreen: 0.5 };
    const sample = {
      timestampMs: Date.now(),
      xScreen: place.xScreen + OFFSET,
      yScreen: place.yScreen,
      confidence: 1,
    };
    if (eyesOpen) setTimeout(() => tell({ type: 'sample', sample }), LATENCY_MS);
    await vi.advanceTimersByTimeAsync(FRAME_MS);
    tell({ type: 'state', state: TRACKING });
  }
}

async function makeReady(): Promise<void> {
  await pass(1000);
  expect(check.state()).toMatchObject({ status: 'waiting', eyesInView: true });
}

function readPhase(): string {
  const state = check.state();
  return state.status === 'running' ? `${state.run.phase} ${state.run.index}` : state.status;
}

describe('a check', () => {
  it('by space goes from dot to dot, and finds the offset that there was', async () => {
    begin('space');
    await makeReady();
    expect(check.press()).toBe(true);
    for (const [index] of targets.entries()) {
      expect(readPhase()).toBe(`look ${index}`);
      await pass(1000);
      expect(check.press()).toBe(true);
      expect(readPhase()).toBe(`hold ${index}`);
      expect(check.press()).toBe(false);
      await pass(HOLD_MS + FRAME_MS);
    }
    await pass(LATE_MS);
    const state = check.state();
    if (state.status !== 'finished') throw new Error(`The check is ${state.status}.`);
    expect(state.trials).toHaveLength(5);
    for (const trial of state.trials) expect(trial.samples.length).toBeGreaterThanOrEqual(23);
    const figures = computeFigures(state.trials, { screen: { widthPx: 100, heightPx: 100 } });
    expect(figures.accuracy!.screenPct).toBeCloseTo(100 * OFFSET, 8);
    expect(figures.dataLossPct).toBeLessThan(5);
    expect(figures.samplingRateHz).toBeCloseTo(20, 8);
  });

  it('by itself needs a press to begin only, and shows each dot as long as it says', async () => {
    begin('auto');
    await makeReady();
    check.press();
    await pass(AUTO_LOOK_MS + HOLD_MS - 2 * FRAME_MS);
    expect(readPhase()).toBe('hold 0');
    await pass(4 * FRAME_MS);
    expect(readPhase()).toBe('look 1');
    await pass(4 * (AUTO_LOOK_MS + HOLD_MS + FRAME_MS) + LATE_MS);
    expect(check.state()).toMatchObject({ status: 'finished' });
  });

  it('does not go on by itself where space is asked for', async () => {
    begin('space');
    await makeReady();
    check.press();
    await pass(10_000);
    expect(readPhase()).toBe('look 0');
  });

  it('collects nothing before the eyes had time to come to rest', async () => {
    begin('space');
    await makeReady();
    check.press();
    const shownMs = Date.now();
    expect(check.press()).toBe(false);
    await pass(250);
    expect(check.press()).toBe(true);
    const state = check.state();
    expect(state.status === 'running' && state.run.windows[0]!.fromMs).toBe(shownMs + SETTLE_MS);
  });

  it('cannot begin while no eyes are seen', async () => {
    begin('space');
    eyesOpen = false;
    await pass(2000);
    expect(check.state()).toMatchObject({ status: 'waiting', eyesInView: false, tracker: TRACKING });
    expect(check.press()).toBe(false);
    eyesOpen = true;
    await makeReady();
    expect(check.press()).toBe(true);
  });

  it('says when the eyes are lost, goes on, and counts what is lost', async () => {
    begin('auto');
    await makeReady();
    check.press();
    eyesOpen = false;
    await pass(1500);
    expect(check.state()).toMatchObject({ status: 'running', eyesInView: false });
    await pass(5 * (AUTO_LOOK_MS + HOLD_MS + FRAME_MS) + LATE_MS);
    const state = check.state();
    if (state.status !== 'finished') throw new Error(`The check is ${state.status}.`);
    expect(computeFigures(state.trials, { screen: { widthPx: 1, heightPx: 1 } }).dataLossPct).toBe(100);
  });

  it.each<[string, () => void, RegExp]>([
    [
      'fails',
      () => tell({ type: 'state', state: { status: 'failed', code: 'model-failed', message: 'Unplugged.' } }),
      /^Unplugged\.$/,
    ],
    ['is stopped', () => tell({ type: 'state', state: { status: 'off' } }), /turned off/],
    ['is gone', () => disconnect(), /turned off/],
  ])('ends with a reason when the tracker %s', async (_, happen, message) => {
    begin('space');
    await makeReady();
    check.press();
    happen();
    expect(check.state()).toMatchObject({ status: 'failed', message: expect.stringMatching(message) });
    expect(check.press()).toBe(false);
  });

  it('ends when the tracker falls silent', async () => {
    begin('space');
    await makeReady();
    check.press();
    await vi.advanceTimersByTimeAsync(7000);
    expect(check.state()).toMatchObject({ status: 'failed', message: expect.stringMatching(/stands still/) });
  });

  it('waits for a tracker that is not there yet', async () => {
    begin('space');
    disconnect();
    tell({ type: 'state', state: { status: 'off' } });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(check.state()).toMatchObject({ status: 'waiting' });
    await makeReady();
  });

  it('says nothing more once it is aborted', async () => {
    begin('auto');
    await makeReady();
    check.press();
    controller.abort();
    const count = states.length;
    await pass(5000);
    expect(states).toHaveLength(count);
  });
});

describe('the dots of a check', () => {
  it.each([
    ['quick', 5],
    ['full', 13],
  ] as const)('of the %s one are %d, on the screen, each near a place of its own', (kind, count) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const dots = createCheckTargets(kind, seed);
      expect(dots).toHaveLength(count);
      for (const { xRoom, yRoom } of dots) {
        expect(Math.min(xRoom, yRoom)).toBeGreaterThanOrEqual(0.1 - MOST_SHIFT);
        expect(Math.max(xRoom, yRoom)).toBeLessThanOrEqual(0.9 + MOST_SHIFT);
      }
      const gaps = dots.flatMap((a, i) =>
        dots.slice(i + 1).map((b) => Math.hypot(a.xRoom - b.xRoom, a.yRoom - b.yRoom)),
      );
      expect(Math.min(...gaps)).toBeGreaterThan(0.1);
    }
  });

  it('differ from check to check, and are the same for the same seed', () => {
    expect(createCheckTargets('full', 7)).toEqual(createCheckTargets('full', 7));
    expect(createCheckTargets('full', 7)).not.toEqual(createCheckTargets('full', 8));
  });

  it('keep away from dots that were learned from', () => {
    // Where a check would otherwise be likely to put its dots.
    const learned = [1, 2, 3].flatMap((seed) =>
      createCheckTargets('full', seed).map(({ xRoom, yRoom }) => ({ xScreen: xRoom, yScreen: yRoom })),
    );
    const nearest = (dots: typeof targets): number =>
      Math.min(
        ...dots.flatMap(({ xRoom, yRoom }) =>
          learned.map(({ xScreen, yScreen }) => Math.hypot(xScreen - xRoom, yScreen - yRoom)),
        ),
      );
    for (const seed of [1, 11, 12]) {
      expect(nearest(createCheckTargets('full', seed, learned))).toBeGreaterThan(0.015);
    }
    expect(nearest(createCheckTargets('full', 1))).toBe(0);
  });
});
