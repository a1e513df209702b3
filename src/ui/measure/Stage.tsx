// The measurement itself: a dot on a dark screen, the keys, and the panel when it pauses.
import { useRef } from 'preact/hooks';
import type { MeasurementRow } from '../../storage/database.ts';
import { useStillPage } from '../use-still-page.ts';
import { PausePanel } from './PausePanel.tsx';
import { StageProgress } from './StageProgress.tsx';
import { TargetDot } from './TargetDot.tsx';
import type { Camera } from './use-camera.ts';
import type { Eyes } from './use-eyes.ts';
import { useStageRun, type StageOutcome } from './use-stage-run.ts';
import './stage.css';

export type StageProps = {
  measurement: MeasurementRow;
  personName: string;
  /** The targets to take again, where it is not the first time. */
  again?: readonly number[];
  camera: Camera;
  eyes: Eyes;
  onEnd: (outcome: StageOutcome) => void;
};

export function Stage(props: StageProps) {
  const dot = useRef<HTMLDivElement>(null);
  const stage = useStageRun(props, dot);
  const { state, target } = stage;
  const paused = state.phase === 'pause';
  useStillPage();

  return (
    <div
      class={paused ? 'stage' : 'stage stage--active'}
      role="application"
      aria-label="Measurement: look at the dot and press space"
      data-testid="stage"
      data-phase={state.phase}
      data-taken={state.taken}
      data-count={state.count}
    >
      {!paused && target && <TargetDot key={state.taken} target={target} element={dot} />}
      {stage.flashes > 0 && <div key={stage.flashes} class="stage__flash" />}
      {!paused && (
        <StageProgress
          taken={state.taken}
          count={state.count}
          eyes={props.eyes}
          atTop={(target?.yRoom ?? 0) > 0.8}
        />
      )}
      {paused && (
        <PausePanel
          state={state}
          measurement={props.measurement}
          isAgain={props.again !== undefined}
          camera={props.camera}
          eyes={props.eyes}
          onContinue={() => void stage.resume()}
          onLeave={stage.leave}
          onKeep={() => void stage.keep()}
          onDiscard={() => void stage.discard()}
        />
      )}
    </div>
  );
}
