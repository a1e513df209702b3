// The course of a check, as a pure function of what happens: a dot to look at, a window of samples, the next dot.
import type { ScreenPlace } from '../measurement/error-metrics.ts';
import { MIN_LOOK_MS } from '../measurement/run-state.ts';
import type { LookWindow } from './trial.ts';

/** How a check goes on: when the person presses space at a dot, or by itself. */
export type Advance = 'space' | 'auto';

const SECOND = 1000;
/** The eyes have come to rest on a new dot by then: before, no window begins. */
export const SETTLE_MS = 0.7 * SECOND;
/** Without a key the window begins later: whoever is surprised by a dot finds it later. */
export const AUTO_LOOK_MS = 1.2 * SECOND;
/** How long samples are collected at each dot; long enough for six where the tracker is at its slowest. */
export const HOLD_MS = 1.2 * SECOND;
/** How long the last samples may take from the camera to here. */
export const LATE_MS = 1 * SECOND;

export type CheckRun = {
  /** `look`: a dot waits to be looked at. `hold`: its samples are collected. `late`: the last ones are on their way. */
  readonly phase: 'look' | 'hold' | 'late' | 'done';
  /** Of the dot that is shown; the number of dots behind. */
  readonly index: number;
  readonly count: number;
  readonly shownAtMs: number;
  /** One for each dot behind, and in `hold` and after one for the dot that is shown. */
  readonly windows: readonly LookWindow[];
};

export type CheckEvent =
  /** The person says that they look at the dot, which lies at `target`. */
  | { type: 'press'; nowMs: number; target: ScreenPlace }
  /** Time has passed. `target`: where the dot lies now; null where that is not known. */
  | {
      type: 'tick';
      nowMs: number;
      target: ScreenPlace | null;
      framesPerSecond: number;
      /** Capture of the newest sample or later: no sample before it is under way any more. */
      heardUntilMs: number;
    };

export function beginCheck(count: number, nowMs: number): CheckRun {
  return { phase: 'look', index: 0, count, shownAtMs: nowMs, windows: [] };
}

/** The run after an event; the same object when the event means nothing now. */
export function advanceCheck(run: CheckRun, event: CheckEvent, advance: Advance): CheckRun {
  const { nowMs } = event;
  switch (run.phase) {
    case 'look': {
      if (event.target === null) return run;
      if (event.type === 'tick' && (advance === 'space' || nowMs - run.shownAtMs < AUTO_LOOK_MS)) return run;
      if (event.type === 'press' && nowMs - run.shownAtMs < MIN_LOOK_MS) return run;
      const fromMs = Math.max(nowMs, run.shownAtMs + SETTLE_MS);
      const window = { target: event.target, fromMs, untilMs: fromMs + HOLD_MS, framesPerSecond: 0 };
      return { ...run, phase: 'hold', windows: [...run.windows, window] };
    }
    case 'hold': {
      const window = run.windows.at(-1)!;
      if (event.type !== 'tick' || nowMs < window.untilMs) return run;
      const windows = [...run.windows.slice(0, -1), { ...window, framesPerSecond: event.framesPerSecond }];
      const index = run.index + 1;
      return { ...run, phase: index < run.count ? 'look' : 'late', index, shownAtMs: nowMs, windows };
    }
    case 'late': {
      const untilMs = run.windows.at(-1)!.untilMs;
      if (event.type !== 'tick') return run;
      if (event.heardUntilMs < untilMs && nowMs < untilMs + LATE_MS) return run;
      return { ...run, phase: 'done' };
    }
    case 'done':
      return run;
  }
}
