// What a person may be called.

const MAX_LENGTH = 60;

/** A name that cannot be taken; `message` is for the person. */
export class PersonNameError extends Error {
  override readonly name = 'PersonNameError';
}

/**
 * The name as it is stored: trimmed, with single spaces.
 * @param others Names already taken, compared without regard to case.
 * @throws {PersonNameError} when it is empty, too long or taken.
 */
export function checkName(name: string, others: readonly string[]): string {
  const tidy = name.trim().replace(/\s+/gu, ' ');
  if (tidy === '') throw new PersonNameError('Please type a name.');
  if (tidy.length > MAX_LENGTH) throw new PersonNameError(`Please use at most ${MAX_LENGTH} characters.`);
  const taken = others.find((other) => isSameName(other, tidy));
  if (taken !== undefined) throw new PersonNameError(`There is already a person called “${taken}”.`);
  return tidy;
}

/** Case and composition of accents do not tell two people apart. */
export function isSameName(a: string, b: string): boolean {
  return a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();
}
