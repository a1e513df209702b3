// The measurement: what to do, the dots in full screen, and what Fovea learns from them.
import { useEffect, useState } from 'preact/hooks';
import type { Capture } from '../../../src/measurement/capture.ts';
import { getSurface, measurePage } from '../../../src/measurement/screen-place.ts';
import type { MeasurementRow } from '../../../src/storage/database.ts';
import { beginMeasurement } from '../../../src/storage/measurements.ts';
import { estimateMeasurementBytes, requireRoom } from '../../../src/storage/room.ts';
import { cameraDeviceId } from '../../../src/storage/settings.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { enterFullscreen, leaveFullscreen } from '../../../src/ui/fullscreen.ts';
import { returnToScreen } from '../../../src/ui/measure/return-to-screen.ts';
import { Stage } from '../../../src/ui/measure/Stage.tsx';
import { useCamera } from '../../../src/ui/measure/use-camera.ts';
import { useEyes, useLooker, usePhotoJudge } from '../../../src/ui/measure/use-eyes.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { useStoredSetting } from '../../../src/ui/use-setting.ts';
import { ensureRunPerson } from '../run/run-person.ts';
import type { RunView } from '../run/run-view.ts';
import { LearnStep } from './LearnStep.tsx';
import { MeasureStart } from './MeasureStart.tsx';

type Step =
  | { step: 'looking-up' }
  /** What is stored of it cannot be read. */
  | { step: 'unread'; measurementId: string | undefined; problem: string }
  | { step: 'start'; unfinished?: MeasurementRow; problem?: string }
  | { step: 'stage'; measurement: MeasurementRow }
  | { step: 'learn'; measurement: MeasurementRow };

export function MeasureStep({ view }: { view: RunView }) {
  const { run, act } = view;
  const { targets } = run.definition.measurement;
  const [step, setStep] = useState<Step>({ step: 'looking-up' });
  const deviceId = useStoredSetting(cameraDeviceId);
  const camera = useCamera(step.step === 'learn' ? undefined : deviceId);
  const looker = useLooker();
  const eyes = useEyes(looker, camera);
  usePhotoJudge(looker, step.step === 'stage' ? step.measurement.id : undefined);

  const lookUp = async (measurementId: string | undefined): Promise<void> => {
    try {
      const measurement = await findMeasurement(measurementId);
      if (measurement?.status === 'complete') setStep({ step: 'learn', measurement });
      else setStep({ step: 'start', ...(measurement ? { unfinished: measurement } : {}) });
    } catch (error) {
      setStep({ step: 'unread', measurementId, problem: explainStorageError(error) });
    }
  };
  // What was cut off is gone on with.
  useEffect(() => void lookUp(run.steps?.measurementId), []);

  const attempt = async (work: () => Promise<MeasurementRow>): Promise<void> => {
    try {
      setStep({ step: 'stage', measurement: await work() });
    } catch (error) {
      await leaveFullscreen();
      setStep({ step: 'start', problem: explainStorageError(error) });
    }
  };
  const begin = (): Promise<void> =>
    attempt(async () => {
      if (camera.state.status !== 'ready') throw new Error('The camera is not ready.');
      await enterFullscreen();
      await requireRoom(estimateMeasurementBytes(targets));
      const person = await ensureRunPerson(run);
      const measurement = await beginMeasurement(
        database,
        describe(person.id, camera.state.capture.camera, targets),
      );
      await act({ type: 'measurement-begun', measurementId: measurement.id });
      return measurement;
    });
  const goOn = (measurement: MeasurementRow): Promise<void> =>
    attempt(async () => {
      await ensureRunPerson(run);
      await returnToScreen(measurement);
      return measurement;
    });
  const end = async ({ id }: MeasurementRow): Promise<void> => {
    await leaveFullscreen();
    await lookUp(id);
  };

  switch (step.step) {
    case 'looking-up':
      return <h1>Getting to know your eyes</h1>;
    case 'unread':
      return (
        <>
          <h1>Getting to know your eyes</h1>
          <Notice kind="problem">
            <div class="stack stack--tight">
              <p>Fovea’s database cannot be read: {step.problem}</p>
              <div>
                <Button onClick={() => lookUp(step.measurementId)}>Try again</Button>
              </div>
            </div>
          </Notice>
        </>
      );
    case 'start':
      return (
        <MeasureStart
          view={view}
          camera={camera}
          eyes={eyes}
          unfinished={step.unfinished}
          onBegin={begin}
          onGoOn={goOn}
        >
          {step.problem !== undefined && <Notice kind="problem">{step.problem}</Notice>}
        </MeasureStart>
      );
    case 'stage':
      return (
        <Stage
          measurement={step.measurement}
          personName={run.record.participant ?? ''}
          camera={camera}
          eyes={eyes}
          onEnd={() => void end(step.measurement)}
        />
      );
    case 'learn':
      return (
        <LearnStep
          measurement={step.measurement}
          onLearned={() =>
            act({ type: 'measured', targets: step.measurement.frameCount, takenAt: new Date().toISOString() })
          }
          onAgain={() => setStep({ step: 'start' })}
        />
      );
  }
}

async function findMeasurement(id: string | undefined): Promise<MeasurementRow | undefined> {
  return id === undefined ? undefined : database.measurements.get(id);
}

function describe(personId: string, camera: Capture['camera'], count: number) {
  const { surface, widthPx, heightPx } = getSurface(measurePage());
  return {
    personId,
    screen: { widthPx, heightPx, extra: {} },
    camera: { ...camera, extra: {} },
    targets: { seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0, count },
    extra: { surface },
  };
}
