// A disk that fills up while a participant is in a task, or in a check: said where they are, and gone on with once there is room.
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findChromium } from '../../scripts/find-chromium.ts';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import type { SubmissionCheck } from '../../src/study/submission.ts';
import { expectAccessible, openContentWorld } from './harness/accessibility.ts';
import { lookAtDots } from './harness/look-at-dots.ts';
import { launchPlayed, type PlayedSession } from './harness/played-session.ts';
import { makeStudy, makeTask, storeRun, waitForPage } from './harness/study-run.ts';
import { findTaskBar } from './harness/task-bar.ts';
import { canMount, createTightDisk, type TightDisk } from './harness/tight-disk.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const FOLDER = fileURLToPath(new URL('../fixtures/study/', import.meta.url));
const NO_ROOM = 'There is no room left on this disk. What was stored before is safe.';
/** A session does not begin with less than 70 MB; fewer would do for what this one stores. */
const DISK_MIB = 128;

/** Where the gaze rests in a task: of the viewport, away from its edges. */
const X_PX = 400;

let shop: FolderServer;
let disk: TightDisk;
let played: PlayedSession;

const mounts = canMount();
beforeEach(async () => {
  if (!mounts) return;
  shop = await serveFolder(FOLDER);
  disk = await createTightDisk(DISK_MIB, findChromium());
  played = await launchPlayed({ disk });
});
afterEach(async () => {
  await played?.fovea.close();
  await disk?.remove();
  shop?.close();
});

const waitClosed = (page: Page): Promise<void> =>
  waitUntil(() => page.isClosed(), 20 * SECOND, 'the tab to close');

test.skipIf(!mounts)(
  'a task and a check on a full disk lose nothing, and count once when there is room again',
  async () => {
    const study = makeStudy([makeTask(shop.url, { id: 'one' }), makeTask(shop.url, { id: 'two' })], {
      checks: { betweenTasks: true, correctDrift: true },
    });
    const run = await storeRun(played.control, study);
    await run.act('begin');
    const page = await waitForPage(played, shop.url);
    const bar = await findTaskBar(page);
    await bar.waitFor(/Task 1 of 2: Task one/);
    await played.waitForRecorder(page);
    await played.play({ gaze: { xScreen: 0.5, yScreen: 0.5 } });

    await disk.fill();
    await bar.press(/^I’m done$/);
    await bar.waitFor(new RegExp(NO_ROOM));
    const evaluate = await openContentWorld(page, played.fovea.extensionId);
    await expectAccessible(page, 'study bar on a full disk', {
      evaluate,
      within: 'fovea-task-bar',
      tab: false,
    });
    expect((await run.read()).course?.phase.kind).toBe('running');
    await expect.poll(() => played.ask('getSession')).toMatchObject({ status: 'paused' });

    // Nothing could be recorded meanwhile: that is said, and the task waits for the participant.
    await disk.free();
    let now = await run.waitFor('interrupted');
    expect(now.course?.phase).toMatchObject({ kind: 'interrupted', cause: 'problem' });
    expect(JSON.stringify(now.course?.phase)).toContain(NO_ROOM);
    await run.act('go-on');

    const check = await waitForPage(played, 'study-check.html');
    await check.locator('[data-ready=true]').waitFor();
    await disk.fill();
    const refusal = check.getByText(NO_ROOM);
    const off = { x: 0.1, y: 0 };
    await lookAtDots(played, check, off, () => refusal.isVisible());
    await expectAccessible(check, 'study check on a full disk');
    const again = check.getByRole('button', { name: 'Try again' });
    await again.click();
    await again.waitFor();
    await disk.free();
    await again.click();
    await waitClosed(check);
    now = await run.waitFor('running');
    expect(now.record.checks).toMatchObject([{ kind: 'check', task: 'one' }]);
    // Nor was it corrected twice: the gaze is as far off as one correction leaves it.
    const [{ drift, correction }] = now.record.checks as [SubmissionCheck];
    expect(drift!.xScreen).toBeCloseTo(off.x, 2);
    expect(correction!.xScreen).toBeGreaterThan(0.085);
    await played.waitForRecorder(page);
    const width = await page.evaluate(() => screen.width);
    const look = await played.look(page, X_PX + off.x * width, 400);
    await bar.press(/^I’m done$/);
    await waitClosed(page);
    await run.act('begin');
    const second = await waitForPage(played, 'study-check.html');
    await second.getByRole('button', { name: 'Leave it out' }).click();
    await waitClosed(second);
    await (await findTaskBar(await waitForPage(played, shop.url))).press(/^I’m done$/);
    now = await run.waitFor('done');
    expect(now.record.tasks?.map(({ outcome }) => outcome)).toEqual(['success', 'success']);
    await expect.poll(() => played.ask('getSession'), { timeout: 20 * SECOND }).toEqual({ status: 'none' });
    const { info, samples } = await played.read();
    const seen = samples.timestampMs.findIndex((ms) => ms + Date.parse(info.createdAt) > look.fromMs + 250);
    const leftPx = (off.x - correction!.xScreen) * width;
    expect(samples.xViewportPx[seen]).toBeCloseTo(X_PX + leftPx, -1);
  },
);
