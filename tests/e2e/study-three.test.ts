// A study as its researcher has it: three participants run it, one withdraws, one crashes, and the folder and the report are right.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import {
  collectAndReport,
  expectLongestLooks,
  expectNothingOf,
  expectTables,
  type ResearcherFolder,
  type Truth,
} from './harness/check-folder.ts';
import { createDirectedCamera, type DirectedCamera } from './harness/directed-camera.ts';
import { makeFilm, sumTruth } from './harness/films.ts';
import { LOOKS, makeRoomsStudy, ROOMS_SITE, type Looks, type RoomsTask } from './harness/rooms-study.ts';
import { countRows, RUN_STORES } from './harness/study-page.ts';
import {
  comeToTasks,
  crash,
  handOver,
  lookThrough,
  readRun,
  sayDone,
  sitDown,
  withdraw,
  type Participant,
} from './harness/take-part.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const NAME = 'rooms.fovea-study.json';
/** A round of a film, and a second that may be lost at its ends. */
const WATCH_MS = 5 * SECOND;

let site: FolderServer;
let camera: DirectedCamera;
/** All that is written. */
let root: string;
let folder: ResearcherFolder;
let study: string;
/** Whoever is at it. */
let now: Participant | undefined;

beforeAll(async () => {
  site = await serveFolder(ROOMS_SITE);
  camera = await createDirectedCamera();
  root = await mkdtemp(join(tmpdir(), 'fovea-three-'));
  folder = {
    study: join(root, NAME),
    received: join(root, 'received'),
    collected: join(root, 'collected'),
    report: join(root, 'report.html'),
    csv: join(root, 'csv'),
  };
  await mkdir(folder.received);
  study = JSON.stringify(await makeRoomsStudy(site.url), null, 2);
  await writeFile(folder.study, study);
});
afterAll(async () => {
  await now?.fovea.close();
  site?.close();
  await camera?.remove();
  await rm(root, { recursive: true, force: true });
});

test(
  'of three participants two are in the folder, who withdrew is nowhere, and the report names what each looked at longest',
  async () => {
    const startMs = Date.now();
    const first = await beginStudy();
    await doTask(first, 'rooms', LOOKS.first.rooms);
    await doTask(first, 'meals', LOOKS.first.meals);
    await finish(first);

    const crashing = await beginStudy();
    await watch(crashing, 'rooms', LOOKS.crashing.rooms);
    const { sessionId } = await readRun(now!);
    now = await crash(now!);
    await now.page.getByRole('link', { name: /^Go on/ }).click();
    await now.page.locator('[data-testid="course"][data-step="interrupted"]').waitFor();
    expect((await readRun(now)).course?.phase).toMatchObject({ kind: 'interrupted', cause: 'browser-ended' });
    await doTask(crashing, 'rooms', LOOKS.crashing.rooms, 'Go on with the task');
    await doTask(crashing, 'meals', LOOKS.crashing.meals);
    // What was recorded before the crash and after it is one session.
    expect((await readRun(now)).sessionId).toBe(sessionId);
    crashing.pauses['rooms'] = 1;
    await finish(crashing);

    const withdrawing = await beginStudy();
    await doTask(withdrawing, 'rooms', LOOKS.withdrawing.rooms);
    const before = await countRows(now!.page, RUN_STORES);
    expect(before).toMatchObject({ studyRuns: 1, people: 1, measurements: 1, validations: 1, sessions: 1 });
    expect(before['sessionChunks']).toBeGreaterThan(0);
    await withdraw(now!);
    const none = Object.fromEntries(RUN_STORES.map((name) => [name, 0]));
    await expect.poll(() => countRows(now!.page, RUN_STORES)).toEqual(none);
    await leave();

    const truths = [first, crashing];
    const files = truths.map(({ submission }) => `${submission}.fovea-submission.zip.age`);
    expect((await readdir(folder.received)).toSorted()).toEqual(files.toSorted());
    expect(await collectAndReport(folder)).toContain('2 files (2 of them read now): 2 participants count');
    await expectTables(folder, truths, site.url);
    await expectLongestLooks(folder, truths);
    await expectNothingOf(withdrawing.participant, root);
    console.log(`three participants: ${((Date.now() - startMs) / SECOND).toFixed(0)} s`);
  },
  12 * MINUTE,
);

/** In a browser of their own, to the first task. */
async function beginStudy(): Promise<Truth> {
  now = await sitDown(camera);
  await comeToTasks(now, NAME, study);
  const { id, record } = await readRun(now);
  return {
    participant: record.participant!,
    submission: id,
    areas: {},
    pauses: { rooms: 0, meals: 0 },
    watchedS: { rooms: 0, meals: 0 },
  };
}

/** Looks at the task's page as the video does, and asks the page what lay there. */
async function watch(
  truth: Truth,
  task: RoomsTask,
  looks: Looks,
  button: 'Begin the task' | 'Go on with the task' = 'Begin the task',
): Promise<Page> {
  const film = makeFilm(camera.recording, looks);
  const url = `${site.url}${task}.html`;
  const tab = await lookThrough(now!, button, { url, film, forMs: WATCH_MS });
  truth.watchedS[task]! += WATCH_MS / SECOND;
  truth.areas[task] = await sumTruth(tab, camera.recording, film, 'article');
  return tab;
}

async function doTask(...watched: Parameters<typeof watch>): Promise<void> {
  await sayDone(await watch(...watched));
}

/** Hands the file over. */
async function finish({ submission, pauses }: Truth): Promise<void> {
  const { record } = await readRun(now!);
  expect(record.tasks?.map(({ task, outcome, pauses: own }) => [task, outcome, own.length])).toEqual(
    Object.entries(pauses).map(([task, count]) => [task, 'success', count]),
  );
  expect(basename(await handOver(now!, folder.received))).toContain(submission);
  await leave();
}

async function leave(): Promise<void> {
  await now!.fovea.close();
  now = undefined;
}
