/** Finds the submissions in a folder, whatever a server or a person called them. */
import { open, opendir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { UsageError } from '../analyse/options.ts';
import { SUBMISSION_FILE_END } from '../../src/study/submission.ts';
import { AGE_FILE_END } from '../../src/study/submission-zip/age.ts';

export type FoundFile = {
  /** Within the folder, `/` between folders. */
  path: string;
  bytes: number;
  mtimeMs: number;
};

const ZIP_BEGIN = Buffer.from('PK\u0003\u0004', 'latin1');
const AGE_BEGIN = Buffer.from('age-encryption.org/', 'latin1');

/** Whether a file begins as what age encrypted. */
export async function isEncrypted(file: string): Promise<boolean> {
  return (await readBegin(file)).subarray(0, AGE_BEGIN.length).equals(AGE_BEGIN);
}

/**
 * By name. Files named as submissions are, and others that begin as a zip or as what age encrypts: tus servers name files after the
 * upload. Hidden ones are left alone.
 *
 * @throws {UsageError} where there is no such folder
 */
export async function listSubmissionFiles(folder: string): Promise<FoundFile[]> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new UsageError(`--in ${folder} is no folder.`);
  const files: FoundFile[] = [];
  for await (const file of walk(folder)) {
    if (!(await isSubmission(file))) continue;
    const { size, mtimeMs } = await stat(file);
    files.push({ path: relative(folder, file).replaceAll(sep, '/'), bytes: size, mtimeMs });
  }
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function* walk(folder: string): AsyncGenerator<string> {
  for await (const entry of await opendir(folder)) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
  }
}

async function isSubmission(file: string): Promise<boolean> {
  if (file.endsWith(SUBMISSION_FILE_END) || file.endsWith(`${SUBMISSION_FILE_END}${AGE_FILE_END}`))
    return true;
  const begin = await readBegin(file);
  return [ZIP_BEGIN, AGE_BEGIN].some((wanted) => begin.subarray(0, wanted.length).equals(wanted));
}

async function readBegin(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(AGE_BEGIN.length), 0, AGE_BEGIN.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
