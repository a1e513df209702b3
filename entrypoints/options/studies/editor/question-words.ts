// The kinds of questions in words.
import type { StudyQuestion } from '../../../../src/study/definition.ts';

export type QuestionKind = StudyQuestion['kind'];

export const QUESTION_KINDS: readonly { kind: QuestionKind; title: string; means: string }[] = [
  { kind: 'single', title: 'One of several', means: 'One answer is chosen.' },
  { kind: 'multiple', title: 'Any of several', means: 'Any number of answers is chosen.' },
  { kind: 'likert', title: 'Scale', means: 'So many points between two ends.' },
  { kind: 'text', title: 'Free text', means: 'In the participant’s own words.' },
  { kind: 'sus', title: 'System Usability Scale', means: 'Ten statements, scored 0 to 100.' },
  {
    kind: 'nasa-tlx',
    title: 'NASA Task Load Index',
    means: 'Six scales of how demanding it was.',
  },
];

export function titleOf(kind: QuestionKind): string {
  return QUESTION_KINDS.find((known) => known.kind === kind)?.title ?? kind;
}
