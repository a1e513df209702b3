// What a paused measurement asks: go on, finish later, or throw it away.
import { useEffect, useRef } from 'preact/hooks';
import type { PauseReason, RunState } from '../../../src/measurement/run-state.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import type { Camera } from './use-camera.ts';

const TITLES: Record<PauseReason, string> = {
  pause: 'Paused',
  stop: 'Stop here?',
  left: 'Paused: full screen was left',
  camera: 'The camera stopped',
  storage: 'The last photo could not be stored',
};

type Props = {
  state: RunState;
  camera: Camera;
  onContinue: () => void;
  onKeep: () => void;
  onDiscard: () => void;
};

export function PausePanel({ state, camera, onContinue, onKeep, onDiscard }: Props) {
  const { taken, count, pause } = state;
  const first = useRef<HTMLButtonElement>(null);
  const cameraFailed = camera.state.status === 'failed';
  useEffect(() => first.current?.focus(), [cameraFailed]);
  const message = camera.state.status === 'failed' ? camera.state.message : pause?.message;
  return (
    <section class="card pause-panel" role="dialog" aria-labelledby="pause-title" data-testid="pause-panel">
      <h2 id="pause-title">{TITLES[pause?.reason ?? 'pause']}</h2>
      <p class="soft numbers">
        {taken} of {count} targets are taken and stored.
      </p>
      {message !== undefined && <Notice kind="problem">{message}</Notice>}
      <div class="stack stack--tight">
        {cameraFailed ? (
          <button
            ref={first}
            type="button"
            class="button button--primary button--wide"
            onClick={camera.retry}
          >
            Try the camera again
          </button>
        ) : (
          <button
            ref={first}
            type="button"
            class="button button--primary button--wide"
            disabled={camera.state.status !== 'ready'}
            onClick={onContinue}
          >
            Continue
          </button>
        )}
        <Button wide onClick={onKeep}>
          Keep and finish later
        </Button>
        <Button wide variant="danger" onClick={onDiscard}>
          Discard this measurement
        </Button>
      </div>
    </section>
  );
}
