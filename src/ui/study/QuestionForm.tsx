// A page of questions: those that are asked now, what is missing said beside each, and on.
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { StudyQuestion } from '../../study/definition.ts';
import type { AnswerDraft, AnswerDrafts } from '../../study/questions/answer-draft.ts';
import {
  findAnswerProblems,
  listShownQuestions,
  type KnownAnswers,
} from '../../study/questions/shown-questions.ts';
import type { Say } from './question-props.ts';
import { QuestionField } from './QuestionField.tsx';
import './questions.css';

type Props = {
  questions: readonly StudyQuestion[];
  drafts: AnswerDrafts;
  onDraft: (question: string, draft: AnswerDraft) => void;
  /** Answers of earlier pages, for `showIf`. */
  known?: KnownAnswers;
  say: Say;
  lang: string;
  submit: string;
  /** All that is asked is answered as it must be. */
  onDone: () => void;
  /** Beside the button. */
  children?: ComponentChildren;
};

export function QuestionForm({
  questions,
  drafts,
  onDraft,
  known,
  say,
  lang,
  submit,
  onDone,
  children,
}: Props) {
  const form = useRef<HTMLFormElement>(null);
  // Nobody is told what is missing before they said that they are done.
  const [checked, setChecked] = useState(false);
  const problems = checked ? findAnswerProblems(questions, drafts, known) : new Map<string, string>();
  const finish = (): void => {
    const found = findAnswerProblems(questions, drafts, known);
    setChecked(found.size > 0);
    const [first] = found.keys();
    if (first === undefined) return onDone();
    // The keyboard goes where something is missing; what is wrong there is drawn by then.
    requestAnimationFrame(() => focusQuestion(form.current, first));
  };
  return (
    <form
      ref={form}
      class="questions"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        finish();
      }}
    >
      {listShownQuestions(questions, drafts, known).map((question) => (
        <QuestionField
          key={question.id}
          question={question}
          draft={drafts[question.id]}
          onChange={(draft) => onDraft(question.id, draft)}
          say={say}
          lang={lang}
          problem={problems.get(question.id)}
        />
      ))}
      <div class="row">
        <button type="submit" class="button button--primary">
          {submit}
        </button>
        {children}
      </div>
    </form>
  );
}

function focusQuestion(form: HTMLFormElement | null, id: string): void {
  const question = form?.querySelector(`[data-question="${CSS.escape(id)}"]`);
  // Of a scale in parts, where the first one is missing.
  const open = question?.querySelector<HTMLElement>(':is(.sus__row--open, .tlx__line--open) input');
  const invalid = open ?? question?.querySelector<HTMLElement>('input, textarea');
  invalid?.focus();
}
