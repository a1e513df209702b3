// A consent text: what it may be, and the hash that says which text somebody agreed to.

/** A link carries the text whole. */
export const MAX_CONSENT_LENGTH = 10_000;
export const MAX_TITLE_LENGTH = 100;

/** SHA-256 of the text's UTF-8, as 64 hexadecimal digits. */
export async function hashConsentText(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The text as it is stored and sent: lines end with a line feed, nothing hangs over at the ends. */
export function tidyConsentText(text: string): string {
  return text.replace(/\r\n?/gu, '\n').trim();
}

/** What is wrong with a title, in words, or undefined. */
export function findTitleProblem(title: string): string | undefined {
  if (title === '') return 'Please give the group a title.';
  if (title.length > MAX_TITLE_LENGTH)
    return `Please use at most ${MAX_TITLE_LENGTH} characters in the title.`;
  return hasHiddenCharacters(title) ? 'The title holds a character that cannot be read.' : undefined;
}

/** What is wrong with a consent text, in words, or undefined. */
export function findConsentProblem(text: string): string | undefined {
  if (text === '') return 'Please write what people agree to.';
  if (text.length > MAX_CONSENT_LENGTH) {
    return `The consent text has ${text.length.toLocaleString()} characters; a link carries at most ${MAX_CONSENT_LENGTH.toLocaleString()}.`;
  }
  const hidden = hasHiddenCharacters(text.replaceAll(/[\n\t]/gu, ''));
  return hidden ? 'The consent text holds a character that cannot be read.' : undefined;
}

/** Control characters, halves of characters, and those that turn the order of reading around: they could show another text than is there. */
function hasHiddenCharacters(text: string): boolean {
  return /[\p{Control}\p{Surrogate}\u202A-\u202E\u2066-\u2069]/u.test(text);
}
