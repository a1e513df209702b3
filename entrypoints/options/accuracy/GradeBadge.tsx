// A grade as a number and a word.
import type { Grade } from '../../../src/validation/grade.ts';
import { GRADE_TITLES } from './grade-words.ts';

export function GradeBadge({ grade }: { grade: Grade }) {
  return (
    <span class={grade >= 5 ? 'grade grade--poor' : 'grade'} data-testid="grade" data-grade={grade}>
      <strong class="numbers">{grade}</strong> {GRADE_TITLES[grade]}
    </span>
  );
}
