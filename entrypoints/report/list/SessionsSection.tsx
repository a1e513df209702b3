// All recorded sessions: the list, or how to record one while there is none.
import { listPeople } from '../../../src/storage/people.ts';
import { listSessions } from '../../../src/storage/sessions.ts';
import { FileButton } from '../../../src/ui/FileButton.tsx';
import { formatDuration } from '../../../src/ui/format-duration.ts';
import { formatCount, formatSize } from '../../../src/ui/format-size.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { ImportReports } from '../files/ImportReports.tsx';
import { useImports } from '../files/use-imports.ts';
import { EmptySessions } from './EmptySessions.tsx';
import { SessionTable } from './SessionTable.tsx';

export function SessionsSection() {
  const sessions = useLiveQuery(() => listSessions(database));
  const imports = useImports();
  const people = useLiveQuery(() => listPeople(database));
  if (sessions.status === 'failed') {
    return <Notice kind="problem">Fovea’s database cannot be read: {sessions.message}</Notice>;
  }
  if (sessions.status === 'loading' || people.status === 'loading') return <h1>Sessions</h1>;
  const rows = sessions.value;
  const names = new Map(people.status === 'ready' ? people.value.map(({ id, name }) => [id, name]) : []);
  const durationMs = rows.reduce((sum, row) => sum + row.durationMs, 0);
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
  return (
    <>
      <div class="row row--apart section-head">
        <div>
          <h1>Sessions</h1>
          {rows.length > 0 && (
            <p class="soft numbers" data-testid="totals">
              {formatCount(rows.length, 'session')} · {formatDuration(durationMs)} · {formatSize(bytes)} on
              this disk
            </p>
          )}
        </div>
        <FileButton
          accept=".zip,application/zip"
          multiple
          files="Session files"
          testId="import-sessions"
          onFiles={imports.add}
        >
          Import…
        </FileButton>
      </div>
      <ImportReports imports={imports} />
      {rows.length === 0 ? <EmptySessions /> : <SessionTable rows={rows} names={names} />}
    </>
  );
}
