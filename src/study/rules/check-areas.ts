// A task's areas of interest: what selectors find on pages, and shapes on a picture.
import { createSelectorMatcher, SelectorError } from '../../session/selector-match.ts';
import type { PictureShape, StudyArea, StudyTask } from '../definition.ts';
import { findPatternProblem } from '../patterns.ts';
import type { StudyPath } from '../study-problem.ts';
import type { Notes } from './notes.ts';

/** Sums of fractions that were rounded may be over 1 by a hair. */
const HAIR = 1e-5;

/** @param path of the areas */
export function checkAreas({ start, aois }: StudyTask, path: StudyPath, notes: Notes): void {
  for (const [index, area] of aois.entries()) {
    const own = [...path, index];
    if ('shape' in area) checkPictureArea(area.shape, 'picture' in start, own, notes);
    else checkPageArea(area, own, notes);
    const same = aois.findIndex(({ name }) => name.trim() === area.name.trim());
    if (same === index || area.name.trim() === '') continue;
    const message = `Area ${same + 1} of this task is called “${area.name.trim()}” too; nobody could tell them apart in the report.`;
    // Studies with areas on pages were not held to it before.
    if ('shape' in area) notes.refuse([...own, 'name'], message);
    else notes.warn([...own, 'name'], message);
  }
}

function checkPageArea(
  { selector, urlPattern }: Extract<StudyArea, { selector: string }>,
  path: StudyPath,
  notes: Notes,
): void {
  const wrong = findPatternProblem(urlPattern);
  if (wrong) notes.refuse([...path, 'urlPattern'], wrong);
  try {
    createSelectorMatcher(selector);
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    notes.refuse([...path, 'selector'], error.message);
  }
}

function checkPictureArea(shape: PictureShape, isPicture: boolean, path: StudyPath, notes: Notes): void {
  const own = [...path, 'shape'];
  if (!isPicture) {
    notes.refuse(own, 'This task has no picture that the area could be on: name what it is by a selector.');
    return;
  }
  if (shape.type === 'polygon') {
    if (areOnOneLine(shape.points))
      notes.refuse([...own, 'points'], 'Its corners lie on one line, with nothing between them.');
    return;
  }
  const { xPicture, yPicture, widthPicture, heightPicture } = shape;
  if (xPicture + widthPicture > 1 + HAIR)
    notes.refuse(
      [...own, 'widthPicture'],
      'It ends beyond the picture’s right edge: xPicture and widthPicture are at most 1 together.',
    );
  if (yPicture + heightPicture > 1 + HAIR)
    notes.refuse(
      [...own, 'heightPicture'],
      'It ends below the picture: yPicture and heightPicture are at most 1 together.',
    );
}

function areOnOneLine(points: Extract<PictureShape, { type: 'polygon' }>['points']): boolean {
  const [{ xPicture: x0, yPicture: y0 }] = points as [(typeof points)[number]];
  const arms = points.map(({ xPicture, yPicture }) => [xPicture - x0, yPicture - y0] as const);
  const [dx, dy] = arms.toSorted(([ax, ay], [bx, by]) => Math.hypot(bx, by) - Math.hypot(ax, ay))[0]!;
  return arms.every(([x, y]) => Math.abs(dx * y - dy * x) < HAIR * HAIR);
}
