// Why a file was not taken: each reason with its place in the file.
import { formatPath, type StudyProblem } from '../../../src/study/study-problem.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';

/** More are not read; the first ones mended, the others show. */
const MOST = 20;

type Props = { name: string; errors: readonly StudyProblem[]; onDismiss: () => void };

export function ImportRefused({ name, errors, onDismiss }: Props) {
  return (
    <Notice kind="problem">
      <div class="row row--apart" data-testid="study-import" data-status="refused">
        <strong>“{name}” was not imported.</strong>
        <Button variant="quiet" onClick={onDismiss}>
          Dismiss
        </Button>
      </div>
      <ul class="study-advice">
        {errors.slice(0, MOST).map(({ path, message }) => (
          <li key={`${formatPath(path)} ${message}`}>
            {path.length > 0 && <code>{formatPath(path)}</code>} {message}
          </li>
        ))}
      </ul>
      {errors.length > MOST && <p class="small">And {errors.length - MOST} more.</p>}
    </Notice>
  );
}
