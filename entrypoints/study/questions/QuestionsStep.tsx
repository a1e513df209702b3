// The pages of questions: before all tasks, after one, and after all.
import { useState } from 'preact/hooks';
import { isOfThisSitting } from '../../../src/measurement/measurement-end.ts';
import type { StudyQuestion } from '../../../src/study/definition.ts';
import type { AnswerDraft } from '../../../src/study/questions/answer-draft.ts';
import { collectAnswers, readKnownAnswers } from '../../../src/study/questions/shown-questions.ts';
import { QUESTIONS_AFTER, QUESTIONS_BEFORE } from '../../../src/study/run/question-pages.ts';
import { QuestionForm } from '../../../src/ui/study/QuestionForm.tsx';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';
import { MeasureAgain } from '../run/MeasureAgain.tsx';
import type { RunView } from '../run/run-view.ts';

export function BeforeQuestions({ view }: { view: RunView }) {
  const { definition } = view.run;
  return (
    <>
      <MeasureAgain view={view} isLate={isLate(view)} />
      <QuestionsPage view={view} {...QUESTIONS_BEFORE} questions={definition.questions.before} />
    </>
  );
}

export function AfterQuestions({ view }: { view: RunView }) {
  return <QuestionsPage view={view} {...QUESTIONS_AFTER} questions={view.run.definition.questions.after} />;
}

function isLate({ run }: RunView): boolean {
  const takenAt = run.record.measurement?.takenAt;
  return takenAt !== undefined && !isOfThisSitting(takenAt);
}

type Props = {
  view: RunView;
  title: string;
  questions: readonly StudyQuestion[];
  submit: string;
  /** After which they are asked. */
  task?: string;
};

export function QuestionsPage({ view, title, questions, submit, task }: Props) {
  const { run, say, lang, act } = view;
  const heading = useFocusOnMount();
  // What is typed is shown at once, and kept beside that: a page that is loaded anew has it.
  const [drafts, setDrafts] = useState(() => run.steps?.drafts ?? {});
  const known = readKnownAnswers(run.record.answers ?? [], task);
  const onDraft = (question: string, draft: AnswerDraft): void => {
    setDrafts((before) => ({ ...before, [question]: draft }));
    void act({ type: 'drafted', question, draft });
  };
  const finish = async (): Promise<void> => {
    const at = new Date().toISOString();
    const own = task === undefined ? {} : { task };
    const answers = collectAnswers(questions, drafts, { known, answeredAt: at, ...own });
    await act({ type: 'answered', answers, at, ...own });
  };
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <div class="card questions-card">
        <QuestionForm
          questions={questions}
          drafts={drafts}
          onDraft={onDraft}
          known={known}
          say={say}
          lang={lang}
          submit={submit}
          onDone={() => void finish()}
        />
      </div>
    </>
  );
}
