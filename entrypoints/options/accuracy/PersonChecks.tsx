// A person's checks: a new one, its result, and those that were kept.
import type { PersonRow } from '../../../src/storage/database.ts';
import { listValidations } from '../../../src/storage/validations.ts';
import { CheckFailure } from '../../../src/ui/check/CheckFailure.tsx';
import { CheckStage } from '../../../src/ui/check/CheckStage.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import type { ThisScreen } from '../../../src/ui/use-this-screen.ts';
import { CheckStart } from './CheckStart.tsx';
import { History } from './History.tsx';
import { PendingResult } from './PendingResult.tsx';
import { ScreenSize } from './ScreenSize.tsx';
import { useChecks } from './use-checks.ts';

export function PersonChecks({ person, screen }: { person: PersonRow; screen: ThisScreen }) {
  const rows = useLiveQuery(() => listValidations(database, person.id), [person.id]);
  const { step, ...checks } = useChecks(person.id, screen);
  if (step.step === 'stage') return <CheckStage {...step} key={step.seed} onEnd={checks.end} />;
  return (
    <>
      <p class="read-aloud" role="status">
        {step.returned === 'kept' ? 'The result is kept.' : ''}
      </p>
      {step.problem && <CheckFailure problem={step.problem} />}
      {step.pending ? (
        <PendingResult pending={step.pending} onAgain={() => void checks.again()} onDone={checks.close} />
      ) : (
        <CheckStart returned={step.returned !== undefined} onStart={(kind) => void checks.start(kind)} />
      )}
      <ScreenSize screen={screen} />
      {rows.status === 'ready' && (
        <History
          person={person}
          rows={rows.value}
          busy={step.pending !== undefined}
          onRedo={(row) => void checks.redo(row)}
        />
      )}
      {rows.status === 'failed' && <Notice kind="problem">The checks cannot be read: {rows.message}</Notice>}
    </>
  );
}
