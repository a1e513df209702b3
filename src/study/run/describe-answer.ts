// An answer as the participant gave it, in words.
import type { LocalText, StudyDefinition, StudyQuestion } from '../definition.ts';
import { wordTlx } from '../questions/wording.ts';
import type { StudyAnswer } from '../submission.ts';

/** The question that an answer is to; undefined where the study has none of that name there. */
export function findQuestion(study: StudyDefinition, answer: StudyAnswer): StudyQuestion | undefined {
  const { task, question } = answer;
  const { before, after } = study.questions;
  const list =
    task === undefined ? [...before, ...after] : study.tasks.find(({ id }) => id === task)?.questions;
  return list?.find(({ id }) => id === question);
}

export function describeAnswer(
  question: StudyQuestion | undefined,
  { value }: StudyAnswer,
  say: (text: LocalText) => string,
  language: string,
): string {
  if (value === null) return 'left open';
  const name = (id: string | number): string => {
    const options = question && 'options' in question ? question.options : [];
    const option = options.find((each) => each.id === id);
    return option ? say(option.label) : String(id);
  };
  if (!Array.isArray(value)) {
    return question?.kind === 'likert' ? `${value} of ${question.points}` : name(value);
  }
  if (value.length === 0) return 'none';
  if (question?.kind === 'sus') return `Statements 1 to 10: ${value.join(', ')}`;
  if (question?.kind === 'nasa-tlx') {
    const { scales } = wordTlx(question, language);
    return value.map((rating, index) => `${scales[index]?.name ?? index + 1} ${rating}`).join(', ');
  }
  return value.map(name).join(', ');
}
