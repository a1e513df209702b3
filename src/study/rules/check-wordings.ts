// The translations of a standard questionnaire: that they are of the study's languages, and show what they say. That each is whole
// is the schema's to say.
import { listUntranslated, type StandardQuestion } from '../questions/wording.ts';
import type { StudyPath } from '../study-problem.ts';
import { nameLanguage } from '../texts.ts';
import { checkHidden } from './hidden-characters.ts';
import type { Notes } from './notes.ts';

export function checkWordings(
  question: StandardQuestion,
  path: StudyPath,
  languages: readonly string[],
  notes: Notes,
): void {
  const { translations = {} } = question;
  for (const [tag, wording] of Object.entries(translations)) {
    const own = [...path, 'translations', tag];
    if (!languages.includes(tag)) notes.warn(own, `"${tag}" is none of the study’s languages.`);
    checkAll(wording, own, notes);
  }
  for (const tag of listUntranslated(question, languages)) {
    notes.warn(
      [...path, 'translations', tag],
      `Who reads ${nameLanguage(tag)} is asked this in English, unless you give a translation that somebody has validated.`,
    );
  }
}

/** Every text in it, however deep. */
function checkAll(value: unknown, path: StudyPath, notes: Notes): void {
  if (typeof value === 'string') checkHidden(value, path, notes);
  else if (Array.isArray(value)) for (const [i, one] of value.entries()) checkAll(one, [...path, i], notes);
  else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) checkAll(one, [...path, key], notes);
}
