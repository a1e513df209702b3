// A run's page: its header, its step, and the ways out of it. One tab at a time.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import type { StudyRunRow } from '../../../src/storage/studies.ts';
import { advanceRun } from '../../../src/storage/study-runs.ts';
import type { RunEvent } from '../../../src/study/run/run-event.ts';
import type { Whereabouts } from '../../../src/study/send/whereabouts.ts';
import { localText } from '../../../src/study/texts.ts';
import { Brand } from '../../../src/ui/Brand.tsx';
import { bringIntoView } from '../../../src/ui/bring-into-view.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { database } from '../../../src/ui/page-database.ts';
import { Deleted } from '../end/Deleted.tsx';
import { RunHeader } from './RunHeader.tsx';
import type { RunView } from './run-view.ts';
import { RunStep } from './RunStep.tsx';
import { useRunLock } from './use-run-lock.ts';

type DeletedRun = { run: StudyRunRow; declined: boolean; whereabouts: Whereabouts };

export function RunPage({ id }: { id: string }) {
  const lock = useRunLock(id);
  const row = useLiveQuery(async () => (await database.studyRuns.get(id)) ?? null, [id]);
  /** What happened and could not be stored, and why. */
  const [refused, setRefused] = useState<{ event: RunEvent; problem: string } | null>(null);
  /** Of a run that was deleted just now, to quote its code. */
  const [deleted, setDeleted] = useState<DeletedRun | null>(null);
  if (row.status === 'failed') {
    return (
      <PlainPage title="Study">
        <Notice kind="problem">Fovea’s database cannot be read: {row.message}</Notice>
      </PlainPage>
    );
  }
  if (deleted) {
    return (
      <PlainPage>
        <Deleted {...deleted} />
      </PlainPage>
    );
  }
  if (row.status === 'loading' || lock === 'asking') return <PlainPage title="Study" />;
  if (!row.value) {
    return (
      <PlainPage title="This study is not here">
        <p class="soft">It was deleted, perhaps in another tab, or its days here were over.</p>
        <a href="#">See all studies</a>
      </PlainPage>
    );
  }
  if (lock === 'elsewhere') {
    return (
      <PlainPage title="This study is open in another tab">
        <p class="soft" role="status" data-testid="elsewhere">
          Go on there. When you close that tab, this one takes over.
        </p>
      </PlainPage>
    );
  }
  const run = row.value;
  const act = async (event: RunEvent): Promise<boolean> => {
    setRefused(null);
    try {
      await advanceRun(database, id, event);
      return true;
    } catch (error) {
      setRefused({ event, problem: explainStorageError(error) });
      return false;
    }
  };
  const lang = run.record.language ?? run.definition.languages[0]!;
  const view: RunView = {
    run,
    lang,
    say: (text) => localText(text, lang, run.definition.languages[0]!),
    act,
    onDeleted: (whereabouts) => setDeleted({ run, declined: false, whereabouts }),
  };
  return (
    <div class="page study" data-testid="run" data-stage={run.stage}>
      <RunHeader view={view} />
      <main class="stack">
        {refused && (
          <div ref={bringIntoView}>
            <Notice kind="problem">
              <div class="stack stack--tight">
                <p>{refused.problem}</p>
                <div>
                  <Button onClick={() => act(refused.event)}>Try again</Button>
                </div>
              </div>
            </Notice>
          </div>
        )}
        <RunStep view={view} onDeclined={() => setDeleted({ run, declined: true, whereabouts: 'here' })} />
      </main>
    </div>
  );
}

function PlainPage({ title, children }: { title?: string; children?: ComponentChildren }) {
  return (
    <div class="page study">
      <header class="page-header">
        <Brand />
      </header>
      <main class="stack">
        {title !== undefined && <h1>{title}</h1>}
        {children}
      </main>
    </div>
  );
}
