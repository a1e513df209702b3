// The check itself: full screen and dark, a dot at a time.
import { useEffect, useRef } from 'preact/hooks';
import { leaveFullscreen } from '../fullscreen.ts';
import { useStillPage } from '../use-still-page.ts';
import { CheckDots } from './CheckDots.tsx';
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
      {running && <CheckDots state={running} advance={props.advance} dot={dot} escape="cancel" />}
    </div>
  );
}
