// That a text shows what it says.
import type { StudyPath } from '../study-problem.ts';
import type { Notes } from './notes.ts';

const HIDDEN = 'This holds a character that cannot be seen, and could make it read as something else.';

export function checkHidden(text: string, path: StudyPath, notes: Notes): void {
  if (hasHiddenCharacters(text)) notes.refuse(path, HIDDEN);
}

/** Control characters, halves of characters, and those that turn the order of reading around. */
function hasHiddenCharacters(text: string): boolean {
  return (
    /[\p{Surrogate}\u202A-\u202E\u2066-\u2069]/u.test(text) ||
    /\p{Control}/u.test(text.replace(/[\r\n\t]/g, ''))
  );
}
