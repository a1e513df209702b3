// The browser's own questions for sites, with nothing granted beforehand: what is asked, what follows from either answer, and
// that what was given for a study is given back.
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { expectAccessible } from './harness/accessibility.ts';
import { attachToTarget, type Target } from './harness/attach-to-target.ts';
import { answerPrompt, hasPrompts } from './harness/permission-prompt.ts';
import { launchPlayed, WINDOW, type PlayedSession } from './harness/played-session.ts';
import { changeRun, chooseStudy, press, readRuns, waitForStage } from './harness/study-page.ts';
import { makeStudy, makeTask, waitForPage } from './harness/study-run.ts';
import { findTaskBar } from './harness/task-bar.ts';
import { startVirtualDisplay, type VirtualDisplay } from './harness/virtual-display.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const FOLDER = fileURLToPath(new URL('../fixtures/study/', import.meta.url));
const SHOP = '*://localhost/*';
/** The browser gives again without a question what was allowed once: another site than the study's. */
const LAB = 'http://127.0.0.1/*';

let display: VirtualDisplay;
let shop: FolderServer;
let played: PlayedSession;
let page: Page;

// Without windows Chromium asks nothing: it answers no.
describe.skipIf(!hasPrompts())('the browser’s own questions', () => {
  beforeAll(async () => {
    [display, shop] = await Promise.all([
      startVirtualDisplay(WINDOW.widthPx, WINDOW.heightPx),
      serveFolder(FOLDER),
    ]);
    played = await launchPlayed({ display: display.name, hosts: [] });
    page = await played.fovea.open('/study.html');
    await page.bringToFront();
  });
  afterAll(async () => {
    await played?.fovea.close();
    shop?.close();
    await display?.close();
  });

  const isLetInto = (origin: string): Promise<boolean> =>
    played.control.evaluate((site) => chrome.permissions.contains({ origins: [site] }), origin);
  const readConsent = async (): Promise<void> => {
    const study = makeStudy([makeTask(shop.url, { id: 'one' })]);
    await chooseStudy(page, 'shop.fovea-study.json', JSON.stringify(study));
    await press(page, 'Read what it records');
    await page
      .getByText(
        'The browser will ask you whether Fovea may see the study’s sites, unless you let it before.',
      )
      .waitFor();
    await page.getByLabel('I have read this').check();
  };

  test('a study asks for its sites; a no is told and can be taken back; a yes lets it go on', async () => {
    expect(await isLetInto(SHOP)).toBe(false);
    await readConsent();
    await answerPrompt(display, 'refuse', () => press(page, 'Take part'));
    await waitForStage(page, 'screening');
    const problem = page.getByTestId('sites-problem');
    await problem.filter({ hasText: 'see localhost' }).waitFor();
    await answerPrompt(display, 'refuse', () => press(page, 'Ask the browser'));
    await problem.filter({ hasText: 'The browser said no.' }).waitFor();
    expect(await isLetInto(SHOP)).toBe(false);

    await answerPrompt(display, 'allow', () => press(page, 'Ask the browser'));
    await problem.waitFor({ state: 'detached' });
    expect(await isLetInto(SHOP)).toBe(true);
    await expect
      .poll(async () => (await readRuns(page))[0])
      .toMatchObject({ stage: 'screening', grantedSites: [SHOP] });
  });

  test('a task is recorded on the site that was allowed; after the last one it is given back', async () => {
    await changeRun(page, (run) => ({ ...run, stage: 'tasks' }));
    await page.reload();
    await waitForStage(page, 'tasks');
    await press(page, 'Begin the task');
    const tab = await waitForPage(played, shop.url);
    const bar = await findTaskBar(tab);
    await bar.waitFor(/Task one/);
    await played.waitForRecorder(tab);
    await played.look(tab, 250, 400);
    await bar.press(/^I’m done$/);
    await waitForStage(page, 'summary');
    await waitUntil(async () => !(await isLetInto(SHOP)), 20 * SECOND, 'the site to be given back');
    await expect.poll(async () => (await readRuns(page))[0]).toMatchObject({ grantedSites: [] });
    const stored = await played.read();
    expect(stored.views.map(({ url }) => url)).toEqual([shop.url]);
    expect(stored.samples.timestampMs.length).toBeGreaterThan(5);
    await press(page, 'Delete it…');
    await press(page, 'Delete my data');
    await page.getByTestId('deleted').waitFor();
  });

  test('who withdraws gives it back too', async () => {
    await page.goto(played.fovea.url('/study.html'));
    await readConsent();
    // What was allowed once the browser gives again without a question.
    await press(page, 'Take part');
    await waitForStage(page, 'screening');
    expect(await isLetInto(SHOP)).toBe(true);
    await press(page, 'Stop…');
    await press(page, 'Stop and delete my data…');
    await press(page, 'Stop and delete my data');
    await page.getByTestId('deleted').waitFor();
    await waitUntil(async () => !(await isLetInto(SHOP)), 20 * SECOND, 'the site to be given back');
    await expect.poll(() => readRuns(page)).toEqual([]);
  });

  test('a page may ask where the person looks once the browser agrees too, be it that its question closed the popup', async () => {
    const lab = await serveFolder(FOLDER, '127.0.0.1');
    const { origin } = new URL(lab.url);
    const tab = await played.open(lab.url);
    const tabId = await played.control.evaluate(
      async () => (await chrome.tabs.query({ active: true }))[0]?.id,
    );
    const isAnswered = (): Promise<boolean> =>
      tab.evaluate(() => {
        const answer = new Promise<boolean>((resolve) => {
          addEventListener('message', ({ data }) => {
            if (data.type === 'answer') resolve(true);
          });
        });
        postMessage({ fovea: 1, id: 'a', type: 'hello' }, location.origin);
        return Promise.race([
          answer,
          new Promise<boolean>((resolve) => void setTimeout(resolve, 1000, false)),
        ]);
      });
    const popup = await played.fovea.context.newPage();
    // From the toolbar it may look into the page; opened as a page it is told what it would find there.
    await popup.addInitScript(
      (result) => {
        const look = async ({ args }: { args?: unknown[] }) => (args ? [{ result }] : []);
        Object.assign(chrome.scripting, { executeScript: look });
      },
      { origin, asks: true },
    );
    await popup.goto(played.fovea.url(`/popup.html?tab=${tabId}`));
    await popup.addStyleTag({ content: 'main { margin-left: 100px }' });

    await answerPrompt(display, 'refuse', () => press(popup, 'Allow this site'));
    await popup.getByText('The browser said no').waitFor();
    expect(await isAnswered()).toBe(false);
    await answerPrompt(display, 'allow', () => press(popup, 'Allow this site'));
    await popup.getByRole('button', { name: 'Take back' }).waitFor();
    await waitUntil(isAnswered, 15 * SECOND, 'the page to be answered');
    expect(await isLetInto(LAB)).toBe(true);
    await press(popup, 'Take back');
    await waitUntil(async () => !(await isLetInto(LAB)), 15 * SECOND, 'the site to be given back');
    await expect.poll(isAnswered).toBe(false);

    // As a popup leaves it that the question closed.
    const leaveAsked = (): Promise<void> =>
      played.control.evaluate(
        (site) =>
          chrome.storage.session.set({
            awaitedPage: { origin: site, hadBefore: false, askedAtMs: Date.now() },
          }),
        origin,
      );
    await leaveAsked();
    await popup.reload();
    await popup.getByText('The browser said no').waitFor();
    await expectAccessible(popup, 'popup after the browser’s no', { tab: false });
    await popup.close();
    await leaveAsked();
    await played.control.evaluate((pattern) => chrome.permissions.request({ origins: [pattern] }), LAB);
    await waitUntil(isAnswered, 15 * SECOND, 'the page to be answered');
    lab.close();
  });

  test('after a no the popup, which the question closed, tells that nothing is recorded', async () => {
    await played.open(shop.url);
    const popup = await openToolbarPopup();
    await clickButton(popup, 'New session…');
    await answerPrompt(display, 'refuse', () => clickButton(popup, 'Start recording'));
    const next = await openToolbarPopup();
    const readText = (): Promise<string> => next.run('document.body.textContent');
    await waitUntil(async () => /It was not recorded/.test(await readText()), 20 * SECOND, 'it to be told');
    expect(await readText()).toMatch(/Record this page only/);
    expect((await played.ask('getSession')).status).toBe('none');
    await next.run('window.close()');
  });

  test('a session that is begun in the popup is recorded once the browser was asked for all sites', async () => {
    const tab = await played.open(shop.url);
    const popup = await openToolbarPopup();
    await clickButton(popup, 'New session…');
    await answerPrompt(display, 'allow', () => clickButton(popup, 'Start recording'));
    await waitUntil(
      async () => (await played.ask('getSession')).status === 'recording',
      20 * SECOND,
      'the session',
    );
    await tab.bringToFront();
    await played.waitForRecorder(tab);
    await played.look(tab, 250, 400);
    await played.ask('stopSession');
    expect((await played.read()).views.map(({ url }) => url)).toEqual([shop.url]);
  });
});

