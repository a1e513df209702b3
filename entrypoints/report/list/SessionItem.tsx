// One session in the table.
import type { SessionRow } from '../../../src/storage/sessions.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { formatDuration, formatShare } from '../../../src/ui/format-duration.ts';
import { formatSize } from '../../../src/ui/format-size.ts';
import { linkSession } from '../addresses.ts';
import type { SessionSummary } from '../worker/analysis-worker.ts';

type Props = {
  row: SessionRow;
  /** Absent where it was nobody in particular. */
  person: string | undefined;
  /** Undefined until it is known. */
  summary: SessionSummary | undefined;
  chosen: boolean;
  onChoose: (on: boolean) => void;
  onEdit: () => void;
  onExport: () => void;
  onDelete: () => void;
};

const STATUS_WORDS: Partial<Record<SessionRow['status'], string>> = {
  recording: 'Recording now',
  paused: 'Paused',
  interrupted: 'Interrupted',
};

export function SessionItem({ row, person, summary, chosen, onChoose, onEdit, onExport, onDelete }: Props) {
  const { id, name, createdAt, durationMs, sampleCount, bytes, status, notes } = row;
  const lasts = status === 'recording' || status === 'paused';
  return (
    <tr data-testid="session" data-id={id} class={chosen ? 'table__chosen' : undefined}>
      <td class="table__check">
        <input
          type="checkbox"
          aria-label={`Choose ${name}`}
          checked={chosen}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
      </td>
      <th scope="row">
        <span class="row">
          <a class="session-name" href={linkSession(id)}>
            {name}
          </a>
          {STATUS_WORDS[status] !== undefined && (
            <span
              class={lasts ? 'badge' : 'badge badge--hint'}
              title={
                status === 'interrupted'
                  ? 'The browser ended while it was recorded; up to then it is all here.'
                  : undefined
              }
            >
              {STATUS_WORDS[status]}
            </span>
          )}
        </span>
        <span class="soft small table__under">
          {formatDate(createdAt)} · {person ?? 'nobody in particular'}
        </span>
        {notes !== undefined && notes !== '' && (
          <span class="soft small table__under session-notes">{notes}</span>
        )}
      </th>
      <td class="table__number">{formatDuration(durationMs)}</td>
      <td class="table__number">{summary ? summary.pages : '…'}</td>
      <td class="table__number">{sampleCount.toLocaleString()}</td>
      <td class="table__number">{summary ? formatShare(summary.lostShare) : '…'}</td>
      <td class="table__number">{formatSize(bytes)}</td>
      <td>
        <span class="table__actions">
          <a class="button button--quiet" href={linkSession(id)} aria-label={`Open ${name}`}>
            Open
          </a>
          <Button variant="quiet" label={`Name, notes of ${name}`} onClick={onEdit}>
            Name, notes
          </Button>
          <Button variant="quiet" label={`Export ${name}`} onClick={onExport}>
            Export
          </Button>
          {!lasts && (
            <Button variant="quiet" label={`Delete ${name}`} onClick={onDelete}>
              Delete
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}
