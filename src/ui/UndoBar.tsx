// Says what was deleted and offers to take it back, for a while.
import { useEffect, useState } from 'preact/hooks';
import { explainStorageError } from '../storage/storage-error.ts';
import { Button } from './Button.tsx';
import { forgetDeletion, undoDeletion, useDeletion } from './deletions.ts';

const SECOND = 1000;
const OFFERED_MS = 20 * SECOND;

export function UndoBar() {
  const deletion = useDeletion();
  const [problem, setProblem] = useState('');
  useEffect(() => setProblem(''), [deletion]);
  useEffect(() => {
    // What could not be put back, as on a full disk, is not let go of: there may be room later.
    if (!deletion || problem !== '') return undefined;
    const timer = setTimeout(forgetDeletion, OFFERED_MS);
    return () => clearTimeout(timer);
  }, [deletion, problem]);

  // The live region stays in the document, so that what appears in it is read aloud.
  return (
    <div class="undo-bar" role="status">
      {deletion && (
        <div class="undo-bar__content" data-testid="undo-bar">
          <span>{problem === '' ? `Deleted ${deletion.what}.` : problem}</span>
          <Button
            variant="quiet"
            onClick={() => void undoDeletion().catch((error) => setProblem(explainStorageError(error)))}
          >
            Undo
          </Button>
          <Button variant="quiet" onClick={forgetDeletion}>
            Dismiss
          </Button>
        </div>
      )}
    </div>
  );
}
