/** Files that are either whole or not there: written under a temporary name and renamed. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The output can't be written; says where, why, and what to do. */
export class OutputError extends Error {
  override name = 'OutputError';
}

/** What a failed write means and what helps. */
export function outputError(cause: unknown, path: string): OutputError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOSPC: 'no space left on the disk. Free some, then run the same command again: what is finished is kept',
    EDQUOT:
      'the disk quota is used up. Free some space, then run the same command again: what is finished is kept',
    EACCES: 'no permission to write there. Name another folder or change its permissions',
    EPERM: 'no permission to write there. Name another folder or change its permissions',
    EROFS: 'the file system is read-only. Name another folder',
    ENOTDIR: 'a part of the path is a file, not a folder. Name another folder',
    EEXIST: 'a file of that name is in the way. Name another folder',
    EISDIR: 'a folder of that name is in the way. Name another file',
    ENOENT: 'the folder is gone. Was it removed while rendering?',
  };
  return new OutputError(`Can't write ${path}: ${reasons[code ?? ''] ?? message}.`, { cause });
}

/** Creates a folder and its parents. @throws OutputError */
export function createFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw outputError(cause, path);
  }
}

/** Writes a whole file or none. @throws OutputError */
export function writeWhole(file: string, bytes: Uint8Array | string, write = writeFileSync): void {
  const partial = `${file}.partial`;
  createFolder(dirname(file));
  try {
    write(partial, bytes);
    renameSync(partial, file);
  } catch (cause) {
    rmSync(partial, { force: true });
    throw outputError(cause, file);
  }
}
