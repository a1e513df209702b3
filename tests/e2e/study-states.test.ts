// What a participant comes by now and then: another language, tasks that stand still, pictures to look through.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import type { StudyRunRow, StudyRunStage } from '../../src/storage/studies.ts';
import type { StudyDefinition } from '../../src/study/definition.ts';
import type { CoursePhase } from '../../src/study/tasks/course.ts';
import { readExampleStudy, readExampleText } from '../fixtures/studies/read-example.ts';
import { expectAccessible } from './harness/accessibility.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { storeSession } from './harness/made-sessions.ts';
import { playLooks } from './harness/play-looks.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import {
  changeRun,
  chooseStudy,
  makeCheck,
  press,
  readRuns,
  standAt,
  unfold,
  waitForStage,
} from './harness/study-page.ts';
import { takeCheckDots, takeDots } from './harness/take-dots.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const AT = '2026-11-27T10:00:00.000Z';

let camera: FakeCamera;
let fovea: Fovea;
let page: Page;
let study: StudyDefinition;

beforeAll(async () => {
  camera = await prepareSampleCamera();
  study = await readExampleStudy();
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
  page = await fovea.context.newPage();
  // Eyes in good light, whatever the recording's look like.
  await playLooks(page, {
    eyesSeen: true,
    light: {
      squareLuma: 140,
      face: { eyeDistance: 0.13, luma: 110, sideRatio: 0.9, surroundLuma: 170, blownShare: 0.001 },
    },
  });
  await page.goto(fovea.url('/study.html'));
  await chooseStudy(page, 'tea.fovea-study.json', await readExampleText());
  await press(page, 'Read what it records');
  await page.getByLabel('I have read this').check();
  await press(page, 'Take part');
  await waitForStage(page, 'screening');
});
afterAll(async () => {
  await fovea?.close();
  await removeCamera(camera);
});

/** Its person is made anew wherever that is needed and gone. */
const goTo = (stage: StudyRunStage, change: Partial<StudyRunRow> = {}): Promise<void> =>
  standAt(page, stage, { definition: study, personId: 'participant', ...change });
const readRun = async (): Promise<StudyRunRow> => (await readRuns(page))[0]!;

test('in the middle of it the study is read in another language, with nothing lost', async () => {
  await goTo('questions-before');
  await page.getByLabel('Yes').check();
  await page.getByLabel('Language').selectOption('de');
  const question = page.getByText('Trinken Sie Tee?').first();
  await question.waitFor();
  await expect.poll(() => page.getByLabel('Ja').isChecked()).toBe(true);
  await page.getByRole('heading', { name: 'A few questions first' }).waitFor();
  const drafts = async (): Promise<unknown> => (await readRun()).steps?.drafts?.['drinks-tea'];
  await waitUntil(async () => (await drafts()) !== undefined, 15 * SECOND, 'the answer to be kept');
  await page.reload();
  await question.waitFor();
  await expect.poll(() => page.getByLabel('Ja').isChecked()).toBe(true);
  expect(await question.evaluate((element) => element.closest('[lang]')?.getAttribute('lang'))).toBe('de');
  await expectAccessible(page, 'study in German');
  await expect.poll(async () => (await readRun()).record.language).toBe('de');
  await page.getByLabel('Language').selectOption('en');
  await page.getByText('Do you drink tea?').first().waitFor();
});

test.each<[string, CoursePhase, string]>([
  ['before it', { kind: 'instructions' }, 'It opens in a tab of its own.'],
  [
    'that did not open',
    { kind: 'instructions', problem: 'The page did not open.' },
    'The page did not open.',
  ],
  ['while it goes on', { kind: 'running' }, 'The task goes on in its own tab.'],
  ['while it is checked', { kind: 'check', within: true, seed: 1 }, 'Five dots are shown'],
  ['that was cut off', { kind: 'interrupted', cause: 'tab-closed' }, 'The task was interrupted.'],
  ['that is over', { kind: 'questions', outcome: 'success' }, 'How easy was that?'],
])('the page of a task %s', async (name, phase, words) => {
  const course = { position: 0, phase, begun: { startMs: 0, pauses: [], usedMs: 0, checkedUsedMs: 0 } };
  await goTo('tasks', { taskOrder: ['buy', 'delivery', 'picture'], course });
  await page.getByText(words).first().waitFor();
  await expectAccessible(page, `study task ${name}`);
});

