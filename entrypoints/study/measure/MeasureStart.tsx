// Before the dots: what to do, whether the camera sees the participant, and why it is done once more.
import type { ComponentChildren } from 'preact';
import type { MeasurementRow } from '../../../src/storage/database.ts';
import { countTries } from '../../../src/study/run/run-machine.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { CameraPreview } from '../../../src/ui/measure/CameraPreview.tsx';
import { EyesCheck } from '../../../src/ui/measure/EyesCheck.tsx';
import { Instructions } from '../../../src/ui/measure/Instructions.tsx';
import type { Camera } from '../../../src/ui/measure/use-camera.ts';
import type { Eyes } from '../../../src/ui/measure/use-eyes.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { MeasureHead, MeasureOnceMore } from '../../../src/ui/study/steps/DotsWords.tsx';
import type { RunView } from '../run/run-view.ts';
import '../../../src/ui/measure/setup.css';

type Props = {
  view: RunView;
  camera: Camera;
  eyes: Eyes;
  unfinished: MeasurementRow | undefined;
  onBegin: () => Promise<void>;
  onGoOn: (measurement: MeasurementRow) => Promise<void>;
  /** Problems. */
  children: ComponentChildren;
};

export function MeasureStart({ view: { run }, camera, eyes, unfinished, onBegin, onGoOn, children }: Props) {
  const { definition, steps } = run;
  const { targets } = definition.measurement;
  const tries = countTries(run);
  const ready = camera.state.status === 'ready';
  return (
    <>
      <MeasureHead targets={targets} />
      {tries > 0 && <MeasureOnceMore validation={definition.validation} tries={tries} />}
      {tries === 0 && steps?.again && (
        <Notice kind="hint">
          <p>Some time has gone by: take the dots once more, then go on where you were.</p>
        </Notice>
      )}
      <div class="card setup">
        <div class="stack">
          <Instructions targetCount={targets} />
          {children}
          {unfinished ? (
            <Notice kind="hint">
              <p data-testid="unfinished">
                {unfinished.frameCount} of {unfinished.targets?.count} dots are taken already.
              </p>
              <div class="row">
                <Button variant="primary" disabled={!ready} onClick={() => onGoOn(unfinished)}>
                  Go on in full screen
                </Button>
                <Button disabled={!ready} onClick={onBegin}>
                  Begin anew
                </Button>
              </div>
            </Notice>
          ) : (
            <div class="row">
              <Button variant="primary" disabled={!ready} onClick={onBegin}>
                Start in full screen
              </Button>
            </div>
          )}
        </div>
        <div class="stack stack--tight">
          <CameraPreview camera={camera} />
          {ready && <EyesCheck eyes={eyes} />}
        </div>
      </div>
    </>
  );
}
