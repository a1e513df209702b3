/** Writes JSON beside the tables, so that it is whole or not there. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function writeJson(out: string, name: string, json: unknown): Promise<void> {
  const path = join(out, name);
  await writeFile(`${path}.new`, `${JSON.stringify(json, null, 2)}\n`);
  await rename(`${path}.new`, path);
}
