// Names or codes of a group's participants: read from what was typed or pasted, or made.

export const MAX_CODE_LENGTH = 40;
export const MAX_PARTICIPANTS = 500;

export type ParsedCodes = {
  codes: string[];
  /** What is wrong with the list, in words; empty where nothing is. */
  problems: string[];
};

/**
 * One code for each line, comma, semicolon or tab, as lists are typed and as spreadsheets paste them.
 * @param existing Codes that are in the group already.
 */
export function parseCodes(text: string, existing: readonly string[] = []): ParsedCodes {
  const codes = text
    .split(/[\n\r,;\t]+/u)
    .map((part) => part.trim().replace(/\s+/gu, ' '))
    .filter((part) => part !== '');
  const taken = new Set(existing.map(fold));
  const seen = new Set<string>();
  const problems = codes.flatMap((code) => {
    const key = fold(code);
    const isSecond = seen.has(key);
    seen.add(key);
    if (code.length > MAX_CODE_LENGTH) {
      return [`“${code.slice(0, MAX_CODE_LENGTH)}…” is longer than ${MAX_CODE_LENGTH} characters.`];
    }
    if (/\p{Control}/u.test(code)) return ['One of the names holds a character that cannot be read.'];
    if (taken.has(key)) return [`“${code}” is in the group already.`];
    return isSecond ? [`“${code}” is in the list twice.`] : [];
  });
  const total = codes.length + existing.length;
  if (total > MAX_PARTICIPANTS) {
    problems.push(`A group has at most ${MAX_PARTICIPANTS} people; these would be ${total}.`);
  }
  return { codes, problems: [...new Set(problems)] };
}

/** So many codes after those that exist: P01, P02, …; with three digits from 100 on. */
export function makeCodes(count: number, existing: readonly string[], prefix = 'P'): string[] {
  const taken = new Set(existing.map(fold));
  const digits = Math.max(2, String(taken.size + count).length);
  const made: string[] = [];
  for (let number = 1; made.length < count; number += 1) {
    const code = `${prefix}${String(number).padStart(digits, '0')}`;
    if (!taken.has(fold(code))) made.push(code);
  }
  return made;
}

/** Whether a value from outside may be a participant's name or code. */
export function isCode(value: unknown): value is string {
  if (typeof value !== 'string' || value.trim() !== value || value === '') return false;
  return value.length <= MAX_CODE_LENGTH && !/\p{Control}/u.test(value);
}

/** Case and composition of accents do not tell two codes apart. */
function fold(code: string): string {
  return code.normalize('NFC').toLowerCase();
}
