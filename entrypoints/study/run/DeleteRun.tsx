// Asks whether a run is to be deleted, and says what that can and cannot do.
import type { StudyRunRow } from '../../../src/storage/studies.ts';
import { isRunning } from '../../../src/study/run/run-machine.ts';
import { ActDialog } from '../../../src/ui/ActDialog.tsx';
import { deleteWholeRun } from './end-run.ts';
import { ParticipantCode } from './ParticipantCode.tsx';

type Props = { run: StudyRunRow; onDeleted: () => void; onClose: () => void };

export function DeleteRun({ run, onDeleted, onClose }: Props) {
  const isGone = run.stage === 'sent' || run.steps?.savedAt !== undefined;
  const remove = async (): Promise<void> => {
    await deleteWholeRun(run);
    onDeleted();
  };
  return (
    <ActDialog
      title={isRunning(run) ? 'Stop, and delete your data?' : 'Delete your data?'}
      act={isRunning(run) ? 'Stop and delete my data' : 'Delete my data'}
      onAct={remove}
      onClose={onClose}
    >
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
    </ActDialog>
  );
}
