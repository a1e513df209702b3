// A header that a page's script fixes only once the page is scrolled, end to end: it is in the picture of the page once, and so is
// the gaze on it.
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFolder, type FolderServer } from '../../scripts/serve-folder.ts';
import { anchorSample } from '../../src/session/anchor.ts';
import { stitchShots } from '../../src/session/stitch-shots.ts';
import { decodePicture } from './harness/paint.ts';
import { launchPlayed, waitForStored, type PlayedSession } from './harness/played-session.ts';
import { readShot, type StoredSession } from './harness/stored-sessions.ts';

const SECOND = 1000;
const FOLDER = fileURLToPath(new URL('../fixtures/session/', import.meta.url));
/** The fixture's header: its colour, and where the page has it. */
const HEADER = { colour: [0x12, 0x3c, 0x46], fromPx: 40, toPx: 120 } as const;
/** WebP keeps flat colours to a few steps, and edges to a few pixels. */
const COLOUR_TOLERANCE = 8;
const EDGE_PX = 3;
const X_PX = 640;

let site: FolderServer;
let played: PlayedSession;

beforeAll(async () => {
  site = await serveFolder(FOLDER);
  played = await launchPlayed();
});
afterAll(async () => {
  await played?.fovea.close();
  site?.close();
});

async function scrollAndLook(page: Page, yPx: number, headerAtPx: number): Promise<void> {
  await page.evaluate((top) => scrollTo({ top, behavior: 'instant' }), yPx);
  await played.look(page, X_PX, headerAtPx + 40, SECOND / 2);
  const isPictured = ({ shots }: StoredSession): boolean => shots.some((shot) => shot.yDocumentPx === yPx);
  await waitForStored(played, isPictured, `a picture of ${yPx} px down the page`);
}

/** Runs of the header's colour down the middle of the page's picture, put together. */
async function findHeaders({ info, shots }: StoredSession): Promise<[number, number][]> {
  const isHeader = new Map<number, boolean>();
  for (const { shot, xDocumentPx, widthPx, yDocumentPx, heightPx } of stitchShots(shots, new Map())) {
    if (xDocumentPx > X_PX || xDocumentPx + widthPx <= X_PX) continue;
    const { data, width, height } = await decodePicture(await readShot(played.control, info.id, shot.index));
    for (let y = Math.ceil(yDocumentPx); y < yDocumentPx + heightPx; y += 1) {
      const row = Math.round(((y - shot.yDocumentPx) * height) / shot.heightPx);
      const at = 3 * (row * width + Math.round((X_PX * width) / shot.widthPx));
      isHeader.set(
        y,
        HEADER.colour.every((value, i) => Math.abs(value - data[at + i]!) <= COLOUR_TOLERANCE),
      );
    }
  }
  const rows = [...isHeader]
    .filter(([, is]) => is)
    .map(([y]) => y)
    .toSorted((a, b) => a - b);
  return rows.reduce<[number, number][]>((runs, y) => {
    const last = runs.at(-1);
    if (last && y - last[1] <= EDGE_PX) last[1] = y;
    else runs.push([y, y]);
    return runs;
  }, []);
}

function expectOnce(stored: StoredSession, headers: [number, number][]): void {
  expect(headers).toHaveLength(1);
  expect(Math.abs(headers[0]![0] - HEADER.fromPx)).toBeLessThanOrEqual(EDGE_PX);
  expect(Math.abs(headers[0]![1] - HEADER.toPx)).toBeLessThanOrEqual(EDGE_PX);
  const { elements, samples } = stored;
  const own = [...samples.element.keys()].filter((i) => elements[samples.element[i]!]?.selector === '#head');
  expect(Math.max(...own.map((i) => samples.yDocumentPx[i]!))).toBeGreaterThan(1500);
  for (const { yDocumentPx } of own.map((i) => anchorSample(stored, i)!)) {
    expect(yDocumentPx).toBeGreaterThanOrEqual(HEADER.fromPx);
    expect(yDocumentPx).toBeLessThanOrEqual(HEADER.toPx);
  }
}

describe('a header that a script fixes once the page is scrolled is in the picture once', () => {
  test('of a page that is read from its top down', async () => {
    await played.start({ screenshots: true });
    const page = await played.open(`${site.url}late-header.html`);
    await played.waitForRecorder(page);
    await scrollAndLook(page, 0, HEADER.fromPx);
    await scrollAndLook(page, 500, 0);
    await scrollAndLook(page, 1500, 0);
    const stored = await played.read();
    // Otherwise it would prove nothing.
    const shots = stored.shots.map(({ homes: _, ...shot }) => shot);
    expect(await findHeaders({ ...stored, shots })).toHaveLength(2);
    expectOnce(stored, await findHeaders(stored));
    await played.ask('stopSession');
    await page.close();
  });

  test('of one that was scrolled when the session began', async () => {
    const page = await played.open(`${site.url}late-header.html`);
    await page.evaluate(() => scrollTo({ top: 1500, behavior: 'instant' }));
    await played.start({ screenshots: true });
    await page.bringToFront();
    await played.waitForRecorder(page);
    await scrollAndLook(page, 1500, 0);
    await scrollAndLook(page, 500, 0);
    await scrollAndLook(page, 0, HEADER.fromPx);
    const stored = await played.read();
    expectOnce(stored, await findHeaders(stored));
    await played.ask('stopSession');
  });
});
