// A study from its file to the file that is handed over, with a real tracker: read, agreed to, measured, checked, done, answered.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDataset } from '../../scripts/analyse/query-dataset.ts';
import { STUDY_TABLES } from '../../scripts/collect/dataset-folder.ts';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { readSessionZip } from '../../src/session/file/session-zip-reader.ts';
import { SESSION_FILE, type Submission } from '../../src/study/submission.ts';
import { decryptStream, parseIdentities } from '../../src/study/submission-zip/age.ts';
import { readSubmission } from '../../src/study/submission-zip/read-submission.ts';
import { EXAMPLE_KEY, EXAMPLE_SITE, readExampleText } from '../fixtures/studies/read-example.ts';
import { expectAccessible } from './harness/accessibility.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { chooseStudy, countRows, press, readRuns, RUN_STORES, waitForStage } from './harness/study-page.ts';
import { takeCheckDots, takeDots } from './harness/take-dots.ts';
import { findTaskBar } from './harness/task-bar.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const NAME = 'example.fovea-study.json';

let camera: FakeCamera;
let fovea: Fovea;
let site: FolderServer;
let page: Page;
/** Where the researcher collects. */
let folder: string;

beforeAll(async () => {
  site = await serveFolder(EXAMPLE_SITE);
  camera = await prepareSampleCamera();
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
  page = await fovea.open('/study.html');
  folder = await mkdtemp(join(tmpdir(), 'fovea-collect-'));
});
afterAll(async () => {
  await fovea?.close();
  site?.close();
  await removeCamera(camera);
  await rm(folder, { recursive: true, force: true });
});

test(
  'a whole run by keyboard, with the page loaded anew in its middle, ends in a file that only the researcher reads',
  async () => {
    const study = await readExampleText({ site: site.url });
    await chooseStudy(page, NAME, study);
    await press(page, 'Read what it records');
    await page.getByLabel('I have read this').focus();
    await page.keyboard.press('Space');
    await press(page, 'Take part');
    await waitForStage(page, 'screening');

    await page.locator('[data-testid="eyes-check"][data-eyes="seen"]').waitFor({ timeout: MINUTE });
    await page.getByLabel('No', { exact: true }).focus();
    await page.keyboard.press('Space');
    await press(page, 'Go on');
    await waitForStage(page, 'measurement');

    const start = page.getByRole('button', { name: 'Start in full screen' });
    await waitUntil(() => start.isEnabled(), 30 * SECOND, 'the camera');
    await press(page, 'Start in full screen');
    await page.getByTestId('stage').waitFor();
    await takeDots(page, 4, 9);
    // What was taken is not taken again.
    await page.reload();
    await page.getByTestId('unfinished').filter({ hasText: '4 of 9 dots' }).waitFor();
    const goOn = page.getByRole('button', { name: 'Go on in full screen' });
    await waitUntil(() => goOn.isEnabled(), 30 * SECOND, 'the camera once more');
    await press(page, 'Go on in full screen');
    await page.getByTestId('stage').waitFor();
    await takeDots(page, 9, 9);

    await waitForStage(page, 'validation', 2 * MINUTE);
    await press(page, 'Start in full screen');
    await takeCheckDots(page);
    await waitForStage(page, 'questions-before');

    await page.getByLabel('Yes').check();
    await page.getByLabel('Green').check();
    await waitUntil(
      async () => (await readRuns(page))[0]!.steps?.drafts?.['which-teas'] !== undefined,
      15 * SECOND,
      'it to be kept',
    );
    await page.reload();
    await waitForStage(page, 'questions-before');
    await expect.poll(() => page.getByLabel('Green').isChecked()).toBe(true);
    await press(page, 'Go on to the tasks');
    await waitForStage(page, 'tasks');

    for (let position = 0; position < 3; position += 1) await doTask(position);
    await waitForStage(page, 'questions-after', 30 * SECOND);
    for (const row of await page.locator('[data-kind="sus"] [role="radiogroup"]').all()) {
      await row.getByRole('radio').nth(3).check();
    }
    await press(page, 'Go on');
    await waitForStage(page, 'summary');
    await page.getByText(/samples? here, about/).waitFor();
    await expectAccessible(page, 'study summary of a run');
    // The photos are gone as soon as nothing needs them.
    await waitUntil(
      async () => (await countRows(page, ['frames']))['frames'] === 0,
      20 * SECOND,
      'the photos to be deleted',
    );

    const [run] = await readRuns(page);
    const download = page.waitForEvent('download', { timeout: MINUTE });
    await press(page, 'Save it as a file');
    const saved = await download;
    expect(saved.suggestedFilename()).toBe(`${run!.id}.fovea-submission.zip.age`);
    const bytes = await readFile(await saved.path());
    const identities = parseIdentities(await readFile(EXAMPLE_KEY, 'utf8'));
    const plain = await decryptStream(new Blob([bytes]).stream(), identities, 'submission');
    const zip = await readSubmission(
      await new Response(plain as ReadableStream<Uint8Array<ArrayBuffer>>).blob(),
      'submission',
    );
    expect(zip.submission).toMatchObject({
      id: run!.id,
      study: { id: 'tea-shop', hash: run!.studyHash },
      participant: run!.record.participant,
      status: 'complete',
      environment: { glasses: false },
      measurement: { targets: 9 },
    });
    expect(zip.submission.tasks.map(({ task, outcome }) => [task, outcome])).toEqual(
      run!.taskOrder.map((task) => [task, 'success']),
    );
    expect(zip.submission.checks.map(({ kind }) => kind)).toEqual(['validation', 'check', 'check']);
    expect(new Map(zip.submission.answers.map(({ question, value }) => [question, value]))).toEqual(
      new Map<string, unknown>([
        ['drinks-tea', 'yes'],
        ['which-teas', ['green']],
        ['ease', 6],
        ['usability', Array(10).fill(4)],
        ['load', null],
      ]),
    );
    const { session } = await readSessionZip(await zip.readFile(SESSION_FILE), 'session');
    expect(session.samples.timestampMs.length).toBeGreaterThan(20);
    expect(session.shots).toEqual([]);
    await collect(study, saved.suggestedFilename(), bytes, zip.submission);

    await press(page, 'Done');
    await waitForStage(page, 'kept');
    await page.getByRole('heading', { name: 'Saved. Thank you!' }).waitFor();
    await press(page, 'Delete it…');
    await page.getByText('cannot be fetched back').waitFor();
    await press(page, 'Delete my data');
    await page.getByTestId('deleted').waitFor();
    await expect
      .poll(() => countRows(page, RUN_STORES))
      .toEqual(Object.fromEntries(RUN_STORES.map((name) => [name, 0])));
  },
  10 * MINUTE,
);

