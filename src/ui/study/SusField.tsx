// The System Usability Scale: ten statements, five points each.
import { useId } from 'preact/hooks';
import { readParts } from '../../study/questions/answer-draft.ts';
import { SUS_POINTS } from '../../study/questions/sus.ts';
import { wordSus } from '../../study/questions/wording.ts';
import { findDirection } from '../../study/texts.ts';
import { PointsRow } from './PointsRow.tsx';
import { QuestionFrame } from './QuestionFrame.tsx';
import type { QuestionProps } from './question-props.ts';

export function SusField(props: QuestionProps<'sus'>) {
  const { question, draft, onChange, problem } = props;
  const id = useId();
  const parts = readParts(question, draft);
  const { lang, statements, low, high } = wordSus(question, props.lang);
  return (
    <QuestionFrame {...props}>
      {({ promptId, problemId }) => (
        <div
          class="sus"
          role="group"
          aria-labelledby={promptId}
          aria-describedby={problemId}
          lang={lang}
          dir={findDirection(lang)}
        >
          <p class="sus__ends soft small" aria-hidden="true">
            <span>1: {low}</span>
            <span>
              {SUS_POINTS}: {high}
            </span>
          </p>
          <ol class="sus__rows">
            {statements.map((statement, index) => (
              <li
                key={index}
                class={
                  problem !== undefined && parts[index] === null ? 'sus__row sus__row--open' : 'sus__row'
                }
              >
                <span id={`${id}-${index}`}>{statement}</span>
                <PointsRow
                  bare
                  points={SUS_POINTS}
                  low={low}
                  high={high}
                  lang={lang}
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
