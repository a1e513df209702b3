// Every page that a participant sees: what it says, that everybody can use it, and what is refused in words.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import type { StudyRunRow, StudyRunStage } from '../../src/storage/studies.ts';
import { readExampleText } from '../fixtures/studies/read-example.ts';
import { expectAccessible, expectDialog } from './harness/accessibility.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { storeSession } from './harness/made-sessions.ts';
import { playLooks, type Looks } from './harness/play-looks.ts';
import { sayDiskHasRoom, sayDiskIsFull } from './harness/said-disk.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { waitUntil } from './harness/wait.ts';
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

const SECOND = 1000;
const NAME = 'example.fovea-study.json';
const NO_ROOM = 'There is no room left on this disk.';
const AT = '2026-11-27T10:00:00.000Z';
/** In good light, from an arm's length; and in the dark. */
const SEEN = {
  eyesSeen: true,
  light: {
    squareLuma: 140,
    face: { eyeDistance: 0.13, luma: 110, sideRatio: 0.9, surroundLuma: 170, blownShare: 0.001 },
  },
};
const DARK = { eyesSeen: false, light: { squareLuma: 12 } };

let camera: FakeCamera;
let fovea: Fovea;
let page: Page;
let looks: Looks;
let text: string;

const goTo = (stage: StudyRunStage, change: Partial<StudyRunRow>): Promise<void> =>
  standAt(page, stage, { definition: JSON.parse(text) as StudyRunRow['definition'], ...change });

beforeAll(async () => {
  camera = await prepareSampleCamera();
  text = await readExampleText();
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
  page = await fovea.context.newPage();
  looks = await playLooks(page, SEEN);
  await page.goto(fovea.url('/study.html'));
});
afterAll(async () => {
  await fovea?.close();
  await removeCamera(camera);
});

/** Within the window, wherever what was pressed lies. */
function waitUntilSeen(found: Locator): Promise<void> {
  const isSeen = (): Promise<boolean> =>
    found.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  return waitUntil(isSeen, 10 * SECOND, 'it to be in view');
}

test('what is no study is refused in words', async () => {
  await page.getByRole('heading', { name: 'Take part in a study' }).waitFor();
  await expectAccessible(page, 'study home');
  const problem = page.getByTestId('study-problem');
  await chooseStudy(page, 'letter.json', 'Dear all');
  await problem.filter({ hasText: '“letter.json” is no study: it is not JSON' }).waitFor();
  await chooseStudy(
    page,
    NAME,
    text.replace('"tea-shop"', '"tea shop"').replace('"targets": 9', '"targets": 8'),
  );
  await problem.filter({ hasText: 'there are 2 mistakes in it' }).waitFor();
  await unfold(page, 'What is wrong in it');
  await page.getByText('measurement.targets:').waitFor();
  await expectAccessible(page, 'study refused');
});

test('a study is shown with who asks, where it came from and its hash, and begins nothing', async () => {
  await chooseStudy(page, NAME, text);
  await page.getByTestId('study-title').filter({ hasText: 'Buying tea' }).waitFor();
  await expect.poll(() => page.getByTestId('source').innerText()).toBe(`the file ${NAME}`);
  await unfold(page, /^SHA-256/);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  await expect.poll(() => page.getByTestId('hash').innerText()).toBe(Buffer.from(digest).toString('hex'));
  await expectAccessible(page, 'study offer');
  await page.getByLabel('Language').selectOption('de');
  await page.getByTestId('study-title').filter({ hasText: 'Tee kaufen' }).waitFor();
  await page.getByLabel('Language').selectOption('en');
  expect(await readRuns(page)).toEqual([]);
});

test('who does not agree leaves nothing behind', async () => {
  await press(page, 'Read what it records');
  await waitForStage(page, 'consent');
  await page.getByText('The camera’s pictures.').waitFor();
  await page.getByText('You may send it to http://localhost:1080, and to nowhere else.').waitFor();
  await press(page, 'Take part');
  await page.getByText('Please tick that you have read this').waitFor();
  await expectAccessible(page, 'study consent');
  // What a full disk does not let be deleted is still there, and that is said.
  await sayDiskIsFull(page);
  await press(page, 'I do not agree');
  await waitUntilSeen(page.getByText(NO_ROOM));
  await expectAccessible(page, 'study consent on a full disk');
  expect(await readRuns(page)).toHaveLength(1);
  await sayDiskHasRoom(page);
  await press(page, 'I do not agree');
  await page.getByTestId('declined').waitFor();
  await expectAccessible(page, 'study declined');
  await expect.poll(() => readRuns(page)).toEqual([]);
});

