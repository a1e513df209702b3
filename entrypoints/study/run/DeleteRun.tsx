// Asks whether a run is to be deleted, and says what that can and cannot do.
import type { StudyRunRow } from '../../../src/storage/studies.ts';
import { isRunning } from '../../../src/study/run/run-machine.ts';
import { describeElsewhere, findWhereabouts, type Whereabouts } from '../../../src/study/send/whereabouts.ts';
import { ActDialog } from '../../../src/ui/ActDialog.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { useLiveQuery } from '../../../src/ui/use-live-query.ts';
import { deleteWholeRun } from './end-run.ts';
import { ParticipantCode } from './ParticipantCode.tsx';

type Props = {
  run: StudyRunRow;
  /** Is told where some of it may be all the same. */
  onDeleted: (whereabouts: Whereabouts) => void;
  onClose: () => void;
};

export function DeleteRun({ run, onDeleted, onClose }: Props) {
  const outbox = useLiveQuery(() => database.outbox.get(run.id), [run.id]);
  const whereabouts = findWhereabouts(run, outbox.status === 'ready' ? outbox.value : undefined);
  const elsewhere = describeElsewhere(whereabouts);
  const remove = async (): Promise<void> => {
    // A try that goes on may have got further than the dialog says.
    const last = findWhereabouts(run, await database.outbox.get(run.id));
    await deleteWholeRun(run);
    onDeleted(last);
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
      {elsewhere !== null && (
        <>
          <p>
            <strong>{elsewhere}</strong> from here. To have it deleted too, tell{' '}
            {run.definition.researcher.name} ({run.definition.researcher.contact}) your code:
          </p>
          <ParticipantCode run={run} />
        </>
      )}
    </ActDialog>
  );
}
