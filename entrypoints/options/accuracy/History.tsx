// The checks that a person kept, newest first, and their export.
import { useState } from 'preact/hooks';
import type { PersonRow } from '../../../src/storage/database.ts';
import {
  deleteValidation,
  restoreValidations,
  type ValidationRow,
} from '../../../src/storage/validations.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { toValidationCsv, toValidationJson } from '../../../src/validation/export.ts';
import { database } from '../../../src/ui/page-database.ts';
import { rememberUndo } from '../../../src/ui/deletions.ts';
import { formatDate } from '../../../src/ui/format-date.ts';
import { saveFile } from '../../../src/ui/save-file.ts';
import type { Span } from '../../../src/validation/span.ts';
import { formatNumber, UNKNOWN } from './format-figures.ts';
import { ResultView } from './ResultView.tsx';

type Props = {
  person: PersonRow;
  rows: readonly ValidationRow[];
  /** A result waits to be accepted: it comes first. */
  busy: boolean;
  onRedo: (row: ValidationRow) => void;
};

export function History({ person, rows, busy, onRedo }: Props) {
  const [shownId, setShownId] = useState('');
  const [problem, setProblem] = useState('');
  if (rows.length === 0) {
    return (
      <section class="card" aria-label="Checks" data-testid="no-checks">
        <h2>No checks of {person.name} yet</h2>
        <p class="soft">Results that you keep are listed here, and can be exported as CSV or JSON.</p>
      </section>
    );
  }
  const remove = async ({ id, createdAt }: ValidationRow): Promise<void> => {
    setProblem('');
    try {
      const deleted = await deleteValidation(database, id);
      rememberUndo(`the check of ${formatDate(createdAt)}`, () => restoreValidations(database, deleted));
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };
  const shown = rows.find(({ id }) => id === shownId);
  return (
    <section class="card stack" aria-label="Checks">
      <div class="row row--apart">
        <h2>Checks of {person.name}</h2>
        <div class="row">
          <Button onClick={() => save(person, 'csv', 'text/csv', toValidationCsv(rows))}>Export CSV</Button>
          <Button onClick={() => save(person, 'json', 'application/json', toValidationJson(person.id, rows))}>
            Export JSON
          </Button>
        </div>
      </div>
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      <div class="table-room">
        <table class="figures-table checks-table numbers">
          <thead>
            <tr>
              {['Date', 'Grade', 'Accuracy', 'Precision', 'Data loss', 'Rate', 'Screen', 'Camera'].map(
                (title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ),
              )}
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} data-testid="check" data-id={row.id}>
                <th scope="row">
                  {formatDate(row.createdAt)}
                  <span class="soft small">{row.kind === 'quick' ? 'quick, 5 dots' : '13 dots'}</span>
                </th>
                <td>{row.grade}</td>
                <SpanCell span={row.figures.accuracy} />
                <SpanCell span={row.figures.precisionRms} />
                <td>{formatNumber(row.figures.dataLossPct, 0)} %</td>
                <td>
                  {row.figures.samplingRateHz === null
                    ? UNKNOWN
                    : `${formatNumber(row.figures.samplingRateHz, 1)} Hz`}
                </td>
                <td>
                  {row.screen.widthPx} × {row.screen.heightPx}
                  {row.elsewhere && <span class="soft small checks-table__note">from a group’s file</span>}
                </td>
                <td class="checks-table__camera" title={row.camera}>
                  {row.camera ?? UNKNOWN}
                </td>
                <td>
                  <Actions
                    row={row}
                    shown={row.id === shownId}
                    busy={busy}
                    onShow={() => setShownId(row.id === shownId ? '' : row.id)}
                    onRedo={() => onRedo(row)}
                    onDelete={() => void remove(row)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="soft small">Accuracy and precision (sample to sample) in % of the screen.</p>
      {shown && (
        <div class="check-shown" aria-label={`Check of ${formatDate(shown.createdAt)}`} role="group">
          <ResultView row={shown} />
        </div>
      )}
    </section>
  );
}

/** In % of the screen, with the angle below it where that is known. */
function SpanCell({ span }: { span: Span | null }) {
  return (
    <td>
      {span ? `${formatNumber(span.screenPct, 1)} %` : UNKNOWN}
      {span && span.deg !== null && (
        <span class="soft small checks-table__note">{formatNumber(span.deg, 1)}°</span>
      )}
    </td>
  );
}

type ActionProps = {
  row: ValidationRow;
  shown: boolean;
  busy: boolean;
  onShow: () => void;
  onRedo: () => void;
  onDelete: () => void;
};

function Actions({ row, shown, busy, onShow, onRedo, onDelete }: ActionProps) {
  const date = formatDate(row.createdAt);
  return (
    <span class="checks-table__actions">
      <Button variant="quiet" label={`${shown ? 'Hide' : 'Show'} the check of ${date}`} onClick={onShow}>
        {shown ? 'Hide' : 'Show'}
      </Button>
      {/* One taken here would not say the same as one of another computer. */}
      {!row.elsewhere && (
        <Button variant="quiet" disabled={busy} label={`Redo the check of ${date}`} onClick={onRedo}>
          Redo
        </Button>
      )}
      <Button variant="quiet" label={`Delete the check of ${date}`} onClick={onDelete}>
        Delete
      </Button>
    </span>
  );
}

function save({ id }: PersonRow, extension: string, type: string, text: string): void {
  saveFile(`${id}.accuracy.${extension}`, new Blob([text], { type }));
}
