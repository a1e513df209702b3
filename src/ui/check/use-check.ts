// Connects a check to the page: the tracker, the keys, full screen, sound, and how it ends.
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Target } from '../../measurement/targets.ts';
import { connectGaze } from '../../messaging/gaze-port.ts';
import { measurementSound } from '../../storage/settings.ts';
import type { Advance } from '../../validation/check-run.ts';
import { createCheck, type CheckState, type TrackerFacts } from '../../validation/check.ts';
import { ensureTracking } from '../../validation/ensure-tracking.ts';
import { findDotPlace, hasScreen } from '../../validation/find-dot-place.ts';
import type { Trial } from '../../validation/trial.ts';
import { createSounds } from '../measure/sounds.ts';
import { watchLeaving } from '../watch-leaving.ts';

export type CheckOutcome =
  | { type: 'finished'; trials: Trial[]; tracker: TrackerFacts; fullscreen: boolean }
  | { type: 'cancelled'; message: string }
  /** `denied`: the browser does not let Fovea use the camera. */
  | { type: 'failed'; message: string; denied: boolean };

export type CheckProps = {
  targets: readonly Target[];
  advance: Advance;
  onEnd: (outcome: CheckOutcome) => void;
};

const CANCELLED = 'The check was cancelled. Nothing was stored.';

/** Starts with the component and ends with it; the camera goes off then, where it was off before. */
export function useCheck(
  { targets, advance, onEnd }: CheckProps,
  dot: RefObject<HTMLElement | null>,
): CheckState {
  const [state, setState] = useState<CheckState>({ status: 'waiting', eyesInView: false });
  const latest = useRef(onEnd);
  latest.current = onEnd;

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const end = (outcome: CheckOutcome): void => {
      if (signal.aborted) return;
      controller.abort();
      latest.current(outcome);
    };
    const cancel = (message: string): void => end({ type: 'cancelled', message });

    let sound = measurementSound.fallback;
    void measurementSound.getValue().then((value) => (sound = value));
    const sounds = createSounds(() => sound, signal);

    const check = createCheck({
      targets,
      advance,
      findPlace: () => findDotPlace(dot.current),
      listen: connectGaze,
      signal,
      onChange(next) {
        setState(next);
        if (next.status === 'failed') end({ type: 'failed', message: next.message, denied: false });
        if (next.status === 'finished') end({ ...next, type: 'finished', fullscreen: hasScreen() });
      },
    });

    void ensureTracking(signal).then(
      (tracking) => {
        if (tracking.status !== 'failed') return;
        const { message, code } = tracking;
        end({ type: 'failed', message, denied: code === 'denied' });
      },
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        end({ type: 'failed', message, denied: false });
      },
    );

    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape') cancel(CANCELLED);
      else if (event.key !== ' ') return;
      event.preventDefault();
      if (event.key === ' ' && !event.repeat && check.press()) sounds.press();
    };
    window.addEventListener('keydown', onKey, { signal });
    watchLeaving(
      {
        onFullscreen: () => cancel(CANCELLED),
        onHidden: () => cancel('The check was cancelled because its page was not in view any more.'),
      },
      signal,
    );
    window.addEventListener('pagehide', () => cancel(CANCELLED), { signal });
    return () => controller.abort();
  }, []);

  return state;
}
