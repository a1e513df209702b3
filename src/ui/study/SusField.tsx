// The System Usability Scale: ten statements, five points each.
import { useId } from 'preact/hooks';
import { readParts } from '../../study/questions/answer-draft.ts';
import { SUS_HIGH, SUS_LOW, SUS_POINTS, SUS_STATEMENTS } from '../../study/questions/sus.ts';
import { PointsRow } from './PointsRow.tsx';
import { QuestionFrame } from './QuestionFrame.tsx';
import type { QuestionProps } from './question-props.ts';

export function SusField(props: QuestionProps<'sus'>) {
  const { question, draft, onChange, problem } = props;
  const id = useId();
  const parts = readParts(question, draft);
  return (
    <QuestionFrame {...props}>
      {({ promptId, problemId }) => (
        <div class="sus" role="group" aria-labelledby={promptId} aria-describedby={problemId} lang="en">
          <p class="sus__ends soft small" aria-hidden="true">
            <span>1: {SUS_LOW}</span>
            <span>
              {SUS_POINTS}: {SUS_HIGH}
            </span>
          </p>
          <ol class="sus__rows">
            {SUS_STATEMENTS.map((statement, index) => (
              <li
                key={statement}
                class={
                  problem !== undefined && parts[index] === null ? 'sus__row sus__row--open' : 'sus__row'
                }
              >
                <span id={`${id}-${index}`}>{statement}</span>
                <PointsRow
                  bare
                  points={SUS_POINTS}
                  low={SUS_LOW}
                  high={SUS_HIGH}
                  lang="en"
                  value={parts[index] ?? null}
                  onChange={(point) => onChange(parts.with(index, point))}
                  labelledBy={`${id}-${index}`}
                  required={question.required}
                  invalid={problem !== undefined && parts[index] === null}
                />
              </li>
            ))}
          </ol>
        </div>
      )}
    </QuestionFrame>
  );
}
