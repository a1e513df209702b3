// Accuracy: how far gaze is off at dots that Fovea has not learned from, for the person in use.
import { activePersonId } from '../../../src/storage/settings.ts';
import { listValidations } from '../../../src/storage/validations.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../database.ts';
import { useLiveQuery } from '../use-live-query.ts';
import { useStoredSetting } from '../use-setting.ts';
import { CheckFailure } from './CheckFailure.tsx';
import { CheckStage } from './CheckStage.tsx';
import { CheckStart } from './CheckStart.tsx';
import { History } from './History.tsx';
import { NewPerson } from './NewPerson.tsx';
import { PendingResult } from './PendingResult.tsx';
import { ScreenSize } from './ScreenSize.tsx';
import { useChecks } from './use-checks.ts';
import { useThisScreen } from './use-this-screen.ts';
import './accuracy.css';

export function AccuracySection() {
  const id = useStoredSetting(activePersonId);
  const person = useLiveQuery(async () => (id ? ((await database.people.get(id)) ?? null) : null), [id]);
  const rows = useLiveQuery(() => listValidations(database, id ?? ''), [id]);
  const screen = useThisScreen();
  const checks = useChecks(id ?? '', screen);
  const { step } = checks;

  if (step.step === 'stage') return <CheckStage {...step} key={step.seed} onEnd={checks.end} />;
  if (id === undefined || person.status === 'loading' || !screen) return <h1>Accuracy</h1>;
  if (person.status === 'failed') {
    return <Notice kind="problem">Fovea’s database cannot be read: {person.message}</Notice>;
  }
  return (
    <>
      <div class="section-head">
        <h1>Accuracy</h1>
        <p class="soft">
          Look at dots in new places, and see how far off Fovea is. It learns nothing from them, and no photo
          is kept.
        </p>
      </div>
      {!person.value && <NewPerson />}
      {step.problem && <CheckFailure problem={step.problem} />}
      {person.value && step.pending && (
        <PendingResult pending={step.pending} onAgain={() => void checks.again()} onDone={checks.close} />
      )}
      {person.value && !step.pending && <CheckStart onStart={(kind) => void checks.start(kind)} />}
      <ScreenSize screen={screen} />
      {person.value && rows.status === 'ready' && (
        <History person={person.value} rows={rows.value} onRedo={(row) => void checks.redo(row)} />
      )}
      {rows.status === 'failed' && <Notice kind="problem">The checks cannot be read: {rows.message}</Notice>}
    </>
  );
}
