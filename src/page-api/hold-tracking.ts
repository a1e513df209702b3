// Tracking as a page has it: begun where the person lets it, held while the page wants it, and let go.
import type { TrackingState } from '../messaging/tracking-state.ts';
import { explainFailure } from './explain-failure.ts';
import type { Lease } from './lease-port.ts';
import { PageError, type PageAnswers, type PageTracking } from './page-messages.ts';
import type { Presses } from './watch-presses.ts';

export type HoldDependencies = {
  /** Turns the camera on; tracking, or why not. Rejects where the page is not allowed. */
  start(): Promise<TrackingState>;
  /** Whether tracking is on already, whoever began it. */
  getTracking(): Promise<TrackingState>;
  holdLease(signal: AbortSignal, onLost: () => void): Lease;
  presses: Presses;
  /** Told of each change. */
  onChange(tracking: PageTracking): void;
  /** The page holds it from now on, until the signal aborts. */
  onHeld(held: AbortSignal): void;
};

export type HeldTracking = {
  state(): PageTracking;
  /** Aborts when the page holds it no more; null while it does not. */
  held(): AbortSignal | null;
  start(): Promise<PageAnswers['start']>;
  stop(): Promise<PageAnswers['stop']>;
  /** It failed. The page holds it all the same: it may come back. */
  fail(): void;
  letGo(): void;
};

const STOPPED_BY_PERSON =
  'The person turned the camera off. It can be turned on again from something that they press on the page.';

export function holdTracking(signal: AbortSignal, dependencies: HoldDependencies): HeldTracking {
  const { presses, onChange } = dependencies;
  let lease: Lease | null = null;
  let holding: AbortController | null = null;
  let tracking: PageTracking = 'off';
  /** They did so while the page held it: it may not simply begin anew. */
  let stoppedByPerson = false;

  const setTracking = (next: PageTracking): void => {
    if (next === tracking) return;
    tracking = next;
    onChange(tracking);
  };
  const letGo = (): void => {
    holding?.abort();
    holding = null;
    lease = null;
    setTracking('off');
  };
  const hold = (): void => {
    holding = new AbortController();
    const held = holding;
    signal.addEventListener('abort', () => held.abort(), { signal: held.signal });
    lease = dependencies.holdLease(held.signal, () => {
      stoppedByPerson = true;
      presses.forget();
      letGo();
    });
    dependencies.onHeld(held.signal);
  };

  return {
    state: () => tracking,
    held: () => holding?.signal ?? null,
    async start() {
      if (stoppedByPerson && !presses.isRecent()) throw new PageError('not-allowed', STOPPED_BY_PERSON);
      await untilSeen(signal);
      const before = tracking;
      if (!holding) setTracking('starting');
      let state: TrackingState;
      try {
        state = await dependencies.start();
      } catch (error) {
        setTracking(before);
        throw error;
      }
      // The leave was taken back meanwhile: what nobody holds ends by itself.
      if (signal.aborted) throw new PageError('not-allowed', 'The person took their leave back.');
      if (state.status !== 'tracking') {
        letGo();
        throw explainFailure(state);
      }
      stoppedByPerson = false;
      if (!holding) hold();
      setTracking('tracking');
      return { tracking: 'tracking', known: state.windowFilled };
    },
    async stop() {
      const answer = await lease?.release();
      letGo();
      return answer ?? { cameraOn: (await dependencies.getTracking()).status === 'tracking' };
    },
    fail: () => setTracking('failed'),
    letGo,
  };
}

/** A page in the background turns no camera on. */
async function untilSeen(signal: AbortSignal): Promise<void> {
  while (document.hidden) {
    await new Promise((resolve) => {
      document.addEventListener('visibilitychange', resolve, { signal, once: true });
    });
  }
}
