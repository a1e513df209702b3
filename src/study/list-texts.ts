// Every text of a study that participants may read, with its place.
import type { LocalText, StudyDefinition, StudyQuestion } from './definition.ts';
import type { StudyPath } from './study-problem.ts';

export type PlacedText = { path: StudyPath; text: LocalText };

export function listTexts(study: StudyDefinition): PlacedText[] {
  return [
    { path: ['title'], text: study.title },
    { path: ['consent', 'text'], text: study.consent.text },
    ...study.tasks.flatMap(({ title, instructions, start, questions }, index) => [
      { path: ['tasks', index, 'title'], text: title },
      { path: ['tasks', index, 'instructions'], text: instructions },
      ...('picture' in start
        ? [{ path: ['tasks', index, 'start', 'picture', 'alt'], text: start.picture.alt }]
        : []),
      ...listQuestionTexts(['tasks', index, 'questions'], questions),
    ]),
    ...listQuestionTexts(['questions', 'before'], study.questions.before),
    ...listQuestionTexts(['questions', 'after'], study.questions.after),
    { path: ['retention', 'text'], text: study.retention.text },
  ];
}

function listQuestionTexts(path: StudyPath, questions: readonly StudyQuestion[]): PlacedText[] {
  return questions.flatMap((question, index) => {
    const own = [...path, index];
    const texts: PlacedText[] = [{ path: [...own, 'prompt'], text: question.prompt }];
    if (question.kind === 'likert') {
      texts.push({ path: [...own, 'lowLabel'], text: question.lowLabel });
      texts.push({ path: [...own, 'highLabel'], text: question.highLabel });
    }
    if (question.kind === 'single' || question.kind === 'multiple') {
      for (const [place, { label }] of question.options.entries()) {
        texts.push({ path: [...own, 'options', place, 'label'], text: label });
      }
    }
    return texts;
  });
}
