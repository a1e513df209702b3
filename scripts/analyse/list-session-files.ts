/** Finds the session files that a command line names. */
import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from './options.ts';

const SUFFIX = '.session.zip';

/**
 * Every file once, in the order in which they are found. Folders are searched through for `*.session.zip`; a pattern names
 * files, whatever they are called.
 *
 * @throws {UsageError} where a path or pattern leads to none
 */
export async function listSessionFiles(paths: readonly string[]): Promise<string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    const before = files.size;
    for await (const file of findFiles(path)) files.add(file);
    if (files.size === before && !files.has(path))
      throw new UsageError(`There is no session file at ${path}.`);
  }
  return [...files];
}

async function* findFiles(path: string): AsyncGenerator<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) yield path;
  else if (found?.isDirectory()) yield* sort(glob(join(path, `**/*${SUFFIX}`)));
  else yield* sort(glob(path));
}

async function* sort(names: AsyncIterable<string>): AsyncGenerator<string> {
  const all: string[] = [];
  for await (const name of names) all.push(name);
  yield* all.toSorted();
}
