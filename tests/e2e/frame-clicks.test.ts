// Clicks in a page's frames, end to end: told while clicks are learned from, as place and time, where the browser allows it.
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import type { Click } from '../../src/gaze/click-targets.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { openOverlay, playTracker, type OverlayPage, type Tracker } from './harness/overlay-page.ts';
import { PLAYED_TRACKING } from './harness/played-state.ts';
import { readSeat, type Seat } from './harness/seat.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
/** A click is told of by then, where somebody listens. */
const LATE_MS = 1.5 * SECOND;
const FRAMES_FOLDER = fileURLToPath(new URL('../fixtures/frames/', import.meta.url));
/** Places on the page, in CSS px. */
const PLACES = {
  page: { x: 600, y: 50 },
  'frame of the same origin': { x: 200, y: 300 },
  'frame in that frame': { x: 200, y: 420 },
  'frame of another origin': { x: 620, y: 300 },
  'frame in that other one': { x: 620, y: 420 },
} as const;
type Place = keyof typeof PLACES;
const ALL = Object.keys(PLACES) as Place[];

const LEARNING = { ...PLAYED_TRACKING, clicksLearned: 0 };

let servers: FolderServer[] = [];
let fovea: Fovea;
let tracker: Tracker;
let overlay: OverlayPage;
let seat: Seat;

afterEach(async () => {
  await fovea?.close();
  servers.forEach((server) => server.close());
  servers = [];
});

/** Opens the page with its frames and the overlay on it. @param hosts that the extension is let into */
async function open(hosts?: readonly string[]): Promise<void> {
  servers = [await serveFolder(FRAMES_FOLDER), await serveFolder(FRAMES_FOLDER, '127.0.0.1')];
  const [own, other] = servers as [FolderServer, FolderServer];
  fovea = await launchFovea({ kind: 'none' }, undefined, hosts);
  tracker = await playTracker(fovea);
  await tracker.page.evaluate(noteClicks);
  overlay = await openOverlay(fovea, tracker.page, `${own.url}?other=${encodeURIComponent(other.url)}`);
  await overlay.page.bringToFront();
  seat = await readSeat(overlay.page);
  await overlay.page.mouse.move(PLACES.page.x, PLACES.page.y);
}

/** Runs in the played tracker's page: keeps the messages that the offscreen document would get. */
function noteClicks(): void {
  const told: unknown[] = [];
  Object.assign(globalThis, { told });
  chrome.runtime.onMessage.addListener((message: { type?: string; data?: unknown }) => {
    if (message.type === 'offscreenClick') told.push(message.data);
  });
}

const readTold = (): Promise<Click[]> =>
  tracker.page.evaluate(() => (globalThis as unknown as { told: Click[] }).told.splice(0));

/** Clicks there, a little beside the click before: two at the same place are a double click. */
let clicks = 0;
async function click(place: { x: number; y: number }): Promise<{ x: number; y: number }> {
  clicks += 1;
  const [x, y] = [place.x + 12 * (clicks % 5), place.y];
  await overlay.page.mouse.click(x, y);
  return { x, y };
}

/** Clicks until one is told of; answers what was told, and where it was. */
async function clickUntilTold(place: { x: number; y: number }, what: string) {
  let told: Click[] = [];
  let at = place;
  const isTold = async (): Promise<boolean> => {
    at = await click(place);
    const endMs = Date.now() + LATE_MS;
    do {
      await sleep(20);
      told = await readTold();
    } while (told.length === 0 && Date.now() < endMs);
    return told.length > 0;
  };
  await waitUntil(isTold, 30 * SECOND, `a click in ${what} to be told`);
  return { told, at };
}

/** Clicks at all places; the ones that are told of, however late. */
async function findTold(): Promise<Place[]> {
  await readTold();
  for (const place of ALL) {
    await click(PLACES[place]);
    await sleep(0.4 * SECOND);
  }
  const told = new Set((await readTold()).map(findPlace));
  return ALL.filter((place) => told.has(place));
}

/** The place that a click was nearest to. */
function findPlace({ xScreen, yScreen }: Click): Place {
  const { screen, placement } = seat;
  const x = xScreen * screen.widthScreenPx - placement.xOriginScreenPx;
  const y = yScreen * screen.heightScreenPx - placement.yOriginScreenPx;
  const measure = (place: Place): number => Math.hypot(PLACES[place].x - x, PLACES[place].y - y);
  return ALL.toSorted((a, b) => measure(a) - measure(b))[0]!;
}

test('clicks in frames of any origin are told as place and time, while clicks are learned from', async () => {
  await open();
  await tracker.tell(PLAYED_TRACKING);
  await sleep(SECOND);
  expect(await findTold()).toEqual([]);

  await tracker.tell(LEARNING);
  for (const place of ALL) {
    const beforeMs = Date.now();
    const { told, at } = await clickUntilTold(PLACES[place], place);
    expect(told).toHaveLength(1);
    const [{ xScreen, yScreen, timestampMs, ...rest }] = told as [Click];
    expect(rest).toEqual({});
    const { widthScreenPx, heightScreenPx } = seat.screen;
    expect(xScreen * widthScreenPx, place).toBeCloseTo(seat.placement.xOriginScreenPx + at.x, 0);
    expect(yScreen * heightScreenPx, place).toBeCloseTo(seat.placement.yOriginScreenPx + at.y, 0);
    expect(timestampMs).toBeGreaterThan(beforeMs - 100);
    expect(timestampMs).toBeLessThan(Date.now() + 100);
  }

  // One that comes later, and one that goes to another page.
  await addFrame(overlay.page);
  await clickUntilTold({ x: 950, y: 300 }, 'a frame that came later');
  const frame = overlay.page.frames().find((one) => one.url() === `${servers[0]!.url}inner.html`)!;
  await frame.goto(`${servers[0]!.url}inner.html?again`);
  await clickUntilTold(PLACES['frame of the same origin'], 'a frame that was loaded again');

  await tracker.tell(PLAYED_TRACKING);
  await sleep(SECOND);
  expect(await findTold()).toEqual([]);

  await tracker.tell(LEARNING);
  await clickUntilTold(PLACES['frame of another origin'], 'a frame once more');
  await closeOverlay();
  expect(await findTold()).toEqual([]);
});

test('let into the page’s own origin alone, it hears of that origin’s frames alone', async () => {
  await open(['http://localhost/*']);
  await tracker.tell(LEARNING);
  await clickUntilTold(PLACES['frame in that frame'], 'a frame in a frame');
  await expect
    .poll(findTold, { timeout: 30 * SECOND })
    .toEqual(['page', 'frame of the same origin', 'frame in that frame']);
});

async function addFrame(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = 'inner.html?late';
    frame.style.left = '870px';
    document.body.append(frame);
  });
}

/** By keyboard: its last button. */
async function closeOverlay(): Promise<void> {
  const { page } = overlay;
  await page.mouse.click(PLACES.page.x, PLACES.page.y);
  await page.evaluate(() => document.querySelectorAll('iframe').forEach((frame) => (frame.tabIndex = -1)));
  await page.keyboard.press('Tab');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.locator('fovea-overlay').waitFor({ state: 'detached' });
  await sleep(0.5 * SECOND);
}