/** As a click on the toolbar's button does. */
async function openToolbarPopup(): Promise<Target> {
  const browser = await played.fovea.context.browser()!.newBrowserCDPSession();
  const list = async (): Promise<string[]> =>
    (await browser.send('Target.getTargets')).targetInfos
      .filter(({ url }) => url === played.fovea.url('/popup.html'))
      .map(({ targetId }) => targetId);
  const before = await list();
  await (await played.fovea.worker()).evaluate(() => chrome.action.openPopup());
  let opened: string | undefined;
  const look = async (): Promise<boolean> => {
    opened = (await list()).find((id) => !before.includes(id));
    return opened !== undefined;
  };
  await waitUntil(look, 20 * SECOND, 'the popup');
  const popup = await attachToTarget(browser, opened!);
  await waitUntil(
    () => popup.run<boolean>("document.querySelector('#record') !== null"),
    20 * SECOND,
    'its content',
  );
  return popup;
}

/** Once it is there and can be pressed. */
async function clickButton(popup: Target, name: string): Promise<void> {
  const button = `[...document.querySelectorAll('button:enabled')].find((each) => each.textContent === '${name}')`;
  await waitUntil(() => popup.run<boolean>(`${button} !== undefined`), 20 * SECOND, `“${name}”`);
  // The popup may be gone before it answers.
  void popup.run(`${button}.click()`);
}