test('the pictures that would leave are shown one by one, each in full', async () => {
  const made = makeSession({ minutes: 0.5, screenshots: true });
  expect(made.session.shots.length).toBeGreaterThan(1);
  const sessionId = await storeSession(page, made, { name: 'Study' });
  await goTo('summary', {
    sessionId,
    definition: { ...study, recording: { ...study.recording, detail: 'screenshots' } },
    record: { status: 'complete', finishedAt: AT, checks: [makeCheck(AT, 3)] },
  });
  await unfold(page, 'Where you looked');
  await page.getByText('All of this would leave, with the pictures.').waitFor();
  const pictures = page.locator('[data-testid="summary"] a img');
  const areThere = (): Promise<boolean> =>
    pictures.evaluateAll(
      (images, count) =>
        images.length === count &&
        images.every((image) => image instanceof HTMLImageElement && image.naturalWidth > 0),
      made.session.shots.length,
    );
  await waitUntil(areThere, 20 * SECOND, 'a picture of each that is kept');
  await expectAccessible(page, 'study summary pictures');

  const opening = fovea.context.waitForEvent('page');
  await pictures.first().locator('..').focus();
  await page.keyboard.press('Enter');
  const full = await opening;
  await full.locator('img').waitFor();
  const widthPx = await pictures.first().evaluate(readWidth);
  await expect.poll(() => full.locator('img').evaluate(readWidth)).toBe(widthPx);
  await full.close();
});

function readWidth(image: HTMLElement | SVGElement): number {
  return (image as HTMLImageElement).naturalWidth;
}

test('who goes on much later takes the dots again', async () => {
  const takenAt = new Date(Date.now() - 5 * 60 * MINUTE).toISOString();
  await goTo('questions-before', { record: { measurement: { targets: 9, takenAt } } });
  await page.getByTestId('late').waitFor();
  await expectAccessible(page, 'study late');
  await press(page, 'Take the dots again');
  await waitForStage(page, 'measurement');
  await page.getByText('Some time has gone by: take the dots once more').waitFor();
  await expectAccessible(page, 'study measure again');
});

/** No gaze is ever so good. */
const strict = (tries: number): StudyDefinition => ({
  ...study,
  validation: { worstGrade: 1, tries, below: 'leave' },
});

test('gaze that is seen too badly is said so; the dots are taken once more, and a check that is good enough goes on', async () => {
  await goTo('validation', { definition: strict(2) });
  await press(page, 'Start in full screen');
  await takeCheckDots(page);
  const again = page.getByTestId('measure-again');
  await again.filter({ hasText: 'Fovea did not see well enough where you look.' }).waitFor();
  await again.filter({ hasText: 'This is try 2 of 2.' }).waitFor();
  await expect.poll(readRun).toMatchObject({
    stage: 'measurement',
    record: { checks: [{ kind: 'validation' }] },
  });
  await expectAccessible(page, 'study below the gate');

  // What the second check is held against, so that the recorded person passes it.
  await changeRun(page, (run) => ({ ...run, definition: study }));
  await page.reload();
  await press(page, 'Start in full screen');
  await page.getByTestId('stage').waitFor();
  await takeDots(page, 9, 9);
  await waitForStage(page, 'validation', 2 * MINUTE);
  await press(page, 'Start in full screen');
  await takeCheckDots(page);
  await waitForStage(page, 'questions-before');
  await expect.poll(async () => (await readRun()).record.checks).toHaveLength(2);
});

test('where the study says so, who is below the gate leaves, with thanks and what they gave', async () => {
  await goTo('validation', { definition: strict(1) });
  await press(page, 'Start in full screen');
  await takeCheckDots(page);
  await waitForStage(page, 'summary');
  await page.getByRole('heading', { name: 'Thank you for trying' }).waitFor();
  const { record } = await readRun();
  expect(record).toMatchObject({ status: 'below-gate', reason: 'accuracy' });
  expect(record.checks).toHaveLength(1);
  await expectAccessible(page, 'study left below the gate');
});
