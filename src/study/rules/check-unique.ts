// That nothing is named twice.
import type { StudyPath } from '../study-problem.ts';
import type { Notes } from './notes.ts';

/** @param what in one word: `task` */
export function checkUnique(
  named: readonly { id: string; path: StudyPath }[],
  what: string,
  notes: Notes,
): void {
  const seen = new Set<string>();
  for (const { id, path } of named) {
    if (seen.has(id))
      notes.refuse(path, `Another ${what} is named "${id}" already; the data could not tell them apart.`);
    seen.add(id);
  }
}
