// A check of five dots within a study: as often as the participant likes, until it is made or left out.
import { useEffect, useState } from 'preact/hooks';
import type { Target } from '../../src/measurement/targets.ts';
import { sendMessage } from '../../src/messaging/protocol.ts';
import { explainStorageError } from '../../src/storage/storage-error.ts';
import type { CheckOutcome, CheckPlan } from '../../src/study/tasks/check-plan.ts';
import { database } from '../../src/ui/page-database.ts';
import { useThisScreen } from '../../src/ui/use-this-screen.ts';
import { createCheckTargets } from '../../src/validation/check-targets.ts';
import { readLearnedPlaces } from '../../src/validation/learned-places.ts';
import { CheckStage } from './CheckStage.tsx';
import { Refused } from './Refused.tsx';

type Step =
  | { step: 'loading' }
  | { step: 'none' }
  /** `again`: why the try before came to nothing, in words. */
  | { step: 'stage'; plan: CheckPlan; targets: readonly Target[]; attempt: number; again?: string }
  | { step: 'over' }
  /** What came of it could not be stored; `problem` in words. */
  | { step: 'refused'; outcome: CheckOutcome; problem: string };

export function CheckPage({ runId }: { runId: string }) {
  const screen = useThisScreen();
  const [step, setStep] = useState<Step>({ step: 'loading' });

  const prepare = async (plan: CheckPlan, attempt: number, again?: string): Promise<void> => {
    const learned = plan.personId === undefined ? [] : await readLearnedPlaces(database, plan.personId);
    const targets = createCheckTargets('quick', plan.seed + attempt, learned);
    setStep({ step: 'stage', plan, targets, attempt, ...(again === undefined ? {} : { again }) });
  };
  useEffect(() => {
    void sendMessage('getStudyCheck', { runId }).then(
      (plan) => (plan ? prepare(plan, 0) : setStep({ step: 'none' })),
      () => setStep({ step: 'none' }),
    );
  }, []);

  const end = (outcome: CheckOutcome): void => {
    setStep({ step: 'over' });
    // The worker closes this tab; one that has nothing to do with it any more closes itself.
    void sendMessage('endStudyCheck', { runId, outcome }).catch((error: unknown) =>
      setStep({ step: 'refused', outcome, problem: explainStorageError(error) }),
    );
  };

  if (step.step === 'stage' && screen) {
    const { plan, targets, attempt, again } = step;
    return (
      <CheckStage
        key={attempt}
        targets={targets}
        screen={screen}
        within={plan.within}
        again={again}
        onFinish={(reading) => end({ type: 'finished', checkedAt: new Date().toISOString(), reading })}
        onLeaveOut={() => end({ type: 'left-out' })}
        onBreak={(message) => void prepare(plan, attempt + 1, message)}
      />
    );
  }
  return (
    <main class="check-stage study-check">
      {step.step === 'refused' && (
        <Refused
          problem={step.problem}
          isMade={step.outcome.type === 'finished'}
          onAgain={() => end(step.outcome)}
        />
      )}
      <div class="check-wait" role="status" hidden={step.step === 'refused'}>
        {step.step === 'over' && <p class="check-wait__head">Thank you. The study goes on.</p>}
        {step.step === 'none' && (
          <>
            <h1 class="check-wait__head">There is no check to make now</h1>
            <p>You can close this tab.</p>
          </>
        )}
        {(step.step === 'loading' || step.step === 'stage') && <p>One moment…</p>}
      </div>
    </main>
  );
}
