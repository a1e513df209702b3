// Asks how much of a session is to leave, and in which formats, and writes it.
import { useState } from 'preact/hooks';
import type { FixationParameters } from '../../../src/gaze/fixation-parameters.ts';
import {
  EXPORT_FORMATS,
  isAvailable,
  type ExportFormat,
} from '../../../src/session/export/export-formats.ts';
import { DETAIL_LEVELS, type DetailLevel } from '../../../src/session/session-data.ts';
import type { SessionRow } from '../../../src/storage/sessions.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Dialog } from '../../../src/ui/Dialog.tsx';
import { Meter } from '../../../src/ui/Meter.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { FORMAT_WORDS, LEVEL_WORDS } from './export-words.ts';
import { useExport } from './use-export.ts';

type Props = {
  row: SessionRow;
  /** As they were chosen by hand. */
  parameters?: FixationParameters | undefined;
  onClose: () => void;
};

export function ExportDialog({ row, parameters, onClose }: Props) {
  const [level, setLevel] = useState<DetailLevel>('samples');
  const [formats, setFormats] = useState<ReadonlySet<ExportFormat>>(new Set(['session', 'csv']));
  const { state, start, cancel } = useExport();
  const levels = DETAIL_LEVELS.filter((one) => one !== 'screenshots' || row.shotCount > 0);
  const chosen = EXPORT_FORMATS.filter((format) => formats.has(format) && isAvailable(format, level));
  const writing = state.status === 'writing';
  const toggle = (format: ExportFormat): void => {
    const next = new Set(formats);
    if (!next.delete(format)) next.add(format);
    setFormats(next);
  };
  const write = (): Promise<void> =>
    start(
      { id: row.id, level, formats: chosen, ...(parameters && { parameters }) },
      `${row.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}.zip`,
    );
  return (
    <Dialog
      title={`Export ${row.name}`}
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
      <p class="soft small">Pictures of the webcam are in no export: Fovea keeps none.</p>
      {writing && (
        <div class="stack stack--tight" role="status">
          <p class="numbers small">
            {state.done} of {state.total} files {state.path !== '' && <code>{state.path}</code>}
          </p>
          <Meter value={(state.done + (state.share ?? 0)) / state.total} label={`Exporting ${row.name}`} />
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
