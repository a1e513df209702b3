// Studies that were begun here: go on, look at what there is, or delete it.
import { useState } from 'preact/hooks';
import type { StudyRunRow } from '../../../src/storage/studies.ts';
import { findDeletionMs } from '../../../src/study/run/retention.ts';
import { isUnfinished } from '../../../src/study/run/run-machine.ts';
import { localText } from '../../../src/study/texts.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { DeleteRun } from '../run/DeleteRun.tsx';
import { describeStage } from '../run/stage-words.ts';

export function RunList({ title, runs }: { title: string; runs: readonly StudyRunRow[] }) {
  const [deleting, setDeleting] = useState<StudyRunRow | null>(null);
  return (
    <section class="stack stack--tight" aria-label={title} data-testid="runs">
      <h2>{title}</h2>
      <ul class="plain-list stack stack--tight">
        {runs.map((run) => (
          <li key={run.id} class="card run-item">
            <RunItem run={run} onDelete={() => setDeleting(run)} />
          </li>
        ))}
      </ul>
      {deleting && <DeleteRun run={deleting} onDeleted={() => undefined} onClose={() => setDeleting(null)} />}
    </section>
  );
}

function RunItem({ run, onDelete }: { run: StudyRunRow; onDelete: () => void }) {
  const { definition, record, createdAt, changedAt } = run;
  const title = localText(definition.title, record.language ?? '', definition.languages[0]!);
  const deletionMs = findDeletionMs(run);
  const open = isUnfinished(run);
  return (
    <>
      <div class="stack stack--tight">
        <h3 class="run-item__title">{title}</h3>
        <p class="soft small">
          {definition.researcher.name} · {open ? 'begun' : 'of'} {formatDate(open ? createdAt : changedAt)} ·{' '}
          {describeStage(run)}
          {deletionMs !== null && ` · deleted from here on ${formatDate(new Date(deletionMs).toISOString())}`}
        </p>
      </div>
      <div class="row">
        <a class={open ? 'button button--primary' : 'button'} href={`#run=${run.id}`}>
          {open ? 'Go on' : 'Look at it'}
          <span class="read-aloud"> with {title}</span>
        </a>
        <Button variant="danger" label={`Delete… ${title}`} onClick={onDelete}>
          Delete…
        </Button>
      </div>
    </>
  );
}
