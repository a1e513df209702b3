// A study's file as it is opened: its bytes read, hashed and checked; nothing of it is followed yet.
import { checkStudyText, MAX_STUDY_BYTES } from '../../../src/study/check-definition.ts';
import type { StudyDefinition } from '../../../src/study/definition.ts';
import { hashStudy } from '../../../src/study/study-hash.ts';
import { formatPath, type StudyProblem } from '../../../src/study/study-problem.ts';
import type { StudyRunRow } from '../../../src/storage/studies.ts';
import { formatSize } from '../../../src/ui/format-size.ts';

export type OpenedStudy = {
  definition: StudyDefinition;
  /** SHA-256 of the file's bytes, hexadecimal. */
  hash: string;
  bytes: number;
  source: StudyRunRow['source'];
};

/** Why a file cannot be opened as a study; `message` is for the participant, `details` for whoever made the file. */
export class StudyFileError extends Error {
  override readonly name = 'StudyFileError';
  readonly details: string[];
  constructor(message: string, details: string[] = []) {
    super(message);
    this.details = details;
  }
}

const MOST_DETAILS = 8;

/** @throws {StudyFileError} */
export async function readStudyFile(file: File): Promise<OpenedStudy> {
  if (file.size > MAX_STUDY_BYTES) {
    throw new StudyFileError(`“${file.name}” is too large for a study: ${formatSize(file.size)}.`);
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  return open(bytes, file.name, { kind: 'file', name: file.name });
}

/** A study's text as a page shows it. The hash is that of the text as UTF-8, as which studies are written. @throws {StudyFileError} */
export function readStudyText(text: string, url: string): Promise<OpenedStudy> {
  return open(new TextEncoder().encode(text), 'The page', { kind: 'page', url });
}

async function open(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  source: OpenedStudy['source'],
): Promise<OpenedStudy> {
  const check = checkStudyText(new TextDecoder().decode(bytes), name);
  if (!check.ok) throw refuse(name, check.errors);
  return { definition: check.study, hash: await hashStudy(bytes), bytes: bytes.length, source };
}

function refuse(name: string, errors: readonly StudyProblem[]): StudyFileError {
  const [first] = errors;
  // No JSON, or none of a study: one sentence says all.
  if (first && errors.length === 1 && first.path.length === 0) return new StudyFileError(first.message);
  const details = errors.slice(0, MOST_DETAILS).map(({ path, message }) => `${formatPath(path)}: ${message}`);
  const more = errors.length - details.length;
  return new StudyFileError(
    `“${name}” is not a study that can be run: ${errors.length === 1 ? 'there is a mistake in it' : `there are ${errors.length} mistakes in it`}. Please tell whoever gave it to you.`,
    more > 0 ? [...details, `… and ${more} more`] : details,
  );
}
