// What a schema cannot say of a study: that its parts fit together.
import type { StudyDefinition } from '../definition.ts';
import type { StudyProblem } from '../study-problem.ts';
import { checkCollection } from './check-collection.ts';
import { checkQuestions } from './check-questions.ts';
import { checkSites } from './check-sites.ts';
import { checkTasks } from './check-tasks.ts';
import { checkTexts } from './check-texts.ts';
import { createNotes } from './notes.ts';

export function findRuleProblems(study: StudyDefinition): {
  errors: StudyProblem[];
  warnings: StudyProblem[];
} {
  const notes = createNotes();
  for (const check of [checkTexts, checkTasks, checkQuestions, checkSites, checkCollection])
    check(study, notes);
  return { errors: notes.errors, warnings: notes.warnings };
}
