// Fovea on a page that the person allowed: what it may ask for, and what it is told.
import type { connectGaze } from '../messaging/gaze-port.ts';
import { createGazeLocator } from '../screen/gaze-locator.ts';
import { answerRequests } from './answer-requests.ts';
import { followPageGaze } from './follow-page-gaze.ts';
import { holdTracking, type HoldDependencies } from './hold-tracking.ts';
import {
  PAGE_API_VERSION,
  PAGE_REQUESTS,
  PageError,
  type PageAnswers,
  type PageErrorCode,
  type PageEvent,
  type PageReply,
} from './page-messages.ts';
import { validatePage } from './validate-page.ts';
import { watchPresses } from './watch-presses.ts';

export type PageApiDependencies = Pick<HoldDependencies, 'start' | 'getTracking' | 'holdLease'> & {
  foveaVersion: string;
  /** Whether the page has the person's leave, once that is known. */
  isAllowed(): Promise<boolean>;
  connectGaze: typeof connectGaze;
};

export type PageApi = {
  /** The person took their leave back, or the extension is gone: one last word, then silence. */
  end(code: PageErrorCode, message: string): void;
};

const BROKEN_OFF =
  'The validation before was broken off. It can be asked for again from something that the person presses on the page.';

/** Answers the page until ended. Without a request nothing is ever said to it. */
export function createPageApi(controller: AbortController, dependencies: PageApiDependencies): PageApi {
  const { signal } = controller;
  const { foveaVersion, isAllowed, connectGaze, ...ofTracker } = dependencies;
  const locator = createGazeLocator(signal);
  let greeted = false;
  let subscribed = false;
  let validating = false;
  /** A validation: it is not shown again before they press something. */
  let brokenOff = false;
  // What is pressed over a validation is not the page's.
  const presses = watchPresses(signal, () => !validating);

  const post = (message: PageReply | PageEvent): void => {
    if (!signal.aborted) window.postMessage(message, location.origin);
  };
  const tracking = holdTracking(signal, {
    ...ofTracker,
    presses,
    onChange(now) {
      if (greeted) post({ fovea: 1, type: 'tracking', tracking: now });
    },
    onHeld(held) {
      followPageGaze(held, locator, connectGaze, {
        onGaze(gaze) {
          if (subscribed) post({ fovea: 1, type: 'gaze', ...gaze });
        },
        onFailed: () => tracking.fail(),
      });
    },
  });
  const validate = async (): Promise<PageAnswers['validate']> => {
    const held = tracking.held();
    if (!held) throw new PageError('not-started', 'Ask for “start” first.');
    if (brokenOff && !presses.isRecent()) throw new PageError('cancelled', BROKEN_OFF);
    brokenOff = false;
    validating = true;
    try {
      return await validatePage(held, locator, connectGaze);
    } catch (error) {
      brokenOff = error instanceof PageError && error.code === 'cancelled';
      if (brokenOff) presses.forget();
      throw error;
    } finally {
      validating = false;
    }
  };

  answerRequests(signal, {
    isAllowed,
    post,
    actions: {
      async hello() {
        greeted = true;
        return {
          version: PAGE_API_VERSION,
          foveaVersion,
          requests: PAGE_REQUESTS,
          tracking: tracking.state(),
        };
      },
      start: () => tracking.start(),
      stop: () => tracking.stop(),
      validate,
      async subscribe() {
        subscribed = true;
        return {};
      },
      async unsubscribe() {
        subscribed = false;
        return {};
      },
    },
  });
  // A page that is kept for going back holds nothing; its port would be closed too.
  window.addEventListener('pagehide', () => tracking.letGo(), { signal });

  return {
    end(code, message) {
      tracking.letGo();
      if (greeted) post({ fovea: 1, type: 'ended', code, message });
      controller.abort();
    },
  };
}
