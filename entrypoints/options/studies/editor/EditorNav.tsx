// The parts of the editor, each with how many things are to be mended in it.
import type { StudyProblem } from '../../../../src/study/study-problem.ts';
import { PARTS, partOf } from './parts.ts';

type Props = { base: string; part: string; errors: readonly StudyProblem[] };

export function EditorNav({ base, part, errors }: Props) {
  return (
    <nav class="study-nav" aria-label="Parts of the study">
      {PARTS.map(({ id, title }) => {
        const count = errors.filter(({ path }) => partOf(path) === id).length;
        return (
          <a key={id} href={`${base}/${id}`} aria-current={id === part ? 'page' : undefined}>
            {title}
            {count > 0 && (
              <span class="study-nav__count numbers">
                {count}
                <span class="read-aloud"> to mend</span>
              </span>
            )}
          </a>
        );
      })}
    </nav>
  );
}
