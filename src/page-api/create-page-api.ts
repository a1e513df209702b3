// Fovea on a page that the person allowed: hears what it asks, answers, and tells it where the person looks.
import type { connectGaze } from '../messaging/gaze-port.ts';
import type { TrackingState } from '../messaging/tracking-state.ts';
import { followGaze } from '../overlay/follow-gaze.ts';
import { createGazeLocator } from '../screen/gaze-locator.ts';
import { explainFailure, toPageError } from './explain-failure.ts';
import type { Lease } from './lease-port.ts';
import {
  PAGE_API_VERSION,
  PAGE_REQUESTS,
  PageError,
  readRequest,
  type PageAnswers,
  type PageErrorCode,
  type PageEvent,
  type PageReply,
  type PageRequest,
  type PageRequestType,
  type PageTracking,
} from './page-messages.ts';
import { readGaze, toPageClock, type PageView } from './read-gaze.ts';
import { validatePage } from './validate-page.ts';
import { watchPresses } from './watch-presses.ts';

export type PageApiDependencies = {
  foveaVersion: string;
  /** Turns the camera on; tracking, or why not. Rejects where the page is not allowed. */
  start(): Promise<TrackingState>;
  /** Whether tracking is on already, whoever began it. */
  getTracking(): Promise<TrackingState>;
  holdLease(signal: AbortSignal, onLost: () => void): Lease;
  connectGaze: typeof connectGaze;
};

export type PageApi = {
  /** The person took their leave back, or the extension is gone: one last word, then silence. */
  end(code: PageErrorCode, message: string): void;
};

const STOPPED_BY_PERSON =
  'The person turned the camera off. It can be turned on again from something that they press on the page.';
const BROKEN_OFF =
  'The validation before was broken off. It can be asked for again from something that the person presses on the page.';

/** Answers the page until ended. Without a request nothing is ever said to it. */
export function createPageApi(controller: AbortController, dependencies: PageApiDependencies): PageApi {
  const { signal } = controller;
  const locator = createGazeLocator(signal);
  let lease: Lease | null = null;
  /** Of the tracking that this page holds. */
  let holding: AbortController | null = null;
  let subscribed = false;
  let tracking: PageTracking = 'off';
  let greeted = false;
  /** They did so while the page held it: it may not simply begin anew. */
  let stoppedByPerson = false;
  /** A validation: it is not shown again before they press something. */
  let brokenOff = false;
  const busy = new Set<PageRequestType>();
  // What is pressed over a validation is not the page's.
  const presses = watchPresses(signal, () => !busy.has('validate'));

  const post = (message: PageReply | PageEvent): void => {
    if (!signal.aborted) window.postMessage(message, location.origin);
  };
  const setTracking = (next: PageTracking): void => {
    if (next === tracking) return;
    tracking = next;
    if (greeted) post({ fovea: 1, type: 'tracking', tracking });
  };
  const readView = (): PageView => ({
    locate: (point) => locator.locate(point),
    widthPx: innerWidth,
    heightPx: innerHeight,
    inFront: !document.hidden && document.hasFocus(),
    epochMs: Date.now(),
    clockMs: performance.now(),
  });
  const tellLost = (lost: 'eyes' | 'away'): void => {
    if (!subscribed || !holding) return;
    post({ fovea: 1, type: 'gaze', timestampMs: toPageClock(Date.now(), readView()), lost });
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
    followGaze(held.signal, dependencies.connectGaze, {
      onSample(sample) {
        if (subscribed) post({ fovea: 1, type: 'gaze', ...readGaze(sample, readView()) });
      },
      onState(state) {
        if (state.status === 'tracking' && !state.eyesInView) tellLost('eyes');
        if (state.status === 'failed') setTracking('failed');
      },
    });
    document.addEventListener('visibilitychange', () => document.hidden && tellLost('away'), {
      signal: held.signal,
    });
  };

  /** A page in the background turns no camera on. */
  const waitUntilSeen = async (): Promise<void> => {
    while (document.hidden) {
      await new Promise((resolve) => {
        document.addEventListener('visibilitychange', resolve, { signal, once: true });
      });
    }
  };
  const start = async (): Promise<PageAnswers['start']> => {
    if (busy.has('stop')) throw new PageError('busy', 'Tracking is being stopped. Wait for its answer.');
    if (stoppedByPerson && !presses.isRecent()) {
      throw new PageError('not-allowed', STOPPED_BY_PERSON);
    }
    await waitUntilSeen();
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
  };
  const stop = async (): Promise<PageAnswers['stop']> => {
    if (busy.has('start')) throw new PageError('busy', 'Tracking is starting. Wait for its answer.');
    const answer = await lease?.release();
    letGo();
    return answer ?? { cameraOn: (await dependencies.getTracking()).status === 'tracking' };
  };
  const validate = async (): Promise<PageAnswers['validate']> => {
    if (!holding) throw new PageError('not-started', 'Ask for “start” first.');
    if (brokenOff && !presses.isRecent()) throw new PageError('cancelled', BROKEN_OFF);
    brokenOff = false;
    try {
      return await validatePage(holding.signal, locator, dependencies.connectGaze);
    } catch (error) {
      brokenOff = error instanceof PageError && error.code === 'cancelled';
      if (brokenOff) presses.forget();
      throw error;
    }
  };
  const actions: { [T in PageRequestType]: () => Promise<PageAnswers[T]> } = {
    async hello() {
      greeted = true;
      const { foveaVersion } = dependencies;
      return { version: PAGE_API_VERSION, foveaVersion, requests: PAGE_REQUESTS, tracking };
    },
    start,
    stop,
    validate,
    async subscribe() {
      subscribed = true;
      return {};
    },
    async unsubscribe() {
      subscribed = false;
      return {};
    },
  };

  const answer = async ({ id, type }: PageRequest): Promise<void> => {
    try {
      if (busy.has(type)) throw new PageError('busy', `The “${type}” before is not done yet.`);
      busy.add(type);
      try {
        post({ fovea: 1, id, type: 'answer', of: type, ...(await actions[type]()) } as PageReply);
      } finally {
        busy.delete(type);
      }
    } catch (error) {
      const { code, message } = error instanceof PageError ? error : toPageError(error);
      post({ fovea: 1, id, type: 'error', code, message });
    }
  };
  window.addEventListener(
    'message',
    ({ source, origin, data }) => {
      // Frames in the page, and windows that it opened, are not the page.
      if (source !== window || origin !== location.origin) return;
      const read = readRequest(data);
      if (read.kind === 'request') void answer(read.request);
      if (read.kind === 'refused') {
        const { id, message } = read;
        post({ fovea: 1, ...(id === undefined ? {} : { id }), type: 'error', code: 'bad-request', message });
      }
    },
    { signal },
  );
  // A page that is kept for going back holds nothing; its port would be closed too.
  window.addEventListener('pagehide', letGo, { signal });

  return {
    end(code, message) {
      letGo();
      if (greeted) post({ fovea: 1, type: 'ended', code, message });
      controller.abort();
    },
  };
}
