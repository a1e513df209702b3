// The order of things in the section: start, the stage, a result that waits to be accepted.
import { useState } from 'preact/hooks';
import { findCameraLabel } from '../../../src/camera/present-camera.ts';
import type { Target } from '../../../src/measurement/targets.ts';
import { cameraDeviceId, checkAdvance } from '../../../src/storage/settings.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import type { ValidationRow } from '../../../src/storage/validations.ts';
import type { CheckProblem } from '../../../src/ui/check/CheckFailure.tsx';
import { makeValidation, type CheckPlan } from '../../../src/ui/check/make-validation.ts';
import type { CheckOutcome } from '../../../src/ui/check/use-check.ts';
import { enterFullscreen, leaveFullscreen } from '../../../src/ui/fullscreen.ts';
import { database } from '../../../src/ui/page-database.ts';
import type { ThisScreen } from '../../../src/ui/use-this-screen.ts';
import type { Advance } from '../../../src/validation/check-run.ts';
import { createCheckTargets, type CheckKind } from '../../../src/validation/check-targets.ts';
import { readLearnedPlaces } from '../../../src/validation/learned-places.ts';
import type { Pending } from './PendingResult.tsx';

type Stage = {
  step: 'stage';
  /** Of its targets; no two checks have the same. */
  seed: number;
  targets: readonly Target[];
  advance: Advance;
  kind: CheckKind;
};
type Home = {
  step: 'home';
  pending?: Pending;
  problem?: CheckProblem;
  /** Back from a check or a result: the keyboard goes on at the start of the next. */
  returned?: 'kept' | 'left';
};
type Step = Home | Stage;

/** What a check under way is to take the place of. */
type Before = Pick<Pending, 'replaces' | 'earlier'> & {
  /** Shown again where the check comes to nothing. */
  pending?: Pending;
};

export function useChecks(personId: string, screen: ThisScreen) {
  const [step, setStep] = useState<Step>({ step: 'home' });
  const [before, setBefore] = useState<Before>({});

  /** Must follow a key press or click of the person, for full screen. */
  const start = async (kind: CheckKind, from: Before = {}): Promise<void> => {
    try {
      await enterFullscreen();
      const [learned, advance] = await Promise.all([
        readLearnedPlaces(database, personId),
        checkAdvance.getValue(),
      ]);
      const seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
      setBefore(from);
      setStep({
        step: 'stage',
        seed,
        kind,
        advance,
        targets: createCheckTargets(kind, seed, learned),
      });
    } catch (error) {
      await leaveFullscreen();
      setStep({
        step: 'home',
        problem: { type: 'failed', message: explainStorageError(error), denied: false },
        ...(from.pending ? { pending: from.pending } : {}),
      });
    }
  };

  const end = async (outcome: CheckOutcome): Promise<void> => {
    if (step.step !== 'stage') return;
    const { kind, advance } = step;
    const { pending, ...rest } = before;
    if (outcome.type !== 'finished') {
      setStep({ step: 'home', problem: outcome, returned: 'left', ...(pending ? { pending } : {}) });
    } else {
      const camera = await readCamera();
      const plan: CheckPlan = { kind, advance, personId, screen, camera };
      setStep({ step: 'home', pending: { ...rest, row: makeValidation(plan, outcome) } });
    }
  };

  return {
    step,
    start: (kind: CheckKind) => start(kind),
    end: (outcome: CheckOutcome) => void end(outcome),
    /** Once more; the result that is shown is not lost by it. */
    async again(): Promise<void> {
      if (step.step !== 'home' || !step.pending) return;
      const { row, replaces } = step.pending;
      await start(row.kind, { earlier: row, pending: step.pending, ...(replaces ? { replaces } : {}) });
    },
    redo: (row: ValidationRow) => start(row.kind, { replaces: row }),
    close: (kept?: ValidationRow) => setStep({ step: 'home', returned: kept ? 'kept' : 'left' }),
  };
}

async function readCamera(): Promise<string | undefined> {
  const [devices, deviceId] = await Promise.all([
    navigator.mediaDevices.enumerateDevices(),
    cameraDeviceId.getValue(),
  ]);
  return findCameraLabel(devices, deviceId);
}
