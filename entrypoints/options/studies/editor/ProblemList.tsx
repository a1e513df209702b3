// What is to be mended, and what should be known, each leading to its field.
import type { StudyPath, StudyProblem } from '../../../../src/study/study-problem.ts';
import { formatPath } from '../../../../src/study/study-problem.ts';
import { useEditor } from './editor-context.ts';
import { describePlace } from './describe-place.ts';

type Props = {
  errors: readonly StudyProblem[];
  warnings: readonly StudyProblem[];
  onFocus: (path: StudyPath) => void;
};

export function ProblemList({ errors, warnings, onFocus }: Props) {
  return (
    <section class="study-problems" aria-label="Check" data-testid="study-problems">
      <h2 class="study-problems__title" aria-live="polite">
        {errors.length === 0 ? 'Ready to export' : `${errors.length} to mend`}
      </h2>
      <Items problems={errors} kind="error" onFocus={onFocus} />
      {warnings.length > 0 && (
        <>
          <h3 class="study-problems__title">{`${warnings.length} to know`}</h3>
          <Items problems={warnings} kind="warning" onFocus={onFocus} />
        </>
      )}
    </section>
  );
}

type ItemsProps = { problems: readonly StudyProblem[]; kind: string; onFocus: Props['onFocus'] };

export function Items({ problems, kind, onFocus }: ItemsProps) {
  const { draft } = useEditor();
  if (problems.length === 0) return null;
  return (
    <ul class="plain-list study-problems__list">
      {problems.map(({ path, message }) => (
        <li key={formatPath(path)}>
          <button
            type="button"
            class={`study-problem study-problem--${kind}`}
            data-problem={formatPath(path)}
            onClick={() => onFocus(path)}
          >
            <strong>{describePlace(draft, path)}</strong>
            <span>{message}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
