// What a grade means, in words.
import type { ValidationRow } from '../../../src/storage/validations.ts';
import type { Grade, GradeReport } from '../../../src/validation/grade.ts';

export const GRADE_TITLES: Record<Grade, string> = {
  1: 'Very good',
  2: 'Good',
  3: 'Fair',
  4: 'Coarse',
  5: 'Very coarse',
  6: 'Not usable',
};

export const GRADE_MEANINGS: Record<Grade, string> = {
  1: 'Can tell apart areas of the size of a button or a short line of text.',
  2: 'Can tell apart areas of the size of a paragraph or a small picture.',
  3: 'Can tell apart areas of about a quarter of the screen’s width and height: a block of a page, a large picture.',
  4: 'Can tell apart areas of about a third of the screen’s width and height: a column, the top, middle or bottom.',
  5: 'Can tell apart halves of the screen: left or right, top or bottom.',
  6: 'Cannot tell areas of the screen apart.',
};

/** What can be told apart, and what made the grade worse. */
export function explainGrade({ grade, because }: GradeReport): string[] {
  switch (because) {
    case 'area':
      return [GRADE_MEANINGS[grade]];
    case 'loss':
      return [GRADE_MEANINGS[grade], 'The grade is worse because much gaze was lost: see data loss below.'];
    case 'few-targets':
      return ['At too many dots Fovea did not see your eyes, so nothing can be said about the whole screen.'];
    case 'no-better-than-centre':
      return [
        GRADE_MEANINGS[6],
        'Always saying “the centre of the screen” would have been as near to these dots.',
      ];
  }
}

/** `31 % of the screen’s width and height, 16 × 9 cm`; null where not even the whole screen is so large. */
export function describeArea({ areaPct, screen }: Pick<ValidationRow, 'areaPct' | 'screen'>): string | null {
  if (areaPct === null || areaPct > 100) return null;
  const share = `${Math.round(areaPct)} % of the screen’s width and height`;
  const { widthCm, heightCm } = screen;
  if (widthCm === undefined || heightCm === undefined) return share;
  const cm = (length: number): string => ((length * areaPct) / 100).toFixed(1);
  return `${share}, ${cm(widthCm)} × ${cm(heightCm)} cm`;
}

/** What to do for a better grade; nothing where it is good. */
export function advise({ figures, grade, tracker }: ValidationRow): string[] {
  if (grade <= 2) return [];
  return [
    ...(figures.dataLossPct >= 20
      ? ['Light your face from the front, take your hair out of your eyes, and keep the whole face in view.']
      : []),
    ...(tracker.startedFrom === 'population'
      ? ['Take a measurement first: Fovea then knows your eyes before the check begins.']
      : []),
    ...(tracker.windowFilled < 1
      ? ['Let Fovea run for half a minute before the check, and look around on the screen meanwhile.']
      : []),
  ];
}
