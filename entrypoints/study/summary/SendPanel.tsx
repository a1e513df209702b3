// What the participant does with what there is: send it, save it as a file, keep it, or let it go.
import { useState } from 'preact/hooks';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { packSubmission } from '../../../src/study/send/pack-submission.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { SEND_WORDS, SendHead } from '../../../src/ui/study/steps/SendWords.tsx';
import { saveFile } from '../../../src/ui/save-file.ts';
import { database } from '../../../src/ui/page-database.ts';
import { DeleteRun } from '../run/DeleteRun.tsx';
import type { RunView } from '../run/run-view.ts';
import { SendingEnded } from './SendingEnded.tsx';
import { SendProgressView } from './SendProgressView.tsx';
import { useSending } from './use-sending.ts';

export function SendPanel({ view }: { view: RunView }) {
  const { run, act } = view;
  const { upload, file } = run.definition.collection;
  const sending = useSending(view);
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState('');
  const [deleting, setDeleting] = useState(false);
  const isFull = run.record.status === 'complete' || run.record.status === 'left-early';

  const save = async (): Promise<void> => {
    setSaving(true);
    setProblem('');
    try {
      const packed = await packSubmission(database, run);
      saveFile(packed.fileName, packed.file);
      await act({ type: 'saved', at: now() });
    } catch (error) {
      setProblem(explainStorageError(error));
    } finally {
      setSaving(false);
    }
  };

  if (sending.state.status === 'sending') {
    return (
      <section class="card stack" aria-label="Sending">
        <SendProgressView
          state={sending.state}
          resumable={upload?.kind === 'tus'}
          onCancel={sending.cancel}
        />
      </section>
    );
  }
  const busy = saving;
  return (
    <section class="card stack" aria-label="What to do with it" data-testid="send-panel">
      <SendHead study={run.definition} />
      {(sending.state.status === 'failed' || sending.state.status === 'stopped') && (
        <SendingEnded state={sending.state} />
      )}
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      {run.steps?.savedAt !== undefined && (
        <Notice>
          <p data-testid="saved">
            It is saved among your downloads. Hand the file over to {run.definition.researcher.name} (
            {run.definition.researcher.contact}).
          </p>
          <div>
            <Button variant="primary" onClick={() => act({ type: 'kept', at: now() })}>
              Done
            </Button>
          </div>
        </Notice>
      )}
      <div class="row">
        {upload && (
          <Button variant="primary" disabled={busy} onClick={sending.start}>
            {sending.state.status === 'failed' ? 'Try to send it again' : SEND_WORDS.send}
          </Button>
        )}
        {file && (
          <Button
            variant={upload || run.steps?.savedAt !== undefined ? 'plain' : 'primary'}
            disabled={busy}
            onClick={save}
          >
            {saving ? 'Making the file…' : SEND_WORDS.save}
          </Button>
        )}
        {run.stage === 'summary' && (
          <Button disabled={busy} onClick={() => act({ type: isFull ? 'kept' : 'ended', at: now() })}>
            {isFull ? SEND_WORDS.keep : 'No, thank you'}
          </Button>
        )}
        <Button variant="danger" disabled={busy} onClick={() => setDeleting(true)}>
          {SEND_WORDS.delete}
        </Button>
      </div>
      {deleting && <DeleteRun run={run} onDeleted={view.onDeleted} onClose={() => setDeleting(false)} />}
    </section>
  );
}

function now(): string {
  return new Date().toISOString();
}
