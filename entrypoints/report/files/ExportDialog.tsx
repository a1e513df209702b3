// Asks how much of one or several sessions is to leave, and in which formats, and writes it.
import { useState } from 'preact/hooks';
import type { FixationParameters } from '../../../src/gaze/fixation-parameters.ts';
import {
  EXPORT_FORMATS,
  isAvailable,
  type ExportFormat,
} from '../../../src/session/export/export-formats.ts';
import { describeTimeLeft } from '../../../src/recording/time-left.ts';
import { DETAIL_LEVELS, type DetailLevel } from '../../../src/session/session-data.ts';
import type { SessionRow } from '../../../src/storage/sessions.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Dialog } from '../../../src/ui/Dialog.tsx';
import { formatCount } from '../../../src/ui/format-size.ts';
import { Meter } from '../../../src/ui/Meter.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { FilmChoice, suggestFilm } from './FilmChoice.tsx';
import { FORMAT_WORDS, LEVEL_WORDS } from './export-words.ts';
import { findShare, useExport } from './use-export.ts';

type Props = {
  /** One or several. */
  rows: readonly SessionRow[];
  /** As they were chosen by hand, of one. */
  parameters?: FixationParameters | undefined;
  onClose: () => void;
};

export function ExportDialog({ rows, parameters, onClose }: Props) {
  const what = rows.length === 1 ? rows[0]!.name : formatCount(rows.length, 'session');
  const [level, setLevel] = useState<DetailLevel>('samples');
  const [formats, setFormats] = useState<ReadonlySet<ExportFormat>>(new Set(['session', 'csv']));
  const durationsMs = rows.map(({ durationMs }) => durationMs);
  const [film, setFilm] = useState(() => suggestFilm(durationsMs));
  const { state, start, cancel } = useExport();
  const levels = DETAIL_LEVELS.filter(
    (one) => one !== 'screenshots' || rows.some(({ shotCount }) => shotCount > 0),
  );
  const chosen = EXPORT_FORMATS.filter((format) => formats.has(format) && isAvailable(format, level));
  const writing = state.status === 'writing';
  const toggle = (format: ExportFormat): void => {
    const next = new Set(formats);
    if (!next.delete(format)) next.add(format);
    setFormats(next);
  };
  const write = (): Promise<void> =>
    start(
      {
        sessions: rows.map(({ id, name }) => ({ id, name })),
        level,
        formats: chosen,
        ...(parameters && { parameters }),
        ...(chosen.includes('webm') && { replay: film }),
      },
      `${what.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}.zip`,
    );
  return (
    <Dialog
      title={`Export ${what}`}
      wide
      onClose={() => {
        cancel();
        onClose();
      }}
    >
      <fieldset class="export-choice" disabled={writing}>
        <legend>How much of it leaves</legend>
        {levels.map((one) => (
          <label class="check" key={one}>
            <input type="radio" name="level" checked={level === one} onChange={() => setLevel(one)} />
            <span>
              <span class="check__text">{LEVEL_WORDS[one].name}</span>
              <span class="soft small">{LEVEL_WORDS[one].what}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset class="export-choice" disabled={writing}>
        <legend>Formats</legend>
        {EXPORT_FORMATS.map((format) => (
          <label class="check" key={format}>
            <input
              type="checkbox"
              checked={chosen.includes(format)}
              disabled={!isAvailable(format, level)}
              onChange={() => toggle(format)}
            />
            <span>
              <span class="check__text">{FORMAT_WORDS[format].name}</span>
              <span class="soft small">
                {isAvailable(format, level) ? FORMAT_WORDS[format].what : 'holds nothing at this level'}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      {chosen.includes('webm') && !writing && (
        <FilmChoice durationsMs={durationsMs} film={film} onChange={setFilm} />
      )}
      <p class="soft small">Pictures of the webcam are in no export: Fovea keeps none.</p>
      {rows.length > 1 && (
        <p class="soft small">
          A folder for each session, tables of sessions and areas over all of them, and one BIDS dataset with
          each participant as a subject. Fixations are found with the parameters that suit each session.
        </p>
      )}
      {writing && (
        <div class="stack stack--tight" role="status">
          {state.session && (
            <p class="numbers small">
              Session {state.session.done + 1} of {state.session.total}: <strong>{state.session.name}</strong>
            </p>
          )}
          <p class="numbers small">
            {state.done} of {state.total} files {state.path !== '' && <code>{state.path}</code>}
          </p>
          <Meter value={findShare(state)} label={`Exporting ${what}`} />
          {state.leftMs !== null && (
            <p class="soft small">It goes on for {describeTimeLeft(state.leftMs)}.</p>
          )}
        </div>
      )}
      {state.status === 'written' && <Notice>{state.name} was written.</Notice>}
      {state.status === 'cancelled' && <Notice>You cancelled it: no file was written.</Notice>}
      {state.status === 'failed' && <Notice kind="problem">It was not exported. {state.message}</Notice>}
      <div class="row dialog__actions">
        {writing ? (
          <Button onClick={cancel}>Cancel</Button>
        ) : (
          <>
            <Button onClick={onClose}>Close</Button>
            <Button variant="primary" disabled={chosen.length === 0} onClick={write}>
              Export
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
