// The page's side of bench-session: an hour of browsing, generated, through the product's own log, budget and storage.
import type { PageReport } from '../src/session/page-report.ts';
import type { SessionInfo } from '../src/session/session-data.ts';
import { createSessionLog, type PageLog } from '../src/session/session-log.ts';
import { chooseQuality, fitsBudget } from '../src/session/shot-budget.ts';
import { createSessionWriter } from '../src/session/session-writer.ts';
import { openDatabase } from '../src/storage/database.ts';
import { addShot, createSession, listSessions, loadSession } from '../src/storage/sessions.ts';

const SECOND = 1000;
/** As `recording-service.ts` writes. */
const WRITE_EVERY_MS = 0.7 * SECOND;
/** As often as a page that changes all the time is pictured (`shot-plan.ts`). */
const SHOT_EVERY_MS = 3 * SECOND;
const PAGE_EVERY_MS = 40 * SECOND;
const NEW_ELEMENT_EVERY_MS = 1.5 * SECOND;
const VIEWPORT = { widthPx: 1920, heightPx: 1080 };
const PICTURES = 24;

export type SessionBenchOptions = { minutes: number; samplesPerSecond: number };
export type SessionBenchRun = {
  samples: number;
  chunks: number;
  shots: number;
  shotBytes: number;
  countedBytes: number;
  /** What the browser says that it has stored. */
  usageBytes: number;
  chunkMs: number[];
  shotMs: number[];
  loadMs: number;
  heapBytes: { before: number; most: number };
};

declare global {
  var runSessionBench: (options: SessionBenchOptions) => Promise<SessionBenchRun>;
}

globalThis.runSessionBench = async ({ minutes, samplesPerSecond }) => {
  const database = openDatabase(`bench-${crypto.randomUUID()}`);
  const info: SessionInfo = {
    id: crypto.randomUUID(),
    name: 'Bench',
    createdAt: new Date(0).toISOString(),
    durationMs: 0,
    screen: VIEWPORT,
    foveaVersion: '0',
    screenshots: true,
  };
  await createSession(database, info);
  const log = createSessionLog(0);
  const writer = createSessionWriter(database, info.id);
  const paint = createPainter();
  const endMs = minutes * 60 * SECOND;
  const heapBytes = { before: readHeap(), most: 0 };
  const [chunkMs, shotMs]: [number[], number[]] = [[], []];
  let page: PageLog | undefined;
  let [views, elements, shots, shotBytes] = [0, 0, 0, 0];

  for (let fromMs = 0; fromMs < endMs; fromMs += WRITE_EVERY_MS) {
    const untilMs = Math.min(endMs, fromMs + WRITE_EVERY_MS);
    if (isTime(PAGE_EVERY_MS, fromMs, untilMs)) {
      page?.close(fromMs);
      page = log.addPage(views % 5);
      page.take(makeView(views, fromMs));
      views += 1;
      elements = 0;
    }
    const isNew = isTime(NEW_ELEMENT_EVERY_MS, fromMs, untilMs);
    if (isNew) elements += 1;
    const report = makeReport(fromMs, untilMs, SECOND / samplesPerSecond, elements - 1, isNew);
    for (const { timestampMs } of report.samples) {
      log.addFrame(timestampMs, { timestampMs, ...placeAt(timestampMs), confidence: 0.7 });
    }
    page?.take(report);
    const startedMs = performance.now();
    await writer.write(log.drain(untilMs, true), untilMs);
    chunkMs.push(performance.now() - startedMs);

    const quality = chooseQuality(shotBytes, untilMs);
    if (isTime(SHOT_EVERY_MS, fromMs, untilMs) && quality !== null) {
      const image = await paint(shots, quality);
      if (fitsBudget(shotBytes, untilMs, image.size)) {
        const place = { view: views - 1, timestampMs: untilMs, xDocumentPx: 0, yDocumentPx: 0, ...VIEWPORT };
        const shotStartedMs = performance.now();
        await addShot(
          database,
          info.id,
          { ...place, widthImagePx: VIEWPORT.widthPx, heightImagePx: VIEWPORT.heightPx },
          image,
        );
        shotMs.push(performance.now() - shotStartedMs);
        shotBytes += image.size;
        shots += 1;
      }
    }
    heapBytes.most = Math.max(heapBytes.most, readHeap());
  }

  const [row] = await listSessions(database);
  const loadStartedMs = performance.now();
  const session = await loadSession(database, info.id);
  const loadMs = performance.now() - loadStartedMs;
  const usageBytes = await readUsage();
  return {
    samples: session.samples.timestampMs.length,
    chunks: row?.chunkCount ?? 0,
    shots: session.shots.length,
    shotBytes,
    countedBytes: row?.bytes ?? 0,
    usageBytes,
    chunkMs,
    shotMs,
    loadMs,
    heapBytes,
  };
};

/** Whether a moment that comes every so often falls between two times. */
function isTime(everyMs: number, fromMs: number, untilMs: number): boolean {
  return Math.ceil(fromMs / everyMs) * everyMs < untilMs;
}

