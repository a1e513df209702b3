/** The keys that the submissions may be encrypted to. */
import { readFile } from 'node:fs/promises';
import { parseIdentities } from '../../src/study/submission-zip/age.ts';
import { UsageError } from '../analyse/options.ts';

/** @throws {UsageError} where a file cannot be read, or holds none */
export async function readIdentities(paths: readonly string[]): Promise<string[]> {
  const identities: string[] = [];
  for (const path of paths) {
    const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`--identity ${path} cannot be read: ${error.code ?? error.message}.`);
    });
    const found = parseIdentities(content);
    if (found.length === 0) throw new UsageError(`--identity ${path} holds no key.`);
    identities.push(...found);
  }
  return identities;
}
