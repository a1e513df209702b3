// A question about one thing to do: it closes once that is done, or says why it could not be.
import { useRef, useState } from 'preact/hooks';
import { explainStorageError } from '../storage/storage-error.ts';
import { Button } from './Button.tsx';
import { Dialog, type DialogProps } from './Dialog.tsx';
import { Notice } from './Notice.tsx';

type Props = Omit<DialogProps, 'wide'> & {
  /** What the button says. */
  act: string;
  /** It is a form, which Enter sends. What cannot be undone is not: it takes its button. */
  form?: boolean;
  onAct: () => Promise<void>;
};

export function ActDialog({ title, act, form = false, onAct, onClose, children }: Props) {
  const [problem, setProblem] = useState('');
  const busy = useRef(false);
  const run = async (): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    try {
      await onAct();
      onClose();
    } catch (error) {
      setProblem(explainStorageError(error));
    }
    busy.current = false;
  };
  const content = (
    <>
      {children}
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      <div class="row dialog__actions">
        <Button onClick={onClose}>Cancel</Button>
        {form ? (
          <button type="submit" class="button button--primary">
            {act}
          </button>
        ) : (
          <Button variant="danger" onClick={run}>
            {act}
          </Button>
        )}
      </div>
    </>
  );
  return (
    <Dialog title={title} onClose={onClose}>
      {form ? (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          {content}
        </form>
      ) : (
        content
      )}
    </Dialog>
  );
}
