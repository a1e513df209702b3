// One page of the preview.
import { useState } from 'preact/hooks';
import type { StudyDefinition } from '../../../../src/study/definition.ts';
import type { AnswerDrafts } from '../../../../src/study/questions/answer-draft.ts';
import type { Say } from '../../../../src/ui/study/question-props.ts';
import { QuestionForm } from '../../../../src/ui/study/QuestionForm.tsx';
import { Notice } from '../../../../src/ui/Notice.tsx';
import { PreviewConsent, PreviewOffer } from './IntroPages.tsx';
import type { PreviewPage } from './preview-pages.ts';
import { PreviewMeasurement, PreviewScreening, PreviewSummary, PreviewValidation } from './SetupPages.tsx';
import { PreviewTask } from './TaskPage.tsx';

export type PreviewProps = { study: StudyDefinition; say: Say; lang: string };

export function PreviewBody({ page, ...rest }: PreviewProps & { page: PreviewPage }) {
  switch (page.kind) {
    case 'offer':
      return <PreviewOffer {...rest} />;
    case 'consent':
      return <PreviewConsent {...rest} />;
    case 'screening':
      return <PreviewScreening {...rest} />;
    case 'measurement':
      return <PreviewMeasurement {...rest} />;
    case 'validation':
      return <PreviewValidation {...rest} />;
    case 'questions':
      return <PreviewQuestions page={page} {...rest} />;
    case 'task':
      return <PreviewTask page={page} {...rest} />;
    case 'summary':
      return <PreviewSummary {...rest} />;
  }
}

type QuestionsProps = PreviewProps & { page: Extract<PreviewPage, { kind: 'questions' }> };

/** Conditions can be tried; questions that hang on answers of an earlier page are left out, as nobody gave any. */
function PreviewQuestions({ page: { heading, submit, questions }, say, lang }: QuestionsProps) {
  const [drafts, setDrafts] = useState<AnswerDrafts>({});
  const [done, setDone] = useState(false);
  const own = new Set(questions.map(({ id }) => id));
  const elsewhere = questions.filter(({ showIf }) => showIf && !own.has(showIf.question));
  return (
    <>
      <h3 class="preview-heading">{heading}</h3>
      <QuestionForm
        questions={questions.map((question) =>
          elsewhere.includes(question) ? { ...question, showIf: undefined } : question,
        )}
        drafts={drafts}
        onDraft={(question, draft) => {
          setDone(false);
          setDrafts((before) => ({ ...before, [question]: draft }));
        }}
        say={say}
        lang={lang}
        submit={submit}
        onDone={() => setDone(true)}
      />
      {done && <Notice>All that must be answered is. The participant would go on.</Notice>}
      {elsewhere.length > 0 && (
        <p class="soft small">
          Asked only after certain answers on an earlier page:{' '}
          {elsewhere.map(({ prompt }) => `“${say(prompt)}”`).join(', ')}
        </p>
      )}
    </>
  );
}
