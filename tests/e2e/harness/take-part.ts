// A participant's way through a study in a browser of their own, before a camera whose video looks where a person would.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { StudyRunRow } from '../../../src/storage/studies.ts';
import { SUBMISSION_FILE_END } from '../../../src/study/submission.ts';
import type { DirectedCamera } from './directed-camera.ts';
import { launchPlainFovea, type PlainFovea } from './launch-plain.ts';
import { WINDOW } from './launch.ts';
import { chooseStudy, press, readRuns, waitForStage } from './study-page.ts';
import { readDot, takeCheckDots, takeDots } from './take-dots.ts';
import { findTaskBar } from './task-bar.ts';
import { sleep, waitUntil } from './wait.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** With what a press takes to count, longer than a camera's frame takes to a gaze. */
const LOOK_MS = 150;

/** While a task's tab is in front, the tracker's process would be one of the background; on few cores it would get too little. */
const UNHURRIED_FLAGS = ['--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows'];

export type Participant = {
  fovea: PlainFovea;
  page: Page;
  camera: DirectedCamera;
};

/** A fresh browser, of which nobody has run a study yet. */
export async function sitDown(camera: DirectedCamera): Promise<Participant> {
  const fovea = await launchPlainFovea({
    camera: { kind: 'recording', path: camera.path },
    window: WINDOW,
    flags: UNHURRIED_FLAGS,
  });
  return { fovea, camera, page: await openStudies(fovea) };
}

/** The study page, in front. */
async function openStudies(fovea: PlainFovea): Promise<Page> {
  const page = await fovea.open('/study.html');
  await page.bringToFront();
  return page;
}

/** From the study's file to its first task. */
export async function comeToTasks({ page, camera }: Participant, name: string, text: string): Promise<void> {
  const lookAtDot = async (): Promise<void> => camera.lookAt(await readDot(page));
  const lookAtCheckDot = async (): Promise<void> => {
    await lookAtDot();
    await sleep(LOOK_MS);
  };
  await chooseStudy(page, name, text);
  await press(page, 'Read what it records');
  await page.getByLabel('I have read this').check();
  await press(page, 'Take part');
  await waitForStage(page, 'screening');
  await page.locator('[data-testid="eyes-check"][data-eyes="seen"]').waitFor({ timeout: MINUTE });
  await press(page, 'Go on');
  await waitForStage(page, 'measurement');

  const start = page.getByRole('button', { name: 'Start in full screen' });
  await waitUntil(() => start.isEnabled(), 30 * SECOND, 'the camera');
  await press(page, 'Start in full screen');
  await page.getByTestId('stage').waitFor();
  await takeDots(page, 9, 9, lookAtDot);
  await waitForStage(page, 'validation', 2 * MINUTE);

  await press(page, 'Start in full screen');
  await takeCheckDots(page, lookAtCheckDot);
  await waitForStage(page, 'tasks');
}

export async function readRun({ page }: Pick<Participant, 'page'>): Promise<StudyRunRow> {
  const [run] = await readRuns(page);
  return run!;
}

/** Begins a task, or goes on with it after a crash, and looks as the film does. Answers its tab. */
export async function lookThrough(
  { fovea, page, camera }: Participant,
  button: 'Begin the task' | 'Go on with the task',
  { url, film, forMs }: { url: string; film: readonly number[]; forMs: number },
): Promise<Page> {
  await camera.play(film);
  await press(page, button);
  const find = (): Page | undefined => fovea.context.pages().find((each) => each.url() === url);
  await waitUntil(() => find() !== undefined, MINUTE, `the tab of ${url}`);
  const tab = find()!;
  await tab.waitForLoadState();
  await (await findTaskBar(tab)).waitFor(/I’m done/);
  await sleep(forMs);
  return tab;
}

export async function sayDone(tab: Page): Promise<void> {
  await (await findTaskBar(tab)).press(/^I’m done$/);
  await waitUntil(() => tab.isClosed(), 20 * SECOND, 'the tab of the task to close');
}

/** All of the browser ends at once, and is started again. */
export async function crash({ fovea, camera }: Participant): Promise<Participant> {
  const again = await fovea.crash();
  return { fovea: again, camera, page: await openStudies(again) };
}

/** Saves what there is as a file; the participant's downloads lie where the researcher finds them. */
export async function handOver({ fovea, page }: Participant, folder: string): Promise<string> {
  await waitForStage(page, 'summary');
  const session = await fovea.context.browser()!.newBrowserCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await press(page, 'Save it as a file');
  const name = `${(await readRun({ page })).id}${SUBMISSION_FILE_END}.age`;
  const isThere = async (): Promise<boolean> => (await readdir(folder)).includes(name);
  await waitUntil(isThere, MINUTE, `${name} to be handed over`);
  await press(page, 'Done');
  await waitForStage(page, 'kept');
  await session.detach();
  return join(folder, name);
}

/** In the middle of the tasks. */
export async function withdraw({ page }: Participant): Promise<void> {
  await press(page, 'Stop…');
  await press(page, 'Stop and delete my data…');
  await page.getByRole('button', { name: 'Stop and delete my data', exact: true }).click();
  await page.getByTestId('deleted').waitFor();
}
