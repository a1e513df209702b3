/** What is known of each file that was read, so that the next run reads only what is new: `collected.jsonl`, a line for each. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../analyse/options.ts';
import type { CollectedFile } from './collect-file.ts';
import type { FoundFile } from './list-submission-files.ts';

export const LEDGER_FILE = 'collected.jsonl';
/** Rises when tables change, so that nobody mixes old ones with new. */
const LEDGER_VERSION = 1;

export type LedgerEntry = FoundFile & {
  result: CollectedFile;
  /** Whether its tables are in the dataset. */
  published: boolean;
};

/** With what the tables were made: with another it is all made anew. */
export type LedgerKey = {
  version: number;
  study: string;
  hash: string;
  samples: boolean;
};

export function makeLedgerKey(study: string, hash: string, samples: boolean): LedgerKey {
  return { version: LEDGER_VERSION, study, hash, samples };
}

/**
 * By path; empty where it was made with another key. A last line that a crash cut off is left out.
 * @throws {UsageError} where another study was collected there, whose data would be lost
 */
export async function readLedger(out: string, key: LedgerKey): Promise<Map<string, LedgerEntry>> {
  const text = await readFile(join(out, LEDGER_FILE), 'utf8').catch(() => '');
  // What follows the last end of a line is nothing, or cut off.
  const [first, ...rest] = text.split('\n').slice(0, -1);
  if (first === undefined) return new Map();
  const { study } = JSON.parse(first) as LedgerKey;
  if (study !== key.study) throw new UsageError(`--out ${out} holds another study, “${study}”.`);
  if (first !== JSON.stringify(key)) return new Map();
  const entries = rest.map((line) => JSON.parse(line) as LedgerEntry);
  return new Map(entries.map((entry) => [entry.path, entry]));
}

/** Puts a whole new ledger in the old one's place. */
export async function writeLedger(
  out: string,
  key: LedgerKey,
  entries: Iterable<LedgerEntry>,
): Promise<void> {
  const lines = [key, ...entries].map((line) => `${JSON.stringify(line)}\n`);
  const path = join(out, LEDGER_FILE);
  await writeFile(`${path}.new`, lines.join(''));
  await rename(`${path}.new`, path);
}

/** Adds lines as files are done; the last one about a file holds. */
export function openLedger(out: string): { add(entry: LedgerEntry): void; close(): Promise<void> } {
  const stream: WriteStream = createWriteStream(join(out, LEDGER_FILE), { flags: 'a' });
  return {
    add: (entry) => void stream.write(`${JSON.stringify(entry)}\n`),
    close: () => new Promise((resolve, reject) => stream.on('error', reject).end(resolve)),
  };
}
