/**
 * Whether memory stays flat: `npm run soak [-- --minutes 45]` after `npm run build`. The built extension tracks a recording in a
 * Chromium without a window, records a session with pictures, and shows the heatmap, while a page is scrolled and left for another.
 * Prints the heaps of the offscreen document and of the page once a minute, and by how much their median grew from the second
 * fifth of the time to the last; exits with 1 above 5 %. Fovea's pages share a process and so a heap: the popup, which stays
 * open, counts with the offscreen document. A median, because now and then a look finds a picture or a frame on its way.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { askExtension, findTabId } from './ask-extension.ts';
import { copyBuiltExtension } from './extension-copy.ts';
import { expandRecording } from './fake-camera.ts';
import { findChromium } from './find-chromium.ts';
import { launchExtension } from './launch-extension.ts';
import { serveFolder } from './serve-folder.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const MOST_GROWTH_PCT = 5;
const STEP_MS = 5 * SECOND;
/** Steps on a page until the next one. */
const STEPS_A_PAGE = 12;
const WINDOW = { widthPx: 1280, heightPx: 800 };
const SAMPLE = fileURLToPath(new URL('../tests/fixtures/sample.mjpeg', import.meta.url));
const DEMO = fileURLToPath(new URL('demo/', import.meta.url));

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '45' } } });

/** Megabytes after a collection: what scripts hold, and the buffers behind typed arrays and WebAssembly. */
type Heap = { scriptMb: number; buffersMb: number };

type Command = (method: string, parameters?: object) => Promise<Record<string, number>>;

async function main(): Promise<void> {
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error(`--minutes takes a number above 0, not "${values.minutes}".`);
  const { path: camera } = await expandRecording(SAMPLE);
  const site = await serveFolder(DEMO);
  const extensionPath = await copyBuiltExtension();
  const profilePath = await mkdtemp(join(tmpdir(), 'fovea-profile-'));
  const { context, open } = await launchExtension({
    executablePath: findChromium(),
    extensionPath,
    profilePath,
    camera: { kind: 'recording', path: camera },
    headless: true,
    window: WINDOW,
    extraFlags: [`--screen-info={${WINDOW.widthPx}x${WINDOW.heightPx}}`, '--remote-debugging-port=0'],
  });
  try {
    const control = await open('/popup.html');
    const state = await askExtension(control, 'startTracking');
    if (state.status === 'failed') throw new Error(state.message);
    await askExtension(control, 'startSession', {
      name: 'Soak',
      screenshots: true,
      screen: { id: 'soak', widthPx: WINDOW.widthPx, heightPx: WINDOW.heightPx },
    });
    const page = await context.newPage();
    await page.goto(site.url);
    await page.mouse.move(200, 200);
    await page.mouse.move(600, 500);
    await askExtension(control, 'showOverlay', { tabId: await findTabId(control, page) });
    const offscreen = await attachToOffscreen(profilePath);
    const ofPage = await context.newCDPSession(page);
    await follow(minutes, control, page, offscreen, toCommand(ofPage));
    await askExtension(control, 'stopSession');
    await askExtension(control, 'stopTracking');
  } finally {
    await context.close();
    site.close();
    for (const folder of [extensionPath, profilePath, dirname(camera)])
      await rm(folder, { recursive: true, force: true });
  }
}

/** Browses, and looks at the memory once a minute. */
async function follow(minutes: number, control: Page, page: Page, offscreen: Command, ofPage: Command) {
  const heaps: { offscreen: Heap; page: Heap }[] = [];
  const startMs = Date.now();
  const address = page.url();
  for (let step = 0; Date.now() - startMs < minutes * MINUTE; step += 1) {
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    if (step % STEPS_A_PAGE === STEPS_A_PAGE - 1) {
      await page.goto(`${address}?visit=${step}`);
      await askExtension(control, 'showOverlay', { tabId: await findTabId(control, page) });
    } else await page.mouse.wheel(0, 300);
    if (Date.now() - startMs < (heaps.length + 1) * MINUTE) continue;
    heaps.push({ offscreen: await measureHeap(offscreen), page: await measureHeap(ofPage) });
    const session = await askExtension(control, 'getSession');
    const state = await askExtension(control, 'getTrackingState');
    if (state.status !== 'tracking' || session.status !== 'recording')
      throw new Error(
        `After ${heaps.length} minutes tracking is ${state.status}, the session ${session.status}.`,
      );
    console.log(describe(heaps.length, heaps.at(-1)!, state.framesPerSecond, session.bytes));
  }
  if (heaps.length < 5) return console.log('Too short to tell a growth: at least 5 minutes are needed.');
  for (const place of ['offscreen', 'page'] as const)
    for (const part of ['scriptMb', 'buffersMb'] as const) {
      const fifth = Math.floor(heaps.length / 5);
      const of = (from: number) => median(heaps.slice(from, from + fifth).map((heap) => heap[place][part]));
      const [before, after] = [of(fifth), of(heaps.length - fifth)];
      const growthPct = 100 * (after / before - 1);
      console.log(
        `${place}, ${part}: ${before.toFixed(1)} -> ${after.toFixed(1)} (${growthPct.toFixed(1)} %)`,
      );
      if (growthPct > MOST_GROWTH_PCT) process.exitCode = 1;
    }
}

async function measureHeap(command: Command): Promise<Heap> {
  await command('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await command('Runtime.getHeapUsage');
  return { scriptMb: usedSize! / 1e6, buffersMb: (backingStorageSize ?? 0) / 1e6 };
}

function describe(
  minute: number,
  { offscreen, page }: { offscreen: Heap; page: Heap },
  rate: number,
  bytes: number,
) {
  const [a, b, c, d] = [offscreen.scriptMb, offscreen.buffersMb, page.scriptMb, page.buffersMb].map((mb) =>
    mb.toFixed(1),
  );
  return `minute ${minute}: offscreen ${a} + ${b} MB, page ${c} + ${d} MB, ${rate.toFixed(1)} frames/s, session ${(bytes / 1e6).toFixed(1)} MB`;
}

/** The upper one of the middle two. */
const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;

const toCommand =
  (session: CDPSession): Command =>
  async (method, parameters) =>
    (await session.send(method as 'Runtime.getHeapUsage', parameters as undefined)) as Record<string, number>;

/** Playwright shows no offscreen documents; the browser's own debugging port does. */
async function attachToOffscreen(profilePath: string): Promise<Command> {
  const [port] = (await readFile(join(profilePath, 'DevToolsActivePort'), 'utf8')).split('\n');
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    url: string;
    webSocketDebuggerUrl: string;
  }[];
  const target = targets.find(({ url }) => url.endsWith('/offscreen.html'));
  if (!target) throw new Error('The browser shows no offscreen document to look into.');
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('No connection to the offscreen document.')));
  });
  let last = 0;
  return (method, params = {}) =>
    new Promise((resolve, reject) => {
      last += 1;
      const id = last;
      const listen = ({ data }: MessageEvent<string>): void => {
        const answer = JSON.parse(data) as {
          id?: number;
          result?: Record<string, number>;
          error?: { message: string };
        };
        if (answer.id !== id) return;
        socket.removeEventListener('message', listen);
        if (answer.error) reject(new Error(answer.error.message));
        else resolve(answer.result!);
      };
      socket.addEventListener('message', listen);
      socket.send(JSON.stringify({ id, method, params }));
    });
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
