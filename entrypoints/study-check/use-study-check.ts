// Connects one try of a study's check to the page: the running tracker, the keys, full screen, and how it ends.
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { connectGaze } from '../../src/messaging/gaze-port.ts';
import { readCheck } from '../../src/study/tasks/check-record.ts';
import { enterFullscreen, leaveFullscreen } from '../../src/ui/fullscreen.ts';
import type { ThisScreen } from '../../src/ui/use-this-screen.ts';
import { watchLeaving } from '../../src/ui/watch-leaving.ts';
import { createCheck, type Check, type CheckState } from '../../src/validation/check.ts';
import { findDotPlace } from '../../src/validation/find-dot-place.ts';
import type { Surroundings } from '../../src/validation/span.ts';
import type { CheckStageProps } from './CheckStage.tsx';

const BROKEN_OFF = 'Nothing of it was kept. Begin again, or leave it out.';

export function useStudyCheck(props: CheckStageProps, dot: RefObject<HTMLElement | null>) {
  const [state, setState] = useState<CheckState>({ status: 'waiting', eyesInView: false });
  const check = useRef<Check>(null);
  const latest = useRef(props);
  latest.current = props;

  const begin = async (): Promise<void> => {
    const ready = check.current?.state();
    if (ready?.status !== 'waiting' || !ready.eyesInView) return;
    await enterFullscreen();
    check.current?.press();
  };

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const end = (tell: (to: CheckStageProps) => void): void => {
      if (signal.aborted) return;
      controller.abort();
      void leaveFullscreen().then(() => tell(latest.current));
    };
    const breakOff = (message: string): void => {
      if (check.current?.state().status === 'running') end(({ onBreak }) => onBreak(message));
    };
    check.current = createCheck({
      targets: latest.current.targets,
      advance: 'auto',
      findPlace: () => findDotPlace(dot.current),
      listen: connectGaze,
      signal,
      onChange(next) {
        setState(next);
        if (next.status === 'failed') end(({ onBreak }) => onBreak(next.message));
        if (next.status === 'finished') {
          end(({ onFinish, screen }) => onFinish(readCheck(next.trials, describeSurroundings(screen))));
        }
      },
    });
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape') breakOff(BROKEN_OFF);
      // On a button the space bar presses that.
      else if (event.key === ' ' && !event.repeat && !(event.target instanceof HTMLButtonElement)) {
        event.preventDefault();
        void begin();
      }
    };
    window.addEventListener('keydown', onKey, { signal });
    watchLeaving(
      {
        onFullscreen: () => breakOff(BROKEN_OFF),
        onHidden: () => breakOff(`Its page was not in view any more. ${BROKEN_OFF}`),
      },
      signal,
    );
    return () => controller.abort();
  }, []);

  return { state, begin: () => void begin() };
}

function describeSurroundings({ widthPx, heightPx, known }: ThisScreen): Surroundings {
  const { widthCm, heightCm, distanceCm } = known ?? {};
  return {
    screen: {
      widthPx,
      heightPx,
      ...(widthCm === undefined || heightCm === undefined ? {} : { widthCm, heightCm }),
    },
    ...(distanceCm === undefined ? {} : { distanceCm }),
  };
}
