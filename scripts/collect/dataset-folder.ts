/** The folder of a study's tables: `TABLE/study=ID/participant=CODE/SUBMISSION.parquet`. */
import { mkdir, opendir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nameFolder } from '../analyse/analyse-file.ts';

/** All that there may be; those without rows are not written. */
export const STUDY_TABLES = [
  'participants',
  'checks',
  'answers',
  'tasks',
  'pages',
  'fixations',
  'aois',
  'samples',
] as const;

export type Place = { study: string; participant: string; submission: string };

export type DatasetFolder = {
  /** Moves tables that were written whole from a folder of their own to where they belong. */
  publish(staging: string, place: Place, tables: readonly string[]): Promise<void>;
  remove(place: Place): Promise<void>;
  /** Removes all but these: what a crash left half, or is of files that are gone. Tells how many submissions those were. */
  sweep(kept: Iterable<Place>): Promise<number>;
};

export function createDatasetFolder(root: string): DatasetFolder {
  const fileOf = (table: string, { study, participant, submission }: Place): string =>
    join(root, table, `study=${study}`, `participant=${nameFolder(participant)}`, `${submission}.parquet`);

  return {
    async publish(staging, place, tables) {
      for (const table of STUDY_TABLES) {
        const target = fileOf(table, place);
        if (tables.includes(table)) {
          await mkdir(dirname(target), { recursive: true });
          await rename(join(staging, `${table}.parquet`), target);
        } else {
          await rm(target, { force: true });
        }
      }
    },
    async remove(place) {
      for (const table of STUDY_TABLES) await removeFile(fileOf(table, place));
    },
    async sweep(kept) {
      const places = new Set<string>();
      for (const place of kept) for (const table of STUDY_TABLES) places.add(fileOf(table, place));
      const swept = new Set<string>();
      for await (const file of walk(root)) {
        if (places.has(file)) continue;
        await removeFile(file);
        swept.add(file.slice(file.indexOf('study=')));
      }
      return swept.size;
    },
  };
}

/** And its folder where nothing else is in it, so that no empty participant is left. */
async function removeFile(file: string): Promise<void> {
  await rm(file, { force: true });
  const folder = dirname(file);
  const left = await readdir(folder).catch(() => null);
  if (left?.length === 0) await rmdir(folder);
}

async function* walk(folder: string): AsyncGenerator<string> {
  const opened = await opendir(folder).catch(() => null);
  if (!opened) return;
  for await (const entry of opened) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}
