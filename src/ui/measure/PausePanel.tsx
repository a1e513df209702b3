// What a paused measurement shows and asks: how far it is, what it covers; go on, finish later, or throw it away.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PauseReason, RunState } from '../../measurement/run-state.ts';
import type { MeasurementRow } from '../../storage/database.ts';
import { readFrames } from '../../storage/measurements.ts';
import { Button } from '../Button.tsx';
import { formatCount } from '../format-size.ts';
import { Notice } from '../Notice.tsx';
import { database } from '../page-database.ts';
import { useLiveQuery } from '../use-live-query.ts';
import { CoverageMap } from './CoverageMap.tsx';
import { EyesCheck } from './EyesCheck.tsx';
import type { Camera } from './use-camera.ts';
import type { Eyes } from './use-eyes.ts';
import './pause-panel.css';

const TITLES: Record<PauseReason, string> = {
  break: 'Time for a short break',
  again: 'The dots that I missed',
  pause: 'Paused',
  stop: 'Stop here?',
  left: 'Paused: full screen was left',
  camera: 'The camera stopped',
  'other-camera': 'Paused: this is another camera',
  storage: 'Paused: nothing can be stored',
};

/** What to do meanwhile. */
const ADVICE: Partial<Record<PauseReason, string>> = {
  break:
    'Look away, blink, sit differently. You need not sit as before: the more you move, the better Fovea knows you.',
  again: 'Your eyes were not seen while you looked at these. Look at each and press space, as before.',
};

type Props = {
  state: RunState;
  measurement: MeasurementRow;
  /** Targets are taken again, of a measurement that is complete without. */
  isAgain: boolean;
  camera: Camera;
  eyes: Eyes;
  onContinue: () => void;
  onLeave: () => void;
  onKeep: () => void;
  onDiscard: () => void;
};

export function PausePanel({
  state,
  measurement,
  isAgain,
  camera,
  eyes,
  onContinue,
  onLeave,
  onKeep,
  onDiscard,
}: Props) {
  const { taken, count, pause } = state;
  const reason = pause?.reason ?? 'pause';
  const frames = useLiveQuery(() => readFrames(database, measurement.id), [measurement.id]);
  const first = useRef<HTMLButtonElement>(null);
  const cameraStatus = camera.state.status;
  const [reopened, setReopened] = useState(false);
  /** One that is on and sends nothing is opened anew too. */
  const mustReopen = cameraStatus === 'failed' || (reason === 'camera' && !reopened);
  useEffect(() => first.current?.focus(), [cameraStatus, mustReopen]);
  const told = reopened && reason === 'camera' ? undefined : pause?.message;
  const message = camera.state.status === 'failed' ? camera.state.message : told;
  const { widthPx, heightPx } = measurement.screen;
  return (
    <section class="card pause-panel" role="dialog" aria-labelledby="pause-title" data-testid="pause-panel">
      <h2 id="pause-title">{TITLES[reason]}</h2>
      <p class="soft numbers">
        {isAgain
          ? `${formatCount(count - taken, 'dot')} to take again.`
          : `${taken} of ${count} targets are taken and stored.`}
      </p>
      {ADVICE[reason] && <p>{ADVICE[reason]}</p>}
      {message !== undefined && <Notice kind="problem">{message}</Notice>}
      {frames.status === 'ready' && frames.value.length > 0 && (
        <CoverageMap frames={frames.value} aspect={widthPx / heightPx} heightPx={120} caption />
      )}
      <EyesCheck eyes={eyes} quiet />
      <div class="stack stack--tight">
        {mustReopen ? (
          <button
            ref={first}
            type="button"
            class="button button--primary button--wide"
            onClick={() => {
              setReopened(true);
              camera.retry();
            }}
          >
            Try the camera again
          </button>
        ) : (
          <button
            ref={first}
            type="button"
            class="button button--primary button--wide"
            disabled={cameraStatus !== 'ready'}
            onClick={onContinue}
          >
            {reason === 'break' || reason === 'again' ? 'Go on' : 'Continue'}
            <kbd aria-hidden="true">Space</kbd>
          </button>
        )}
        {isAgain ? (
          <Button wide onClick={onLeave}>
            Leave the photos as they are
          </Button>
        ) : (
          <>
            <Button wide onClick={onKeep}>
              Keep and finish later
            </Button>
            <Button wide variant="danger" onClick={onDiscard}>
              Discard this measurement
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
