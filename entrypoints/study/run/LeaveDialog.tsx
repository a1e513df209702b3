// Stopping before the end: for a while, with what there is, or with all of it deleted.
import { useState } from 'preact/hooks';
import { Button } from '../../../src/ui/Button.tsx';
import { Dialog } from '../../../src/ui/Dialog.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { DeleteRun } from './DeleteRun.tsx';
import { endRun } from './end-run.ts';
import type { RunView } from './run-view.ts';

type Props = { view: RunView; onClose: () => void };

export function LeaveDialog({ view: { run, act, onDeleted }, onClose }: Props) {
  const [deleting, setDeleting] = useState(false);
  const [problem, setProblem] = useState('');
  if (deleting) return <DeleteRun run={run} onDeleted={onDeleted} onClose={onClose} />;
  const leave = async (): Promise<void> => {
    try {
      await endRun(run);
      // Why not is said on the page below.
      await act({ type: 'left', at: new Date().toISOString() });
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog title="Stop the study?" onClose={onClose}>
      <p>
        You may stop at any time, without giving a reason. To go on later, just close this tab: it is all kept
        here, and Fovea’s study page goes on where you stopped.
      </p>
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      <div class="stack stack--tight">
        <Button wide variant="primary" onClick={onClose}>
          Go on with the study
        </Button>
        <Button wide onClick={leave}>
          End here, and see what there is
        </Button>
        <Button wide variant="danger" onClick={() => setDeleting(true)}>
          Stop and delete my data…
        </Button>
      </div>
    </Dialog>
  );
}
