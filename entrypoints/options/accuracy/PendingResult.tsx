// A check that has just ended: keep it, do it again, or let it go.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { keepValidation, restoreValidations, type ValidationRow } from '../../../src/storage/validations.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { rememberUndo } from '../../../src/ui/deletions.ts';
import { formatDate } from '../../../src/ui/format-date.ts';
import { ResultView } from './ResultView.tsx';

export type Pending = {
  row: ValidationRow;
  /** The kept check that this one is to take the place of. */
  replaces?: ValidationRow;
  /** The result before this one, which is not kept either: doing a check again does not lose it. */
  earlier?: ValidationRow;
};

type Props = {
  pending: Pending;
  onAgain: () => void;
  /** Kept or let go. */
  onDone: (kept?: ValidationRow) => void;
};

export function PendingResult({ pending: { row, replaces, earlier }, onAgain, onDone }: Props) {
  const [problem, setProblem] = useState('');
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => first.current?.focus(), [row.id]);

  const keep = async (kept: ValidationRow): Promise<void> => {
    setProblem('');
    try {
      const replaced = await keepValidation(database, kept, replaces?.id);
      if (replaces) {
        rememberUndo(`the check of ${formatDate(replaces.createdAt)}, which the new one replaces`, () =>
          restoreValidations(database, replaced, kept.id),
        );
      }
      onDone(kept);
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };

  return (
    <section class="card stack" aria-label="Result of the check" data-testid="pending-result">
      <h2>Result</h2>
      <ResultView row={row} />
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      <div class="row">
        <button
          ref={first}
          type="button"
          class="button button--primary"
          onClick={() => void keep(row)}
          data-testid="keep"
        >
          {replaces ? `Keep it in place of that of ${formatDate(replaces.createdAt)}` : 'Keep this result'}
        </button>
        <Button onClick={onAgain}>Do it again</Button>
        {earlier && (
          <Button onClick={() => void keep(earlier)}>Keep the one before (grade {earlier.grade})</Button>
        )}
        <Button variant="quiet" onClick={() => onDone()}>
          {replaces ? 'Leave the kept one as it is' : 'Discard'}
        </Button>
      </div>
      <p class="soft small">
        {replaces
          ? 'The kept check stays until you accept this one.'
          : 'Nothing is stored until you keep it.'}
      </p>
    </section>
  );
}
