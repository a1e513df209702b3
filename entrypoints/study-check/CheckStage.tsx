// One try of the check: what it is for, then a dot at a time.
import { useEffect, useRef } from 'preact/hooks';
import type { Target } from '../../src/measurement/targets.ts';
import type { CheckReading } from '../../src/study/tasks/check-record.ts';
import { CheckDots } from '../../src/ui/check/CheckDots.tsx';
import type { ThisScreen } from '../../src/ui/use-this-screen.ts';
import { CheckIntro } from './CheckIntro.tsx';
import { useStudyCheck } from './use-study-check.ts';

export type CheckStageProps = {
  targets: readonly Target[];
  screen: ThisScreen;
  within: boolean;
  /** Why the try before came to nothing, in words. */
  again?: string | undefined;
  onFinish: (reading: CheckReading) => void;
  onLeaveOut: () => void;
  /** It was broken off, or failed: in words. */
  onBreak: (message: string) => void;
};

export function CheckStage(props: CheckStageProps) {
  const dot = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const { state, begin } = useStudyCheck(props, dot);
  const running = state.status === 'running' ? state : undefined;
  const phase = running?.run.phase ?? state.status;
  // While dots are shown, no key and no pointer does anything but end it.
  useEffect(() => {
    if (running) stage.current?.focus();
  }, [running !== undefined]);

  if (!running) {
    return (
      <main class="check-stage study-check" data-testid="study-check" data-phase={phase}>
        <CheckIntro
          state={state}
          within={props.within}
          again={props.again}
          onBegin={begin}
          onLeaveOut={props.onLeaveOut}
        />
      </main>
    );
  }
  return (
    <div
      ref={stage}
      class={`check-stage check-stage--${phase}`}
      role="application"
      tabIndex={-1}
      aria-label="Short check: look at each dot. Escape breaks it off."
      data-testid="study-check"
      data-phase={phase}
      data-index={running.run.index}
    >
      <CheckDots state={running} advance="auto" dot={dot} escape="break off" />
    </div>
  );
}
