// Where the rules write down what they find.
import type { StudyPath, StudyProblem } from '../study-problem.ts';

export type Notes = ReturnType<typeof createNotes>;

export function createNotes() {
  const errors: StudyProblem[] = [];
  const warnings: StudyProblem[] = [];
  return {
    errors,
    warnings,
    /** What keeps the study from being run. */
    refuse(path: StudyPath, message: string): void {
      errors.push({ path, message });
    },
    /** What the researcher should know. */
    warn(path: StudyPath, message: string): void {
      warnings.push({ path, message });
    },
  };
}
