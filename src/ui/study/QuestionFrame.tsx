// Around a question's field: what is asked, whether it must be answered, and what is wrong beside it.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Button } from '../Button.tsx';
import type { QuestionProps } from './question-props.ts';

type Names = { promptId: string; problemId: string };

type Props = Pick<QuestionProps, 'question' | 'draft' | 'onChange' | 'say' | 'lang' | 'problem'> & {
  /** Ids for `aria-labelledby` and `aria-describedby`. */
  children: (names: Names) => ComponentChildren;
};

export function QuestionFrame({ question, draft, onChange, say, lang, problem, children }: Props) {
  const id = useId();
  const names = { promptId: `${id}-prompt`, problemId: `${id}-problem` };
  return (
    <div
      class={problem === undefined ? 'question' : 'question question--problem'}
      data-testid="question"
      data-question={question.id}
      data-kind={question.kind}
    >
      <div class="question__head">
        <p class="question__prompt" id={names.promptId}>
          <span lang={lang} dir="auto">
            {say(question.prompt)}
          </span>
          {!question.required && <span class="question__optional"> (optional)</span>}
        </p>
        {!question.required && draft !== undefined && draft !== null && question.kind !== 'text' && (
          <Button variant="quiet" label={`Clear: ${say(question.prompt)}`} onClick={() => onChange(null)}>
            Clear
          </Button>
        )}
      </div>
      {children(names)}
      <p class="question__problem" id={names.problemId} role="alert">
        {problem}
      </p>
    </div>
  );
}
