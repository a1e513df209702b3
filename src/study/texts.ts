// Which language a participant reads a study in, and a text in it; pure.
import type { LocalText } from './definition.ts';

/**
 * The text in a language; where it is not there or empty, in a near one (`de` for `de-AT`, and the other way round), else in
 * the fallback, else in any.
 * @param fallback the study's default language
 */
export function localText(text: LocalText, language: string, fallback: string): string {
  if (typeof text === 'string') return text;
  const known = Object.keys(text).filter((one) => text[one]!.trim() !== '');
  const tag = findLanguage(known, language) ?? findLanguage(known, fallback) ?? known[0];
  return tag === undefined ? '' : text[tag]!;
}

/**
 * The study's language that a person reads best: the first of theirs that it has, else its own first.
 * @param preferred as `navigator.languages`, best first
 */
export function chooseLanguage(languages: readonly string[], preferred: readonly string[]): string {
  for (const wanted of preferred) {
    const found = findLanguage(languages, wanted);
    if (found !== undefined) return found;
  }
  return languages[0] ?? 'en';
}

/**
 * The tag that is meant by a wanted one: itself, else without its last parts (`zh-Hant` for `zh-Hant-TW`), else one of the
 * same language. Case does not matter.
 * @see https://www.rfc-editor.org/rfc/rfc4647#section-3.4
 */
export function findLanguage(known: readonly string[], wanted: string): string | undefined {
  const parts = wanted.toLowerCase().split('-');
  for (let length = parts.length; length > 0; length -= 1) {
    const shorter = parts.slice(0, length).join('-');
    const found = known.find((tag) => tag.toLowerCase() === shorter);
    if (found !== undefined) return found;
  }
  return known.find((tag) => tag.toLowerCase().split('-')[0] === parts[0]);
}

/** Scripts that are written from right to left. */
const RIGHT_TO_LEFT = new Set(['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Rohg', 'Syrc', 'Thaa']);

/** For the `dir` of what is shown in a language. */
export function findDirection(language: string): 'ltr' | 'rtl' {
  if (!isLanguageTag(language)) return 'ltr';
  const { script } = new Intl.Locale(language).maximize();
  return script !== undefined && RIGHT_TO_LEFT.has(script) ? 'rtl' : 'ltr';
}

/** The language's name for itself: `Deutsch`; the tag where it has none. */
export function nameLanguage(language: string): string {
  if (!isLanguageTag(language)) return language;
  const name = new Intl.DisplayNames([language, 'en'], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/** Whether it is well-formed; @see https://www.rfc-editor.org/rfc/rfc5646 */
export function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