test('consent is stored with version, text and time; a second tab does nothing', async () => {
  await page.goto(fovea.url('/study.html'));
  await chooseStudy(page, NAME, text);
  await press(page, 'Read what it records');
  await page.getByLabel('I have read this').check();
  await sayDiskIsFull(page);
  await press(page, 'Take part');
  await waitUntilSeen(page.getByText(NO_ROOM));
  await expectAccessible(page, 'study step on a full disk');
  expect((await readRuns(page))[0]!.record.consent).toBeUndefined();
  await sayDiskHasRoom(page);
  await press(page, 'Try again');
  await waitForStage(page, 'screening');
  const [run] = await readRuns(page);
  expect(run!.record.consent).toMatchObject({
    version: '1',
    textHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const second = await fovea.open(`/study.html#run=${run!.id}`);
  await second.getByTestId('elsewhere').waitFor();
  await expectAccessible(second, 'study elsewhere');
  await second.close();
});

test('a study that was begun is offered to be gone on with, and begun anew', async () => {
  const home = await fovea.open('/study.html');
  await home.getByText('stopped before the measurement').waitFor();
  await expectAccessible(home, 'study home begun');
  await chooseStudy(home, NAME, text);
  await home.getByRole('button', { name: 'Go on where you stopped' }).waitFor();
  await expectAccessible(home, 'study offer begun');
  await expectDialog(home, 'Begin anew…', () => expectAccessible(home, 'study anew', { within: 'dialog' }));
  await home.close();
});

test('screening asks for glasses, tells of too little light and too small a screen, and lets leave kindly', async () => {
  await page.locator('[data-testid="eyes-check"][data-eyes="seen"]').waitFor();
  await press(page, 'Go on');
  await page.getByText('Please choose one.').waitFor();
  await expectAccessible(page, 'study screening');
  await changeRun(page, ({ definition, ...run }) => ({
    ...run,
    definition: {
      ...definition,
      screening: { minScreenWidthPx: 4000, minScreenHeightPx: 600, light: 'refuse', glasses: 'exclude' },
    },
  }));
  await page.reload();
  await looks.show(DARK);
  await page.getByTestId('light-problem').waitFor();
  await page.getByLabel('Yes').check();
  await page.getByTestId('glasses-excluded').waitFor();
  await expectAccessible(page, 'study screening refused');
  await press(page, 'I have no larger screen');
  await waitForStage(page, 'summary');
  await page.getByText('This study needs a larger screen than yours.').waitFor();
  const [run] = await readRuns(page);
  expect(run!.record).toMatchObject({ status: 'screened-out', reason: 'screen', measurement: null });
  await expectAccessible(page, 'study screened out');
  await press(page, 'No, thank you');
  await waitForStage(page, 'ended');
  await expectAccessible(page, 'study ended');
});

test.each<[StudyRunStage, string, Partial<StudyRunRow>]>([
  ['measurement', 'Getting to know your eyes', {}],
  ['measurement', 'Getting to know your eyes', { record: { checks: [makeCheck(AT, 6)] } }],
  ['validation', 'How well does Fovea see where you look?', {}],
  ['questions-before', 'A few questions first', {}],
  ['questions-after', 'A few questions at the end', {}],
])('the page of %s: %s', async (stage, title, change) => {
  await looks.show(SEEN);
  await goTo(stage, change);
  await page.getByRole('heading', { name: title }).waitFor();
  await expectAccessible(page, `study ${stage} ${JSON.stringify(change).length}`);
});

test('what is missing is said beside its question, and the keyboard goes there', async () => {
  await goTo('questions-after', {});
  await page.getByRole('radio', { name: '3', exact: true }).first().check();
  await press(page, 'Go on');
  await page.getByText('Please rate these too: 2, 3, 4, 5, 6, 7, 8, 9, 10.').waitFor();
  const second = page.locator('[data-kind="sus"] [role="radiogroup"]').nth(1);
  const hasFocus = (): Promise<boolean> => second.evaluate((group) => group.contains(document.activeElement));
  await waitUntil(hasFocus, 15 * SECOND, 'the keyboard to be at the second statement');
  const slider = page.getByRole('slider').first();
  expect(await slider.getAttribute('aria-valuetext')).toBe('Not rated yet');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('55 of 100');
  await expectAccessible(page, 'study questions missing');
});

test('all that would be sent is shown, and what was typed is still there after a reload', async () => {
  const made = await makeSession();
  const sessionId = await storeSession(page, made, { name: 'Study' });
  await goTo('summary', {
    sessionId,
    record: {
      status: 'complete',
      finishedAt: AT,
      measurement: { targets: 9, takenAt: AT },
      checks: [makeCheck(AT, 3)],
      tasks: [{ task: 'buy', position: 0, outcome: 'success', startMs: 0, endMs: 12_000, pauses: [] }],
      answers: [
        { question: 'drinks-tea', value: 'yes', answeredAt: AT },
        { question: 'which-teas', value: ['green', 'black'], answeredAt: AT },
        { question: 'ease', task: 'buy', value: 6, answeredAt: AT },
        { question: 'why-hard', task: 'buy', value: null, answeredAt: AT },
        { question: 'usability', value: [5, 1, 5, 1, 5, 1, 5, 1, 5, 1], answeredAt: AT },
        { question: 'load', value: [10, 0, 20, 30, 15, 5], answeredAt: AT },
      ],
    },
  });
  await page.getByRole('heading', { name: 'Thank you, that was all' }).waitFor();
  await expectAccessible(page, 'study summary');
  for (const item of [
    'Your answers',
    'Your tasks',
    'Where you looked',
    'How accurately',
    'Your computer',
    'All but',
  ]) {
    await unfold(page, new RegExp(`^${item}`));
  }
  await page.getByText('Green, Black').waitFor();
  await page.getByText('6 of 7').waitFor();
  await page.getByText('All of this would leave, without pictures.').waitFor();
  await expectAccessible(page, 'study summary open');
  await expectDialog(page, 'Delete it…', () => expectAccessible(page, 'study delete', { within: 'dialog' }));
});

test.each<[StudyRunStage, string]>([
  ['sent', 'Sent. Thank you!'],
  ['kept', 'Kept here'],
])('the last page where it is %s', async (stage, title) => {
  await goTo(stage, {
    steps: { endedAt: new Date().toISOString() },
    record: { status: 'complete', finishedAt: AT },
  });
  await page.getByRole('heading', { name: title }).waitFor();
  await expectAccessible(page, `study ${stage}`);
});

test('what was sent is deleted here, and the code to quote stays on the page', async () => {
  await goTo('sent', {
    steps: { endedAt: new Date().toISOString() },
    record: { status: 'complete', finishedAt: AT },
  });
  const [run] = await readRuns(page);
  await press(page, 'Delete it from this computer now…');
  await page.getByText('cannot be fetched back').waitFor();
  await expectAccessible(page, 'study delete sent', { within: 'dialog' });
  await press(page, 'Delete my data');
  await page.getByTestId('deleted').waitFor();
  await expect.poll(() => page.getByTestId('participant-code').innerText()).toBe(run!.record.participant);
  await expect.poll(() => readRuns(page)).toEqual([]);
});

test('a tab that shows a study’s file offers it in the popup', async () => {
  const { createServer } = await import('node:http');
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as { port: number };
  const tab = await fovea.context.newPage();
  await tab.goto(`http://127.0.0.1:${address.port}/tea.fovea-study.json`);
  const tabId = await page.evaluate(
    async () => (await chrome.tabs.query({ url: 'http://127.0.0.1/*' }))[0]?.id,
  );
  const popup = await fovea.open(`/popup.html?tab=${tabId}`);
  await popup.setViewportSize({ width: 344, height: 600 });
  await popup.getByTestId('study-here').waitFor();
  await expectAccessible(popup, 'popup study');
  const opened = fovea.context.waitForEvent('page');
  // The popup closes itself, perhaps before the key is up.
  await press(popup, 'See what it wants').catch(() => undefined);
  const study = await opened;
  await study.getByTestId('study-title').filter({ hasText: 'Buying tea' }).waitFor();
  await expect.poll(() => study.getByTestId('source').innerText()).toBe(`http://127.0.0.1:${address.port}`);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  await unfold(study, /^SHA-256/);
  await expect.poll(() => study.getByTestId('hash').innerText()).toBe(Buffer.from(digest).toString('hex'));
  expect(await readRuns(study)).toEqual([]);
  await study.close();
  await tab.close();
  server.close();
});

test('where the browser does not let Fovea into the study’s sites, that is said, and asked for again', async () => {
  const shut = await launchFovea({ kind: 'none' }, undefined, ['https://elsewhere.example/*']);
  try {
    const own = await shut.open('/study.html');
    await chooseStudy(own, NAME, text);
    await press(own, 'Read what it records');
    await own
      .getByText(
        'The browser will ask you whether Fovea may see the study’s sites, unless you let it before.',
      )
      .waitFor();
    await own.getByLabel('I have read this').check();
    await press(own, 'Take part');
    await waitForStage(own, 'screening');
    await own.getByTestId('sites-problem').filter({ hasText: 'see localhost' }).waitFor();
    await press(own, 'Ask the browser');
    await own.getByText('The browser said no.').waitFor();
    await expectAccessible(own, 'study sites refused');
    await own.getByLabel('No', { exact: true }).check();
    await press(own, 'Go on');
    expect((await readRuns(own))[0]).toMatchObject({ stage: 'screening', grantedSites: [] });
  } finally {
    await shut.close();
  }
});
