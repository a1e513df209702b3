// Everything that a submission holds, each item folded in under what it is.
import type { ComponentChildren } from 'preact';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { formatCount, formatSize } from '../../../src/ui/format-size.ts';
import { loadSession } from '../../../src/storage/sessions.ts';
import { database } from '../../../src/ui/page-database.ts';
import type { RunView } from '../run/run-view.ts';
import { AnswersItem, ChecksItem, ComputerItem, TasksItem } from './record-items.tsx';
import { GazeItem } from './GazeItem.tsx';

export function SummaryItems({ view }: { view: RunView }) {
  const { run } = view;
  const { record, sessionId } = run;
  const hasSession = record.status === 'complete' || record.status === 'left-early';
  const session = useLiveQuery(async () => {
    if (!hasSession || sessionId === undefined) return null;
    const row = await database.sessions.get(sessionId);
    return row ? { row, session: await loadSession(database, sessionId) } : null;
  }, [sessionId, hasSession]);
  const found = session.status === 'ready' ? session.value : null;
  const answers = record.answers ?? [];
  const tasks = record.tasks ?? [];
  const checks = record.checks ?? [];
  return (
    <section class="card summary" aria-label="What would be sent" data-testid="summary">
      <Item title="Your answers" count={formatCount(answers.length, 'answer')} empty={answers.length === 0}>
        <AnswersItem view={view} />
      </Item>
      <Item title="Your tasks" count={formatCount(tasks.length, 'task')} empty={tasks.length === 0}>
        <TasksItem view={view} />
      </Item>
      {hasSession && (
        <Item
          title="Where you looked"
          count={
            found
              ? `${formatCount(found.row.sampleCount, 'sample')} here, about ${formatSize(found.row.bytes)}`
              : session.status === 'loading'
                ? 'reading it…'
                : 'nothing'
          }
          empty={!found}
        >
          {found && <GazeItem view={view} session={found.session} sessionId={found.row.id} />}
        </Item>
      )}
      <Item
        title="How accurately Fovea saw it"
        count={formatCount(checks.length, 'check')}
        empty={checks.length === 0}
      >
        <ChecksItem view={view} />
      </Item>
      <Item title="Your computer, your consent" count="" empty={false}>
        <ComputerItem view={view} />
      </Item>
      <Item title="All but the recording, word for word" count="as it is in the file" empty={false}>
        <pre class="word-for-word" tabIndex={0} role="region" aria-label="Word for word">
          {JSON.stringify(record, null, 2)}
        </pre>
      </Item>
    </section>
  );
}

type ItemProps = { title: string; count: string; empty: boolean; children: ComponentChildren };

function Item({ title, count, empty, children }: ItemProps) {
  if (empty) {
    return (
      <p class="summary__item summary__item--empty">
        <strong>{title}</strong> <span class="soft">none</span>
      </p>
    );
  }
  return (
    <details class="summary__item">
      <summary>
        <strong>{title}</strong> <span class="soft numbers">{count}</span>
      </summary>
      <div class="summary__content">{children}</div>
    </details>
  );
}
