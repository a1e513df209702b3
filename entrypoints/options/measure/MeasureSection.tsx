// Taking a measurement: who, then the dots in full screen, then what came of it.
import { useState } from 'preact/hooks';
import type { MeasurementRow } from '../../../src/storage/database.ts';
import { activePersonId, cameraDeviceId } from '../../../src/storage/settings.ts';
import { leaveFullscreen } from '../../../src/ui/fullscreen.ts';
import { cancelLearning, startLearning } from '../../../src/ui/measure/learning.ts';
import { returnToScreen } from '../../../src/ui/measure/return-to-screen.ts';
import { Stage } from '../../../src/ui/measure/Stage.tsx';
import { useCamera } from '../../../src/ui/measure/use-camera.ts';
import { useEyes, useLooker, usePhotoJudge } from '../../../src/ui/measure/use-eyes.ts';
import { useStoredSetting } from '../../../src/ui/use-setting.ts';
import { Finished } from './Finished.tsx';
import { Setup } from './Setup.tsx';

type Step =
  | { step: 'setup' }
  | { step: 'stage'; measurement: MeasurementRow; personName: string; again?: readonly number[] }
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
  const looker = useLooker();
  const eyes = useEyes(looker, camera);
  usePhotoJudge(looker, getMeasurementId(step));

  const end = async (measurement: MeasurementRow, personName: string, complete: boolean): Promise<void> => {
    await leaveFullscreen();
    if (complete) {
      await activePersonId.setValue(measurement.personId);
      void startLearning(measurement);
    }
    setStep(complete ? { step: 'finished', measurementId: measurement.id, personName } : { step: 'setup' });
  };

  const retake = async (
    measurement: MeasurementRow,
    personName: string,
    again: readonly number[],
  ): Promise<void> => {
    cancelLearning(measurement.personId);
    await returnToScreen(measurement);
    setStep({ step: 'stage', measurement, personName, again });
  };

  switch (step.step) {
    case 'setup':
      return (
        <Setup
          startWith={lastPersonId}
          participant={participant}
          camera={camera}
          eyes={eyes}
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
          again={step.again}
          camera={camera}
          eyes={eyes}
          onEnd={(outcome) => void end(step.measurement, step.personName, outcome === 'complete')}
        />
      );
    case 'finished':
      return (
        <Finished
          {...step}
          participant={participant}
          onAgain={() => setStep({ step: 'setup' })}
          onRetake={(measurement, targets) => void retake(measurement, step.personName, targets)}
        />
      );
  }
}

function getMeasurementId(step: Step): string | undefined {
  if (step.step === 'setup') return undefined;
  return step.step === 'stage' ? step.measurement.id : step.measurementId;
}
