/** What a run leaves beside the tables: what was collected, and which files were left out and why. */
import { join } from 'node:path';
import { writeCsv } from '../../src/session/export/csv.ts';
import { textFile } from '../../src/session/export/export-file.ts';
import { createTable } from '../../src/session/export/table.ts';
import { text } from '../../src/study/collect/columns.ts';
import {
  EXCLUSION_WORDS,
  EXCLUSIONS,
  type Bounds,
  type Exclusion,
  type Verdict,
} from '../../src/study/collect/judge.ts';
import { writeFile } from '../analyse/analyse-file.ts';
import type { CollectedFile } from './collect-file.ts';
import type { LedgerEntry } from './ledger.ts';
import type { ReadStudy } from './read-study.ts';

/** Written last: while it is not there, the folder is not whole. */
export const COLLECTION_FILE = 'collection.json';
export const EXCLUSIONS_FILE = 'exclusions.csv';

export type Collection = {
  format: 'fovea-collection';
  version: 1;
  study: { id: string; revision: number; hash: string };
  collectedAt: string;
  bounds: Bounds;
  /** Files found; participants that count; files left out, by reason. */
  files: number;
  included: number;
  excluded: Partial<Record<Exclusion, number>>;
  /** In the recordings of those that count. */
  samples: number;
};

export type Collected = {
  collection: Collection;
  /** Files read in this run. */
  read: number;
  left: { path: string; verdict: Exclude }[];
};

type Exclude = Extract<Verdict, { included: false }>;

export type Left = { path: string; verdict: Exclude; result: CollectedFile };

const submissionOf = ({ result }: Left) => ('unreadable' in result ? null : result.submission);

export async function writeExclusions(out: string, left: readonly Left[]): Promise<void> {
  const table = createTable<Left>({ name: 'exclusions', description: 'Files that do not count.' }, left, [
    text('file', 'Within the folder that was collected.', ({ path }) => path),
    text('reason', 'Why.', ({ verdict }) => verdict.why),
    text('detail', 'In words.', ({ verdict }) => verdict.detail),
    text('participant', 'Code; empty where it could not be read.', (row) => submissionOf(row)?.participant),
    text('submission', 'Id; empty where it could not be read.', (row) => submissionOf(row)?.id),
    text('study', 'Id; empty where it could not be read.', (row) => submissionOf(row)?.study.id),
  ]);
  await writeFile(
    join(out, EXCLUSIONS_FILE),
    textFile(EXCLUSIONS_FILE, () => writeCsv(table)),
  );
}

export function describeCollection(
  { definition, hash }: ReadStudy,
  bounds: Bounds,
  files: number,
  counted: readonly LedgerEntry[],
  left: readonly Left[],
): Collection {
  const reasons = EXCLUSIONS.map(
    (why) => [why, left.filter(({ verdict }) => verdict.why === why).length] as const,
  );
  return {
    format: 'fovea-collection',
    version: 1,
    study: { id: definition.id, revision: definition.revision, hash },
    collectedAt: new Date().toISOString(),
    bounds,
    files,
    included: counted.length,
    excluded: Object.fromEntries(reasons.filter(([, count]) => count > 0)),
    samples: counted.reduce((sum, { result }) => sum + ('samples' in result ? result.samples : 0), 0),
  };
}

/** What a run says when it is done. */
export function summarize({ collection, read }: Pick<Collected, 'collection' | 'read'>): string {
  const { files, included, excluded, samples } = collection;
  const reasons = Object.entries(excluded).map(
    ([why, count]) => `  ${String(count).padStart(6)}  ${EXCLUSION_WORDS[why as Exclusion]}`,
  );
  return [
    `${files} files (${read} of them read now): ${included} participants count, ${samples} samples.`,
    ...(reasons.length > 0 ? ['Left out, for reasons in exclusions.csv:', ...reasons] : []),
  ].join('\n');
}
