// Asks before something is deleted.
import { useState } from 'preact/hooks';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { Dialog } from '../../../src/ui/Dialog.tsx';

type Props = {
  title: string;
  text: string;
  /** What the button says. */
  confirm?: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
};

export function ConfirmDelete({ title, text, confirm = 'Delete', onConfirm, onClose }: Props) {
  const [problem, setProblem] = useState('');
  const remove = async (): Promise<void> => {
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      <div class="row dialog__actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="danger" onClick={() => void remove()}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
