// A check while it goes on: listens to the tracker, keeps time, and says what there is to show. Draws nothing.
import type { ScreenPlace } from '../measurement/error-metrics.ts';
import type { Target } from '../measurement/targets.ts';
import type { connectGaze } from '../messaging/gaze-port.ts';
import { isCameraOn, type TrackingState } from '../messaging/tracking-state.ts';
import { advanceCheck, beginCheck, type Advance, type CheckEvent, type CheckRun } from './check-run.ts';
import { makeTrials, type Trial, type TrialSample } from './trial.ts';

const SECOND = 1000;
const TICK_MS = 30;
/** Without a sample for so long the eyes count as lost: longer than a blink. */
const EYES_LOST_MS = 1 * SECOND;
/** The tracker tells of itself twice a second; when it has not for so long, the camera stands still. */
const SILENT_MS = 6 * SECOND;

export type TrackerFacts = Extract<TrackingState, { status: 'tracking' }>;

export type CheckState =
  /** Waits for the tracker; `tracker` once it is there. The person can begin when `eyesInView`. */
  | { status: 'waiting'; tracker?: TrackerFacts; eyesInView: boolean }
  | { status: 'running'; run: CheckRun; target: Target | undefined; eyesInView: boolean }
  | { status: 'finished'; trials: Trial[]; tracker: TrackerFacts }
  /** Ended by the tracker: it failed, was stopped, or fell silent. */
  | { status: 'failed'; message: string };

export type CheckOptions = {
  targets: readonly Target[];
  advance: Advance;
  /** Where on the screen the dot lies that is shown now; null while none is drawn. */
  findPlace: () => ScreenPlace | null;
  onChange: (state: CheckState) => void;
  /** Ends the check; it then says nothing more. */
  signal: AbortSignal;
  /** Listens to the running tracker; `connectGaze`. */
  listen: typeof connectGaze;
  now?: () => number;
};

export type Check = {
  state(): CheckState;
  /** The person pressed: begins, or says that they look at the dot. False where that means nothing now. */
  press(): boolean;
};

/** Makes a check that waits for the tracker, which somebody else starts. */
export function createCheck({
  targets,
  advance,
  findPlace,
  onChange,
  signal,
  listen,
  now = Date.now,
}: CheckOptions): Check {
  const samples: TrialSample[] = [];
  let state: CheckState = { status: 'waiting', eyesInView: false };
  let tracker: TrackerFacts | undefined;
  /** When a frame with open eyes was last heard of, and anything at all. */
  let sampleHeardMs = -Infinity;
  let heardMs = now();
  let newestSampleMs = -Infinity;

  const over = new AbortController();
  signal.addEventListener('abort', () => over.abort());

  const isRunning = (): boolean => !over.signal.aborted;
  const setState = (next: CheckState): void => {
    state = next;
    if (next.status === 'finished' || next.status === 'failed') over.abort();
    onChange(next);
  };
  const fail = (message: string): void => {
    // Before the tracker is there, whoever starts it knows better what went wrong.
    if (isRunning() && tracker) setState({ status: 'failed', message });
  };
  const seesEyes = (): boolean => now() - sampleHeardMs < EYES_LOST_MS;

  const hearState = (heard: TrackingState): void => {
    if (heard.status === 'failed') return fail(heard.message);
    if (!isCameraOn(heard)) return fail('Tracking was turned off. Nothing was stored.');
    if (heard.status === 'tracking') tracker = heard;
  };

  const step = (event: CheckEvent): boolean => {
    if (state.status !== 'running') return false;
    const run = advanceCheck(state.run, event, advance);
    const eyesInView = seesEyes();
    if (run.phase === 'done') {
      setState({ status: 'finished', trials: makeTrials(run.windows, samples), tracker: tracker! });
    } else if (run !== state.run || eyesInView !== state.eyesInView) {
      const changed = run !== state.run;
      setState({ status: 'running', run, target: targets[run.index], eyesInView });
      return changed;
    }
    return run.phase === 'done';
  };

  const tick = (): void => {
    const nowMs = now();
    if (nowMs - heardMs > SILENT_MS) fail('The camera stands still. Check that it is connected.');
    if (state.status === 'waiting') {
      const eyesInView = seesEyes() && tracker !== undefined && tracker.framesPerSecond > 0;
      if (eyesInView === state.eyesInView && tracker === state.tracker) return;
      setState({ status: 'waiting', eyesInView, ...(tracker ? { tracker } : {}) });
    } else {
      const framesPerSecond = tracker?.framesPerSecond ?? 0;
      step({ type: 'tick', nowMs, target: findPlace(), framesPerSecond, heardUntilMs: newestSampleMs });
    }
  };

  listen(
    over.signal,
    (message) => {
      heardMs = now();
      if (message.type === 'state') return hearState(message.state);
      sampleHeardMs = heardMs;
      newestSampleMs = Math.max(newestSampleMs, message.sample.timestampMs);
      samples.push(message.sample);
    },
    () => fail('Tracking was turned off. Nothing was stored.'),
  );
  const timer = setInterval(tick, TICK_MS);
  over.signal.addEventListener('abort', () => clearInterval(timer));

  return {
    state: () => state,
    press() {
      if (!isRunning()) return false;
      const nowMs = now();
      if (state.status === 'waiting') {
        if (!state.eyesInView) return false;
        setState({
          status: 'running',
          run: beginCheck(targets.length, nowMs),
          target: targets[0],
          eyesInView: true,
        });
        return true;
      }
      const target = findPlace();
      return target !== null && step({ type: 'press', nowMs, target });
    },
  };
}
