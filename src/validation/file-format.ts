// The accuracy file format, version 1: a person's checks, as Options → Accuracy exports them and a group's zip holds them.
import { createChecker } from '../measurement/check-json.ts';
import { MeasurementFileError } from '../measurement/measurement-file-error.ts';
import type { ValidationRow } from '../storage/validations.ts';
import { parseValidation, type PlainValidation } from './parse-validation.ts';

export const ACCURACY_FORMAT = 'fovea-accuracy';
export const ACCURACY_VERSION = 1;

/** Plain JSON with every sample; the inverse of {@link parseAccuracyFile}. */
export function formatAccuracyFile(person: string, rows: readonly ValidationRow[]) {
  return { format: ACCURACY_FORMAT, version: ACCURACY_VERSION, person, checks: rows.map(toPlain) };
}

/**
 * Checks parsed JSON against the format and returns the checks typed, each the person's.
 *
 * @param sourceName The zip it came from, and
 * @param entry the file in it; errors name both.
 * @param maxChecks How many it may hold; one it must.
 * @throws {MeasurementFileError} naming the first key that does not fit, its value, and what was expected.
 */
export function parseAccuracyFile(
  json: unknown,
  sourceName: string,
  entry: string,
  maxChecks: number,
): { person: string; checks: ValidationRow[] } {
  const check = createChecker(sourceName, entry);
  const top = check.object(json, '');
  if (top.format !== ACCURACY_FORMAT) check.refuse('format', top.format, `it must be "${ACCURACY_FORMAT}"`);
  if (top.version !== ACCURACY_VERSION) {
    check.refuse('version', top.version, `this version of Fovea reads version ${ACCURACY_VERSION}`);
  }
  const person = check.text(top.person, 'person');
  const checks = check
    .array(top.checks, 'checks', 1, maxChecks)
    .map((row, index) =>
      Object.assign(parseValidation(check, row, `checks[${index}]`), { personId: person }),
    );
  return { person, checks };
}

/** Whether a stored check can be read back from a file. One that was damaged would have the whole file refused. */
export function isReadable(row: ValidationRow): boolean {
  try {
    parseValidation(createChecker('', ''), toPlain(row), '');
    return true;
  } catch (error) {
    if (error instanceof MeasurementFileError) return false;
    throw error;
  }
}

function toPlain({ personId: _of, elsewhere: _here, ...check }: ValidationRow): PlainValidation {
  return check;
}
