// A validation on a page: waits for the person's eyes, shows five dots, and answers how far gaze was from them.
import type { connectGaze } from '../messaging/gaze-port.ts';
import type { GazeLocator } from '../screen/gaze-locator.ts';
import { desktopToScreen, viewportToDesktop } from '../screen/spaces.ts';
import { readPinch, readScreenArea } from '../screen/window-geometry.ts';
import { createCheckTargets } from '../validation/check-targets.ts';
import { createCheck, type CheckState } from '../validation/check.ts';
import { PageError, type PageValidation } from './page-messages.ts';
import { summarizeValidation } from './summarize-validation.ts';
import { createValidationStage } from './validation-view.ts';

const SECOND = 1000;
/** Long enough to read what comes. */
const INTRO_MS = 3 * SECOND;
/** So long it is waited for the person's eyes. */
const PATIENCE_MS = 20 * SECOND;

const CANCELLED = 'The person broke the validation off.';
const BEHIND = 'The page is not in front.';
const NO_EYES = 'Nobody’s eyes are in the camera’s picture.';
const HEAD = 'A short check by Fovea: five dots';
const CLICK = 'Press anywhere on this page to begin. Escape breaks it off.';
const SIT = 'Sit so that the camera sees all of your face. Escape breaks it off.';
const LOOK = 'Look at the middle of each dot until the next one comes. Escape breaks it off.';

/**
 * Needs no press: the dots move on by themselves.
 * @param outer ends it with the page's leave, or with tracking
 * @throws {PageError} `cancelled`, `no-person`, `not-started`, `failed`
 */
export async function validatePage(
  outer: AbortSignal,
  locator: GazeLocator,
  listen: typeof connectGaze,
): Promise<PageValidation> {
  if (document.hidden) throw new PageError('cancelled', BEHIND);
  const controller = new AbortController();
  const { signal } = controller;
  const stage = createValidationStage(signal);
  const targets = createCheckTargets('quick', crypto.getRandomValues(new Uint32Array(1))[0]!);
  const beganMs = performance.now();

  return new Promise<PageValidation>((resolve, reject) => {
    const refuse = (code: PageError['code'], message: string): void => reject(new PageError(code, message));

    const show = (state: CheckState): void => {
      switch (state.status) {
        case 'waiting': {
          const text = state.eyesInView ? LOOK : SIT;
          return stage.say(HEAD, document.hasFocus() ? text : CLICK);
        }
        case 'running':
          return stage.show(
            state.target,
            state.run.phase === 'hold',
            state.eyesInView ? '' : 'Fovea does not see your eyes. Look at the dot with open eyes.',
          );
        case 'failed':
          return refuse('failed', state.message);
        case 'finished': {
          if (state.trials.every(({ samples }) => samples.length === 0)) return refuse('no-person', NO_EYES);
          const screen = readScreenArea();
          const { cssScale } = locator.placement();
          return resolve(
            summarizeValidation(state.trials, { screen, cssScale, locate: (place) => locator.locate(place) }),
          );
        }
      }
    };
    const check = createCheck({
      targets,
      advance: 'auto',
      findPlace() {
        const dot = stage.findDot();
        if (!dot) return null;
        return desktopToScreen(viewportToDesktop(dot, locator.placement(), readPinch()), readScreenArea());
      },
      onChange: show,
      signal,
      listen,
    });
    show(check.state());

    const watching = setInterval(() => {
      const state = check.state();
      const inFront = document.hasFocus();
      // Where another window may lie over the page, what is looked at is not its dots.
      if (state.status === 'running' && !inFront) return refuse('cancelled', BEHIND);
      if (state.status !== 'waiting') return;
      const waitedMs = performance.now() - beganMs;
      if (inFront && state.eyesInView && waitedMs >= INTRO_MS) return void check.press();
      if (waitedMs < PATIENCE_MS) return show(state);
      if (inFront) refuse('no-person', NO_EYES);
      else refuse('cancelled', BEHIND);
    }, SECOND / 10);
    signal.addEventListener('abort', () => clearInterval(watching));

    outer.addEventListener('abort', () => refuse('not-started', 'Tracking ended.'), { signal });
    const cancel = (): void => refuse('cancelled', CANCELLED);
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        // No key does anything else: it would be the page's, which is not seen.
        event.preventDefault();
        event.stopImmediatePropagation();
        if (event.key === 'Escape') cancel();
      },
      { capture: true, signal },
    );
    // In full screen the browser keeps Escape to itself, and leaves full screen.
    document.addEventListener('fullscreenchange', () => document.fullscreenElement ?? cancel(), { signal });
    document.addEventListener('visibilitychange', () => document.hidden && refuse('cancelled', BEHIND), {
      signal,
    });
  }).finally(() => controller.abort());
}
