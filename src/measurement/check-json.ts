// Checks of single JSON values, each of which returns the value typed or refuses the file with a reason in words.
import { MeasurementFileError } from './measurement-file-error.ts';

const MAX_TEXT = 500;
/** As `Date.toISOString` writes it. */
const UTC_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

export type Checker = ReturnType<typeof createChecker>;

/**
 * Checks for one file. `path` is the key as a reader of the file would write it, e.g. `frames[3].x`.
 *
 * @throws {MeasurementFileError} from every check that does not hold.
 */
export function createChecker(source: string, entry: string) {
  function refuse(path: string, value: unknown, expected: string): never {
    const subject = path === '' ? 'the content' : path;
    const found = value === undefined ? `${subject} is missing` : `${subject} is ${show(value)}`;
    throw new MeasurementFileError(source, entry, `${found}; ${expected}`);
  }

  function number(value: unknown, path: string, holds: (value: number) => boolean, expected: string): number {
    if (typeof value !== 'number' || !Number.isFinite(value) || !holds(value)) refuse(path, value, expected);
    return value;
  }

  function anyText(value: unknown, path: string): string {
    if (typeof value !== 'string') refuse(path, value, 'it must be text');
    if (value.length > MAX_TEXT) refuse(path, value, `it must be at most ${MAX_TEXT} characters long`);
    return value;
  }

  function matching(value: unknown, path: string, pattern: RegExp, expected: string): string {
    const text = anyText(value, path);
    if (!pattern.test(text)) refuse(path, value, `it must be ${expected}`);
    return text;
  }

  return {
    refuse,
    anyText,
    matching,

    object(value: unknown, path: string): Record<string, unknown> {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        refuse(path, value, 'it must be an object');
      }
      return value as Record<string, unknown>;
    },

    array(value: unknown, path: string, minLength: number, maxLength: number): unknown[] {
      if (!Array.isArray(value)) refuse(path, value, 'it must be a list');
      if (value.length < minLength || value.length > maxLength) {
        refuse(`${path}.length`, value.length, `it must be ${minLength} to ${maxLength}`);
      }
      return value;
    },

    text(value: unknown, path: string): string {
      const text = anyText(value, path);
      if (text.trim() === '') refuse(path, value, 'it must not be empty');
      return text;
    },

    utcTime(value: unknown, path: string): string {
      const time = matching(value, path, UTC_TIME, 'a time as ISO 8601 writes it, in UTC');
      // The pattern lets a 13th month pass.
      if (Number.isNaN(Date.parse(time))) refuse(path, time, 'it must be a time');
      return time;
    },

    boolean(value: unknown, path: string): boolean {
      if (typeof value !== 'boolean') refuse(path, value, 'it must be true or false');
      return value;
    },

    oneOf<T extends string>(value: unknown, path: string, allowed: readonly T[]): T {
      if (!allowed.includes(value as T)) refuse(path, value, `it must be one of ${allowed.join(', ')}`);
      return value as T;
    },

    finite: (value: unknown, path: string) => number(value, path, () => true, 'it must be a number'),
    positive: (value: unknown, path: string) =>
      number(value, path, (n) => n > 0, 'it must be a number greater than 0'),
    fraction: (value: unknown, path: string) =>
      number(value, path, (n) => n >= 0 && n <= 1, 'it must be a number from 0 to 1'),
    between: (value: unknown, path: string, least: number, most: number) =>
      number(value, path, (n) => n >= least && n <= most, `it must be a number from ${least} to ${most}`),

    optional<T>(value: unknown, path: string, check: (value: unknown, path: string) => T): T | undefined {
      return value === undefined ? undefined : check(value, path);
    },

    nullable<T>(value: unknown, path: string, check: (value: unknown, path: string) => T): T | null {
      return value === null ? null : check(value, path);
    },
  };
}

/** A value as the message shows it: JSON, cut to a length that a person reads. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