/** The researcher's end: the file as it left is collected into tables and told of in the report. */
async function collect(study: string, name: string, bytes: Uint8Array, sent: Submission): Promise<void> {
  const studyFile = join(folder, NAME);
  const collected = join(folder, 'collected');
  await writeFile(studyFile, study);
  await writeFile(join(folder, name), bytes);
  const received = ['--study', studyFile, '--in', folder, '--identity', EXAMPLE_KEY];
  await runScript('collect', [...received, '--out', collected]);
  const report = join(folder, 'report.html');
  await runScript('study-report', ['--study', studyFile, '--in', collected, '--out', report]);

  const connection = await openDataset(join(collected, 'dataset'), STUDY_TABLES);
  const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  try {
    expect(await ask('SELECT participant FROM participants')).toEqual([[sent.participant]]);
    expect(await ask('SELECT task, outcome FROM tasks ORDER BY position')).toEqual(
      sent.tasks.map(({ task, outcome }) => [task, outcome]),
    );
    expect(await ask("SELECT number FROM answers WHERE question = 'usability' AND item = 'score'")).toEqual([
      [50],
    ]);
    // Gaze on pages and on the picture, each within its task.
    expect(await ask('SELECT DISTINCT task FROM samples ORDER BY task')).toEqual(
      sent.tasks.map(({ task }) => [task]).toSorted(),
    );
  } finally {
    connection.closeSync();
  }
  const html = await readFile(report, 'utf8');
  expect(html).toContain(sent.participant);
  expect(html).toContain('Find the costs');
}

async function runScript(name: string, args: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [`scripts/${name}.ts`, ...args], {
    cwd: resolve(import.meta.dirname, '../..'),
  });
}

/** One of the example's tasks, in whichever order they come, with the check before it and the questions after it. */
async function doTask(position: number): Promise<void> {
  const course = page.getByTestId('course').and(page.locator('[data-step="instructions"]'));
  await course.getByText(`Task ${position + 1} of 3`).waitFor({ timeout: MINUTE });
  const [run] = await readRuns(page);
  const task = run!.taskOrder[position];
  const before = new Set(fovea.context.pages());
  await press(page, 'Begin the task');
  if (position > 0) {
    const check = await waitForNew(before);
    before.add(check);
    await passCheck(check);
  }
  const tab = await waitForNew(before);
  await tab.waitForLoadState();
  const bar = await findTaskBar(tab);
  await bar.waitFor(/Task \d of 3/);
  await sleep(1.5 * SECOND);
  if (task === 'buy') await tab.click('#buy');
  if (task === 'delivery') {
    await tab.click('#menu a:nth-child(2)');
    await tab.waitForURL('**/delivery.html');
    await bar.waitFor(/Task \d of 3/);
    await sleep(SECOND);
    await tab.click('#more');
  }
  // A picture is looked at for its eight seconds.
  if (task === 'buy') {
    await page.getByText('How easy was that?').waitFor({ timeout: 30 * SECOND });
    await page.getByRole('radio', { name: '6', exact: true }).check();
    await press(page, /^Go on/);
  }
}

/** Begins the check, anew where it did not count or was broken off, until it closes its tab. */
async function passCheck(check: Page): Promise<void> {
  const ready = check.locator('[data-testid="check-ready"][data-ready="true"]');
  const isPassed = async (): Promise<boolean> => {
    if (await ready.isVisible().catch(() => false)) {
      await check.keyboard.press('Space').catch(() => undefined);
      await sleep(SECOND);
    }
    return check.isClosed();
  };
  await waitUntil(isPassed, 2 * MINUTE, 'the check to be over');
}

async function waitForNew(before: ReadonlySet<Page>): Promise<Page> {
  let found: Page | undefined;
  const look = (): boolean => {
    found = fovea.context.pages().find((each) => !before.has(each) && !each.isClosed());
    return found !== undefined;
  };
  await waitUntil(look, MINUTE, 'a new tab');
  return found!;
}
