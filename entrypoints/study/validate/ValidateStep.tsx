// The gate before the tasks: how far gaze is off at dots that Fovea has not learned from.
import { useState } from 'preact/hooks';
import { findCameraLabel } from '../../../src/camera/present-camera.ts';
import { loadWeights } from '../../../src/gaze/load-weights.ts';
import type { Target } from '../../../src/measurement/targets.ts';
import { hashWeights } from '../../../src/model/hash-weights.ts';
import { cameraDeviceId } from '../../../src/storage/settings.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { keepValidation } from '../../../src/storage/validations.ts';
import { readCheck } from '../../../src/study/tasks/check-record.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { CheckFailure, type CheckProblem } from '../../../src/ui/check/CheckFailure.tsx';
import { CheckStage } from '../../../src/ui/check/CheckStage.tsx';
import { makeValidation } from '../../../src/ui/check/make-validation.ts';
import type { CheckOutcome } from '../../../src/ui/check/use-check.ts';
import { enterFullscreen, leaveFullscreen } from '../../../src/ui/fullscreen.ts';
import { database } from '../../../src/ui/page-database.ts';
import { ValidateHead, ValidateInstructions } from '../../../src/ui/study/steps/DotsWords.tsx';
import { useThisScreen, type ThisScreen } from '../../../src/ui/use-this-screen.ts';
import { createCheckTargets } from '../../../src/validation/check-targets.ts';
import { readLearnedPlaces } from '../../../src/validation/learned-places.ts';
import { ensureRunPerson } from '../run/run-person.ts';
import type { RunView } from '../run/run-view.ts';

const KIND = 'full';
const ADVANCE = 'space';

type Step =
  { step: 'start'; problem?: CheckProblem } | { step: 'stage'; personId: string; targets: readonly Target[] };

export function ValidateStep({ view }: { view: RunView }) {
  const { run, act } = view;
  const screen = useThisScreen();
  const [step, setStep] = useState<Step>({ step: 'start' });

  const fail = async (error: unknown): Promise<void> => {
    await leaveFullscreen();
    const problem = { type: 'failed', message: explainStorageError(error), denied: false } as const;
    setStep({ step: 'start', problem });
  };
  const begin = async (): Promise<void> => {
    try {
      await enterFullscreen();
      const { id: personId } = await ensureRunPerson(run);
      const learned = await readLearnedPlaces(database, personId);
      const seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
      setStep({ step: 'stage', personId, targets: createCheckTargets(KIND, seed, learned) });
    } catch (error) {
      await fail(error);
    }
  };
  const end = async (outcome: CheckOutcome, personId: string): Promise<void> => {
    if (outcome.type !== 'finished') return setStep({ step: 'start', problem: outcome });
    if (!screen) return setStep({ step: 'start' });
    try {
      const camera = await readCamera();
      const row = makeValidation({ kind: KIND, advance: ADVANCE, personId, screen, camera }, outcome);
      // The session says how accurate it is by the last check that is kept.
      await keepValidation(database, row);
      const reading = readCheck(outcome.trials, describeSurroundings(screen));
      await act({
        type: 'checked',
        check: { kind: 'validation', checkedAt: row.createdAt, ...reading, correction: null },
        network: { backend: outcome.tracker.backend, weightsHash: await hashWeights(await loadWeights()) },
      });
    } catch (error) {
      await fail(error);
    }
  };

  if (step.step === 'stage') {
    const { personId, targets } = step;
    return (
      <CheckStage targets={targets} advance={ADVANCE} onEnd={(outcome) => void end(outcome, personId)} />
    );
  }
  return <ValidateStart problem={step.problem} ready={screen !== null} onBegin={begin} />;
}

type StartProps = { problem: CheckProblem | undefined; ready: boolean; onBegin: () => Promise<void> };

function ValidateStart({ problem, ready, onBegin }: StartProps) {
  return (
    <>
      <ValidateHead />
      {problem && <CheckFailure problem={problem} />}
      <section class="card stack">
        <ValidateInstructions />
        <div>
          <Button variant="primary" disabled={!ready} onClick={onBegin}>
            Start in full screen
          </Button>
        </div>
      </section>
    </>
  );
}

function describeSurroundings({ widthPx, heightPx, known }: ThisScreen) {
  const size =
    known?.widthCm !== undefined && known.heightCm !== undefined
      ? { widthCm: known.widthCm, heightCm: known.heightCm }
      : {};
  return {
    screen: { widthPx, heightPx, ...size },
    ...(known?.distanceCm === undefined ? {} : { distanceCm: known.distanceCm }),
  };
}

async function readCamera(): Promise<string | undefined> {
  const [devices, deviceId] = await Promise.all([
    navigator.mediaDevices.enumerateDevices(),
    cameraDeviceId.getValue(),
  ]);
  return findCameraLabel(devices, deviceId);
}
