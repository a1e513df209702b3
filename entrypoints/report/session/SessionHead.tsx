// What a session is: its name, when, who, how long; and what can be done with it.
import { useState } from 'preact/hooks';
import type { FixationParameters } from '../../../src/gaze/fixation-parameters.ts';
import { listPeople } from '../../../src/storage/people.ts';
import type { SessionRow } from '../../../src/storage/sessions.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { formatDuration } from '../../../src/ui/format-duration.ts';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { database } from '../../../src/ui/page-database.ts';
import { ExportDialog } from '../files/ExportDialog.tsx';
import { EditSession } from '../list/EditSession.tsx';
import type { Opened } from './use-session.ts';

type Props = {
  opened: Opened;
  /** Undefined until it is read, and where the session was deleted meanwhile. */
  row: SessionRow | undefined;
  /** Of the fixations, where they were chosen by hand. */
  parameters: FixationParameters | undefined;
};

export function SessionHead({ opened, row, parameters }: Props) {
  const { info } = opened.session;
  const [editing, setEditing] = useState(false);
  const [exporting, setExporting] = useState(false);
  const people = useLiveQuery(() => listPeople(database));
  const person =
    info.person === undefined
      ? 'nobody in particular'
      : ((people.status === 'ready' ? people.value.find(({ id }) => id === info.person)?.name : undefined) ??
        info.person);
  const { name, notes } = row ?? info;
  return (
    <div class="session-head">
      <p class="small">
        <a href="#">Sessions</a>
      </p>
      <div class="row row--apart">
        <h1>{name}</h1>
        <div class="row">
          <Button variant="quiet" disabled={!row} onClick={() => setEditing(true)}>
            Name and notes
          </Button>
          <Button disabled={!row} onClick={() => setExporting(true)}>
            Export…
          </Button>
        </div>
      </div>
      <p class="soft numbers">
        {formatDate(info.createdAt)} · {person} · {formatDuration(info.durationMs)} · {info.screen.widthPx} ×{' '}
        {info.screen.heightPx} px
        {row?.status === 'interrupted' && ' · interrupted: all that was written is here'}
      </p>
      {notes !== undefined && notes !== '' && <p class="session-notes">{notes}</p>}
      {exporting && row && (
        <ExportDialog rows={[row]} parameters={parameters} onClose={() => setExporting(false)} />
      )}
      {editing && row && <EditSession row={row} onClose={() => setEditing(false)} />}
    </div>
  );
}
