/** Reads a study's file as participants had it. */
import { readFile } from 'node:fs/promises';
import { checkStudyText } from '../../src/study/check-definition.ts';
import type { StudyDefinition } from '../../src/study/definition.ts';
import { hashStudy } from '../../src/study/study-hash.ts';
import { formatPath } from '../../src/study/study-problem.ts';
import { UsageError } from '../analyse/options.ts';

export type ReadStudy = {
  definition: StudyDefinition;
  /** SHA-256 of the file's bytes, hexadecimal. */
  hash: string;
};

/** @throws {UsageError} where there is no study in it */
export async function readStudy(path: string): Promise<ReadStudy> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`The study ${path} cannot be read: ${error.code ?? error.message}.`);
  });
  const check = checkStudyText(bytes.toString('utf8'), path);
  if (check.ok) return { definition: check.study, hash: await hashStudy(new Uint8Array(bytes)) };
  const problems = check.errors.map((problem) => `${formatPath(problem.path)}: ${problem.message}`);
  throw new UsageError(`${path} is no study that can be run.\n${problems.join('\n')}`);
}
