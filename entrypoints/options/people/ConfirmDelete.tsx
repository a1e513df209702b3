// Asks before something is deleted.
import { ActDialog } from '../../../src/ui/ActDialog.tsx';

type Props = {
  title: string;
  text: string;
  /** What the button says. */
  confirm?: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
};

export function ConfirmDelete({ title, text, confirm = 'Delete', onConfirm, onClose }: Props) {
  return (
    <ActDialog title={title} act={confirm} onAct={onConfirm} onClose={onClose}>
      <p>{text}</p>
    </ActDialog>
  );
}
