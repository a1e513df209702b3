// Languages, and that every text is there in each of them and shows what it says.
import type { LocalText, StudyDefinition } from '../definition.ts';
import type { StudyPath } from '../study-problem.ts';
import { isLanguageTag, nameLanguage } from '../texts.ts';
import { listTexts } from '../list-texts.ts';
import { checkHidden } from './hidden-characters.ts';
import type { Notes } from './notes.ts';

export function checkTexts(study: StudyDefinition, notes: Notes): void {
  for (const [index, tag] of study.languages.entries()) {
    const path = ['languages', index];
    if (!isLanguageTag(tag))
      notes.refuse(path, `"${tag}" is no language’s tag. Write it like "en" or "pt-BR".`);
    const before = study.languages.findIndex((other) => other.toLowerCase() === tag.toLowerCase());
    if (before < index) notes.refuse(path, `"${tag}" is there twice.`);
  }
  for (const { path, text } of listTexts(study)) checkText(study.languages, path, text, notes);
  checkFilledIn(['consent', 'text'], study.consent.text, notes);
  checkFilledIn(['retention', 'text'], study.retention.text, notes);
  for (const [path, text] of [
    [['researcher', 'name'], study.researcher.name],
    [['researcher', 'institution'], study.researcher.institution ?? ''],
    [['researcher', 'contact'], study.researcher.contact],
  ] as const) {
    checkHidden(text, path, notes);
  }
}

function checkText(languages: readonly string[], path: StudyPath, text: LocalText, notes: Notes): void {
  if (typeof text === 'string') {
    if (text.trim() === '') notes.refuse(path, 'Please write something here.');
    checkHidden(text, path, notes);
    return;
  }
  const [first = '', ...others] = languages;
  if ((text[first] ?? '').trim() === '') {
    notes.refuse(
      [...path, first],
      `The text in ${nameLanguage(first)} is missing: it is shown where another one is.`,
    );
  }
  for (const tag of others) {
    if ((text[tag] ?? '').trim() === '') {
      notes.warn(
        [...path, tag],
        `Not yet in ${nameLanguage(tag)}: who reads that sees it in ${nameLanguage(first)}.`,
      );
    }
  }
  for (const [tag, words] of Object.entries(text)) {
    if (!languages.includes(tag)) notes.warn([...path, tag], `"${tag}" is none of the study’s languages.`);
    checkHidden(words, [...path, tag], notes);
  }
}

/** What an example leaves open stands in square brackets. */
function checkFilledIn(path: StudyPath, text: LocalText, notes: Notes): void {
  const texts =
    typeof text === 'string'
      ? [[path, text] as const]
      : Object.entries(text).map(([tag, words]) => [[...path, tag], words] as const);
  for (const [own, words] of texts) {
    const open = /\[[^[\]]{1,80}\]/.exec(words);
    if (open) notes.warn(own, `Participants would read “${open[0]}”: fill in what is in square brackets.`);
  }
}
