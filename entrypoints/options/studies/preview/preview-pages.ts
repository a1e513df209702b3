// Every page that a participant sees, in their order; pure.
import type { StudyDefinition, StudyQuestion, StudyTask } from '../../../../src/study/definition.ts';
import {
  QUESTIONS_AFTER,
  QUESTIONS_BEFORE,
  submitAfterTask,
} from '../../../../src/study/run/question-pages.ts';

export type PreviewPage =
  | { kind: 'offer' | 'consent' | 'screening' | 'measurement' | 'validation' | 'summary'; title: string }
  | { kind: 'questions'; title: string; heading: string; submit: string; questions: readonly StudyQuestion[] }
  | { kind: 'task'; title: string; task: StudyTask; number: number; checked: boolean };

/** Tasks in the order of the definition. @param say a text in the language of the preview */
export function listPreviewPages(
  study: StudyDefinition,
  say: (text: StudyTask['title']) => string,
): PreviewPage[] {
  return [
    { kind: 'offer', title: 'Invitation' },
    { kind: 'consent', title: 'Consent' },
    { kind: 'screening', title: 'Screen, camera, light' },
    { kind: 'measurement', title: 'Measurement' },
    { kind: 'validation', title: 'Accuracy check' },
    ...ask('Questions before', QUESTIONS_BEFORE, study.questions.before),
    ...study.tasks.flatMap((task, index): PreviewPage[] => {
      const name = say(task.title).trim();
      const title = `Task ${index + 1}`;
      const isLast = index === study.tasks.length - 1;
      const page = { title: name === '' ? title : name, submit: submitAfterTask(isLast) };
      const checked = index > 0 && study.checks.betweenTasks;
      return [
        { kind: 'task', title, task, number: index + 1, checked },
        ...ask(`Questions after task ${index + 1}`, page, task.questions),
      ];
    }),
    ...ask('Questions after', QUESTIONS_AFTER, study.questions.after),
    { kind: 'summary', title: 'What is sent' },
  ];
}

function ask(
  title: string,
  page: { title: string; submit: string },
  questions: readonly StudyQuestion[],
): PreviewPage[] {
  const { title: heading, submit } = page;
  return questions.length === 0 ? [] : [{ kind: 'questions', title, heading, submit, questions }];
}
