// Taking a measurement: who, then the dots in full screen, then what came of it.
import { useState } from 'preact/hooks';
import type { MeasurementRow } from '../../../src/storage/database.ts';
import { activePersonId, cameraDeviceId } from '../../../src/storage/settings.ts';
import { useStoredSetting } from '../use-setting.ts';
import { Finished } from './Finished.tsx';
import { leaveFullscreen } from './fullscreen.ts';
import { startLearning } from './learning.ts';
import { Setup } from './Setup.tsx';
import { Stage } from './Stage.tsx';
import { useCamera } from './use-camera.ts';

type Step =
  | { step: 'setup' }
  | { step: 'stage'; measurement: MeasurementRow; personName: string }
  | { step: 'finished'; measurementId: string; personName: string };

/** Somebody who is measured for a group: nobody else can be chosen, and the group says how many dots. */
export type MeasuredParticipant = {
  readonly personId: string;
  readonly code: string;
  readonly targetCount: number;
  /** Before a measurement or after it; not in its middle. */
  readonly onLeave: () => void;
};

type Props = {
  /** `Person.id` to offer first; empty for whoever is in use. */
  startWith: string;
  participant?: MeasuredParticipant;
};

export function MeasureSection({ startWith, participant }: Props) {
  const deviceId = useStoredSetting(cameraDeviceId);
  const [step, setStep] = useState<Step>({ step: 'setup' });
  const [lastPersonId, setLastPersonId] = useState(startWith);
  const camera = useCamera(step.step === 'finished' ? undefined : deviceId);

  const end = async (measurement: MeasurementRow, personName: string, complete: boolean): Promise<void> => {
    await leaveFullscreen();
    if (complete) {
      await activePersonId.setValue(measurement.personId);
      void startLearning(measurement);
    }
    setStep(complete ? { step: 'finished', measurementId: measurement.id, personName } : { step: 'setup' });
  };

  switch (step.step) {
    case 'setup':
      return (
        <Setup
          startWith={lastPersonId}
          participant={participant}
          camera={camera}
          onBegin={(measurement, personName) => {
            setLastPersonId(measurement.personId);
            setStep({ step: 'stage', measurement, personName });
          }}
        />
      );
    case 'stage':
      return (
        <Stage
          measurement={step.measurement}
          personName={step.personName}
          camera={camera}
          onEnd={(outcome) => void end(step.measurement, step.personName, outcome === 'complete')}
        />
      );
    case 'finished':
      return <Finished {...step} participant={participant} onAgain={() => setStep({ step: 'setup' })} />;
  }
}
