// Asks whether a run is to be deleted, and says what that can and cannot do.
import { useState } from 'preact/hooks';
import type { StudyRunRow } from '../../../src/storage/studies.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { isRunning } from '../../../src/study/run/run-machine.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Dialog } from '../../../src/ui/Dialog.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { ParticipantCode } from './ParticipantCode.tsx';
import { deleteWholeRun } from './end-run.ts';

type Props = { run: StudyRunRow; onDeleted: () => void; onClose: () => void };

export function DeleteRun({ run, onDeleted, onClose }: Props) {
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const isGone = run.stage === 'sent' || run.steps?.savedAt !== undefined;
  const remove = async (): Promise<void> => {
    setBusy(true);
    try {
      await deleteWholeRun(run);
      onDeleted();
      onClose();
    } catch (error) {
      setProblem(explainStorageError(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={isRunning(run) ? 'Stop, and delete your data?' : 'Delete your data?'} onClose={onClose}>
      <p>
        What this study recorded on this computer is deleted: where you looked, your answers, the photos of
        the measurement, and what waits to be sent. It cannot be brought back.
      </p>
      {isGone && (
        <>
          <p>
            <strong>
              What was already {run.stage === 'sent' ? 'sent' : 'handed over'} cannot be fetched back
            </strong>{' '}
            from here. To have it deleted too, tell {run.definition.researcher.name} (
            {run.definition.researcher.contact}) your code:
          </p>
          <ParticipantCode run={run} />
        </>
      )}
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      <div class="row dialog__actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="danger" disabled={busy} onClick={remove}>
          {isRunning(run) ? 'Stop and delete my data' : 'Delete my data'}
        </Button>
      </div>
    </Dialog>
  );
}
