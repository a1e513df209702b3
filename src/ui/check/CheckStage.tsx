// The check itself: full screen and dark, a dot at a time.
import { useEffect, useRef } from 'preact/hooks';
import { leaveFullscreen } from '../fullscreen.ts';
import { TargetDot } from '../measure/TargetDot.tsx';
import { useStillPage } from '../use-still-page.ts';
import { CheckWait } from './CheckWait.tsx';
import { useCheck, type CheckProps } from './use-check.ts';
import './check-stage.css';

export function CheckStage(props: CheckProps) {
  const dot = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const state = useCheck(props, dot);

  useStillPage();
  useEffect(() => {
    stage.current?.focus();
    return () => void leaveFullscreen();
  }, []);

  const running = state.status === 'running' ? state : undefined;
  const phase = running?.run.phase ?? state.status;
  return (
    <div
      ref={stage}
      class={`check-stage check-stage--${phase}`}
      role="application"
      tabIndex={-1}
      aria-label="Accuracy check: look at each dot. Escape cancels."
      data-testid="check-stage"
      data-phase={phase}
      data-index={running?.run.index}
    >
      {state.status === 'waiting' && <CheckWait state={state} advance={props.advance} />}
      {running?.target && <TargetDot key={running.run.index} target={running.target} element={dot} />}
      {running && (
        <div
          class={(running.target?.yRoom ?? 0) > 0.8 ? 'check-progress check-progress--top' : 'check-progress'}
        >
          <p
            class="check-progress__count numbers"
            role="progressbar"
            aria-label="Dots looked at"
            aria-valuenow={running.run.index}
            aria-valuemin={0}
            aria-valuemax={running.run.count}
          >
            {running.run.index} / {running.run.count}
          </p>
          <p role="status">
            {running.eyesInView ? '' : 'Fovea does not see your eyes. Look at the dot with open eyes.'}
          </p>
          <p>
            {props.advance === 'space' ? (
              <>
                <kbd>Space</kbd> I’m looking
              </>
            ) : (
              'The dots move on by themselves'
            )}
            <kbd>Esc</kbd> cancel
          </p>
        </div>
      )}
    </div>
  );
}
