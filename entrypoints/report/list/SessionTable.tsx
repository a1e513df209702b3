// The sessions as a table; two or more that are chosen can be compared, exported or deleted together.
import { useState } from 'preact/hooks';
import { deleteSessions, restoreSession, type SessionRow } from '../../../src/storage/sessions.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { rememberUndo } from '../../../src/ui/deletions.ts';
import { formatCount } from '../../../src/ui/format-size.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { linkComparison } from '../addresses.ts';
import { database } from '../../../src/ui/page-database.ts';
import { ExportDialog } from '../files/ExportDialog.tsx';
import { EditSession } from './EditSession.tsx';
import { SessionItem } from './SessionItem.tsx';
import { useSummaries } from './use-summaries.ts';

type Props = {
  rows: readonly SessionRow[];
  /** Names of people by `Person.id`. */
  names: ReadonlyMap<string, string>;
};

export function SessionTable({ rows, names }: Props) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [edited, setEdited] = useState<SessionRow | null>(null);
  const [exported, setExported] = useState<readonly SessionRow[] | null>(null);
  const [problem, setProblem] = useState('');
  const summaries = useSummaries(rows);
  const chosenRows = rows.filter(({ id }) => chosen.has(id));
  const choose = (id: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const remove = async (gone: readonly SessionRow[]): Promise<void> => {
    try {
      const deleted = await deleteSessions(
        database,
        gone.map(({ id }) => id),
      );
      const what = gone.length === 1 ? `“${gone[0]!.name}”` : formatCount(gone.length, 'session');
      rememberUndo(what, async () => {
        for (const one of deleted) await restoreSession(database, one);
      });
      setProblem('');
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };
  const [first, ...others] = chosenRows.map(({ id }) => id);
  return (
    <section class="card card--table" aria-label="Recorded sessions">
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      <div class="choice" role="status">
        {chosenRows.length === 0 ? (
          <p class="soft">Choose two or more to compare or export them together.</p>
        ) : (
          <>
            <p>
              <strong>{chosenRows.length} chosen</strong>
            </p>
            {first !== undefined && others.length > 0 && (
              <a class="button button--primary" href={linkComparison([[first], others])}>
                Compare
              </a>
            )}
            <Button label="Export what is chosen" onClick={() => setExported(chosenRows)}>
              Export
            </Button>
            <Button variant="danger" label="Delete what is chosen" onClick={() => remove(chosenRows)}>
              Delete
            </Button>
            <Button variant="quiet" onClick={() => setChosen(new Set())}>
              Choose none
            </Button>
          </>
        )}
      </div>
      <div class="table-room" role="region" aria-label="Table of sessions" tabIndex={0}>
        <table class="table numbers">
          <thead>
            <tr>
              <td />
              <th scope="col">Session</th>
              <th scope="col" class="table__number">
                Duration
              </th>
              <th scope="col" class="table__number">
                Pages
              </th>
              <th scope="col" class="table__number">
                Samples
              </th>
              <th scope="col" class="table__number">
                Data loss
              </th>
              <th scope="col" class="table__number">
                Size
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <SessionItem
                key={row.id}
                row={row}
                person={row.person === undefined ? undefined : (names.get(row.person) ?? row.person)}
                summary={summaries.get(row.id)}
                chosen={chosen.has(row.id)}
                onChoose={(on) => choose(row.id, on)}
                onEdit={() => setEdited(row)}
                onExport={() => setExported([row])}
                onDelete={() => remove([row])}
              />
            ))}
          </tbody>
        </table>
      </div>
      {exported && <ExportDialog rows={exported} onClose={() => setExported(null)} />}
      {edited && <EditSession row={edited} onClose={() => setEdited(null)} />}
    </section>
  );
}
