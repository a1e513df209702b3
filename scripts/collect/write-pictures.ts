/** Pictures of the pages that were looked at, one of each. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { nameFolder } from '../analyse/analyse-file.ts';
import type { CollectContext } from './collect-file.ts';
import { WORKER, type CollectCourse, type CollectRun } from './collect-run.ts';
import type { LedgerEntry } from './ledger.ts';
import { choosePictures, type PagePicture } from './page-pictures.ts';
import { PICTURE_FILE, type PaintedPage, type PictureJob } from './paint-pages.ts';
import { runThreads } from './run-threads.ts';
import { writeJson } from './write-json.ts';

export const PICTURES_FILE = 'pictures.json';

/** The pages that were pictured, each from whoever saw most of it. */
export async function writePictures(
  { options, staging }: CollectRun,
  context: CollectContext,
  counted: readonly LedgerEntry[],
  { signal }: CollectCourse,
): Promise<void> {
  const folder = join(options.out, 'pictures');
  const chosen = options.pictures ? choosePictures(counted) : [];
  const before = await readPictures(options.out);
  const same = chosen.filter((one) =>
    before.some(
      ({ task, url, submission }) => task === one.task && url === one.url && submission === one.submission,
    ),
  );
  if (same.length === chosen.length && before.length === chosen.length) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const jobs = chosen.map(({ task, url, path }) => {
    return { page: { task, url }, path, staging: join(staging, randomUUID()) };
  });
  const pictures: PagePicture[] = [];
  await runThreads<PictureJob, PaintedPage>({
    module: WORKER,
    workerData: context,
    jobs,
    threads: options.workers,
    signal,
    onResult: async (job, size) => {
      const index = jobs.indexOf(job as (typeof jobs)[number]);
      const { task, url, submission } = chosen[index]!;
      const file = `pictures/${nameFolder(task)}-${index + 1}.webp`;
      await rename(join(job.staging, PICTURE_FILE), join(options.out, file));
      pictures.push({ task, url, submission, file, ...size });
    },
    // A page without a picture has an outline.
    onFailure: async () => undefined,
  });
  await writeJson(
    options.out,
    PICTURES_FILE,
    pictures.toSorted((a, b) => (a.file < b.file ? -1 : 1)),
  );
}

/** Those of the last run; none where there were none. */
export async function readPictures(out: string): Promise<PagePicture[]> {
  const found = await readFile(join(out, PICTURES_FILE), 'utf8').catch(() => '[]');
  return JSON.parse(found) as PagePicture[];
}
