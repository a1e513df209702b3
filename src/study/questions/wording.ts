// In which words a standard questionnaire is asked: a translation that the study brings, or the original.
import type { StudyQuestion, SusWording, TlxWording } from '../definition.ts';
import { findLanguage } from '../texts.ts';
import { TLX_SCALES } from './nasa-tlx.ts';
import { SUS_HIGH, SUS_LOW, SUS_STATEMENTS } from './sus.ts';

export const ORIGINAL_LANGUAGE = 'en';

export type Wording<T> = Omit<T, 'source'> & {
  /** BCP 47, of the words. */
  lang: string;
};

const SUS_ORIGINAL: Wording<SusWording> = {
  lang: ORIGINAL_LANGUAGE,
  statements: [...SUS_STATEMENTS],
  low: SUS_LOW,
  high: SUS_HIGH,
};
const TLX_ORIGINAL: Wording<TlxWording> = { lang: ORIGINAL_LANGUAGE, scales: [...TLX_SCALES] };

export type StandardQuestion = Extract<StudyQuestion, { kind: 'sus' | 'nasa-tlx' }>;

export function isStandard(question: StudyQuestion): question is StandardQuestion {
  return question.kind === 'sus' || question.kind === 'nasa-tlx';
}

/** @param language the participant's */
export function wordSus({ translations }: Extract<StudyQuestion, { kind: 'sus' }>, language: string) {
  return chooseWording(translations, language, SUS_ORIGINAL);
}

export function wordTlx({ translations }: Extract<StudyQuestion, { kind: 'nasa-tlx' }>, language: string) {
  return chooseWording(translations, language, TLX_ORIGINAL);
}

/** Of the study's languages those in which the question is asked in English though they are another. */
export function listUntranslated({ translations }: StandardQuestion, languages: readonly string[]): string[] {
  const known = [...Object.keys(translations ?? {}), ORIGINAL_LANGUAGE];
  return languages.filter((tag) => findLanguage(known, tag) === undefined);
}

/** A near language does: `de` for `de-AT`. The whole of one wording, never parts of two. */
function chooseWording<T extends object>(
  translations: Readonly<Record<string, T>> | undefined,
  language: string,
  original: Wording<T>,
): Wording<T> {
  const tag = findLanguage(Object.keys(translations ?? {}), language);
  return tag === undefined ? original : { ...translations![tag]!, lang: tag };
}