/** Gaze that reads lines. */
function placeAt(timestampMs: number): { xScreen: number; yScreen: number } {
  const line = timestampMs / (3 * SECOND);
  return { xScreen: 0.2 + 0.6 * (line % 1) + 0.02 * Math.random(), yScreen: 0.1 + 0.8 * ((line / 20) % 1) };
}

const EMPTY: PageReport = {
  type: 'report',
  views: [],
  elements: [],
  events: [],
  samples: [],
  seenMs: 0,
  focused: true,
};

function makeView(count: number, timestampMs: number): PageReport {
  const url = `https://shop.example.com/department/${count}/a-rather-long-name-of-a-page?session=${count}&page=2`;
  return {
    ...EMPTY,
    views: [{ index: 0, url, title: `Page ${count} of a shop of this and that`, timestampMs, cause: 'load' }],
    events: [{ type: 'show', view: 0, timestampMs }],
  };
}

function makeReport(
  fromMs: number,
  untilMs: number,
  everyMs: number,
  element: number,
  isNew: boolean,
): PageReport {
  const samples: PageReport['samples'] = [];
  // By whole numbers: sums of a thirtieth of a second would drift over the edges.
  const [first, end] = [fromMs, untilMs].map((ms) => Math.ceil(ms / everyMs - 1e-6)) as [number, number];
  for (let frame = first; frame < end; frame += 1) {
    const timestampMs = frame * everyMs;
    const { xScreen, yScreen } = placeAt(timestampMs);
    const [xViewportPx, yViewportPx] = [xScreen * VIEWPORT.widthPx, yScreen * VIEWPORT.heightPx];
    samples.push({
      timestampMs,
      view: 0,
      place: { xViewportPx, yViewportPx, xDocumentPx: xViewportPx, yDocumentPx: yViewportPx + 700 },
      on: { element: Math.max(0, element), xElement: xScreen, yElement: yScreen },
    });
  }
  const box = { xDocumentPx: 240, yDocumentPx: 80 * element, widthPx: 820, heightPx: 64 };
  const selector = `#main > div:nth-of-type(2) > article:nth-of-type(${element}) > p:nth-of-type(3) > a:nth-of-type(1)`;
  return {
    ...EMPTY,
    elements: isNew ? [{ index: element, view: 0, selector, tag: 'a', attachment: 'document', box }] : [],
    // A page is scrolled in a third of the time, twenty times a second.
    events: [0, 1, 2, 3, 4].map((i) => ({
      type: 'scroll',
      view: 0,
      timestampMs: fromMs + 50 * i,
      xScrollPx: 0,
      yScrollPx: 700 + i,
    })),
    samples,
    seenMs: untilMs,
  };
}

/** Pictures of pages: text, boxes, and a quarter of photos, which are what takes room. Each is encoded once for a quality. */
function createPainter(): (index: number, quality: number) => Promise<Blob> {
  const known = new Map<string, ArrayBuffer>();
  return async (index, quality) => {
    const key = `${index % PICTURES} ${quality}`;
    let bytes = known.get(key);
    if (!bytes) {
      const canvas = paintPage(index % PICTURES);
      bytes = await (await canvas.convertToBlob({ type: 'image/webp', quality })).arrayBuffer();
      known.set(key, bytes);
    }
    return new Blob([bytes], { type: 'image/webp' });
  };
}

function paintPage(seed: number): OffscreenCanvas {
  const { widthPx, heightPx } = VIEWPORT;
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, widthPx, heightPx);
  context.fillStyle = '#123c46';
  context.fillRect(0, 0, widthPx, 80);
  context.font = '17px sans-serif';
  for (let line = 0; line < 40; line += 1) {
    context.fillStyle = line % 5 === 0 ? '#0b6e72' : '#222';
    context.fillText(
      `Line ${seed * 40 + line}: ${'words of a page that somebody reads '.repeat(3)}`,
      60,
      120 + 24 * line,
    );
  }
  paintPhoto(context, seed);
  return canvas;
}

/** Smooth shapes with the noise of a camera, over a quarter of the picture. */
function paintPhoto(context: OffscreenCanvasRenderingContext2D, seed: number): void {
  const [width, height] = [VIEWPORT.widthPx / 2, VIEWPORT.heightPx / 2];
  const photo = context.createImageData(width, height);
  for (let i = 0; i < width * height; i += 1) {
    const [x, y] = [(i % width) / width, Math.floor(i / width) / height];
    const noise = 18 * (Math.random() - 0.5);
    for (let channel = 0; channel < 3; channel += 1) {
      const wave = Math.sin((9 + seed) * x + channel) * Math.cos((7 + channel) * y * (1 + seed / 9));
      photo.data[4 * i + channel] = 128 + 90 * wave + noise;
    }
    photo.data[4 * i + 3] = 255;
  }
  context.putImageData(photo, width - 40, 200);
}

function readHeap(): number {
  const { memory } = performance as Performance & { memory?: { usedJSHeapSize: number } };
  return memory?.usedJSHeapSize ?? 0;
}

async function readUsage(): Promise<number> {
  return (await navigator.storage.estimate()).usage ?? 0;
}
