// Several sessions in the report: exported together, compared though their pages differ in size, and asked in haste.
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import { expectAccessible } from './harness/accessibility.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { storeSession } from './harness/made-sessions.ts';
import { waitForHeat } from './harness/report-page.ts';

let fovea: Fovea;
let page: Page;
const short = makeSession({ seed: 31, minutes: 0.6, pageHeightPx: 3000 });
const tall = makeSession({ seed: 32, minutes: 0.6, pageHeightPx: 9000 });
const long = makeSession({ seed: 33, minutes: 15, screenshots: false });

beforeAll(async () => {
  fovea = await launchFovea({ kind: 'none' });
  page = await fovea.context.newPage();
  // Straight to the downloads: nobody could answer the dialog of the system.
  await page.addInitScript(() => delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker);
  await page.goto(fovea.url('/report.html'));
  await page.getByTestId('no-sessions').waitFor();
  await storeSession(page, short, { name: 'Short page' });
  await storeSession(page, tall, { name: 'Tall page' });
  await storeSession(page, long, { name: 'A long one' });
});
afterAll(() => fovea?.close());

async function goTo(hash: string): Promise<void> {
  await page.goto(fovea.url('/report.html'));
  await page.goto(fovea.url(`/report.html${hash}`));
}

async function choose(...names: readonly string[]): Promise<void> {
  await goTo('');
  for (const name of names) await page.getByRole('checkbox', { name: `Choose ${name}` }).check();
}

/** A zip's files as text. */
async function unzip(path: string): Promise<Map<string, string>> {
  const reader = new ZipReader(new Uint8ArrayReader(new Uint8Array(await readFile(path))));
  const files = new Map<string, string>();
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    files.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter())).toString());
  }
  await reader.close();
  return files;
}

describe('chosen sessions', () => {
  test('leave together: a folder each, tables over both, one BIDS dataset', async () => {
    await choose('Short page', 'Tall page');
    await page.getByRole('button', { name: 'Export what is chosen' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export 2 sessions' });
    await dialog.getByRole('radio', { name: /^Samples/ }).check();
    await dialog.getByRole('checkbox', { name: /^BIDS/ }).check();
    await expectAccessible(page, 'report export of several', { tab: false });
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('2-sessions.zip');
    const files = await unzip(await download.path());
    await dialog.getByText('was written').waitFor();
    const rows = files.get('csv/sessions.csv')!.trimEnd().split('\r\n').slice(1);
    const ids = [tall, short].map(({ session }) => session.info.id);
    expect(rows.map((row) => row.split(',')[1]).toSorted()).toEqual(ids.toSorted());
    for (const id of ids) {
      const own = [...files.keys()].filter((path) => path.startsWith(`sessions/${id}/`));
      expect(own.some((path) => path.endsWith('.session.zip'))).toBe(true);
      expect(own).toContain(`sessions/${id}/csv/samples.csv`);
    }
    expect(files.get('bids/participants.tsv')).toBe('participant_id\nsub-person31\nsub-person32\n');
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  test('stay when it is cancelled, and no file is written', async () => {
    await choose('Short page', 'Tall page', 'A long one');
    await page.getByRole('button', { name: 'Export what is chosen' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export 3 sessions' });
    await dialog.getByRole('radio', { name: /^Pictures of the pages/ }).check();
    await dialog.getByRole('checkbox', { name: /^WebM/ }).check();
    await dialog.getByText(/Together they last .* frames to encode/).waitFor();
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await dialog.getByText(/^Session \d of 3/).waitFor();
    await dialog.getByText('replay.webm').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByText('You cancelled it: no file was written.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
  });
});

test('a film shows the part that was chosen, as fast as was chosen', async () => {
  await goTo('');
  await page.getByRole('button', { name: 'Export Short page' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^Pictures of the pages/ }).check();
  for (const format of ['Session file', 'CSV'])
    await dialog.getByRole('checkbox', { name: new RegExp(`^${format}`) }).uncheck();
  await dialog.getByRole('checkbox', { name: /^WebM/ }).check();
  await dialog.getByLabel('Speed').selectOption('4 ×');
  await dialog.getByLabel('From minute').fill('0.1');
  await dialog.getByLabel('To minute').fill('0.3');
  await dialog.getByLabel('To minute').blur();
  await dialog.getByText('It lasts 3.0 s: 45 frames to encode.').waitFor();
  await expectAccessible(page, 'report export of a film', { tab: false });
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const bytes = await readZipEntry(await (await downloading).path(), 'replay.webm');
  await dialog.getByText('was written').waitFor();
  const seconds = await page.evaluate(async (content) => {
    const video = document.createElement('video');
    video.src = URL.createObjectURL(new Blob([new Uint8Array(content)], { type: 'video/webm' }));
    await new Promise((resolve, reject) => {
      video.addEventListener('loadedmetadata', resolve);
      video.addEventListener('error', () => reject(video.error));
    });
    return video.duration;
  }, bytes);
  expect(seconds).toBeCloseTo(3, 1);
  await dialog.getByRole('button', { name: 'Close' }).click();
});

async function readZipEntry(path: string, name: string): Promise<number[]> {
  const reader = new ZipReader(new Uint8ArrayReader(new Uint8Array(await readFile(path))));
  const entry = (await reader.getEntries()).find(({ filename }) => filename === name);
  if (!entry || entry.directory) throw new Error(`There is no ${name} in ${path}.`);
  return [...(await entry.getData(new Uint8ArrayWriter()))];
}

test('pages of two sizes are compared over both, and it is said how', async () => {
  await choose('Short page', 'Tall page');
  await page.getByRole('link', { name: 'Compare' }).click();
  await page.locator('[data-testid=compared-heat][aria-busy=false]').waitFor();
  await expect
    .poll(() => page.getByTestId('page-sizes').innerText())
    .toMatch(/1,800 × 9,000 px.*1,800 × 3,000 px/);
  const readDrawings = () =>
    page.locator('svg.stage__drawing').evaluateAll((drawings) =>
      drawings.map((drawing) => {
        const { width, height } = drawing.getBoundingClientRect();
        return `${drawing.getAttribute('viewBox')} on ${width} × ${height}`;
      }),
    );
  const isAlike = async (): Promise<boolean> => {
    const [one, other, ...more] = await readDrawings();
    return one === other && more.length === 0 && one!.startsWith('0 0 1800 9000 on');
  };
  await expect.poll(isAlike).toBe(true);
  // Far down only the tall page is there; it is no part of the other that nobody saw.
  await page.locator('.stage').evaluateAll((stages) => {
    for (const stage of stages) stage.scrollTop = stage.scrollHeight;
  });
  const drawn = () =>
    page.locator('[data-testid=stage-canvas]').evaluateAll((canvases) =>
      canvases.map((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
        return data.some((value, i) => i % 4 === 3 && value > 0);
      }),
    );
  // The newest session comes first in the list: it is A.
  await expect.poll(drawn).toEqual([true, false]);
  await expectAccessible(page, 'report comparison of pages of two sizes');
  await page.getByRole('radio', { name: 'Difference' }).check();
  await page.getByTestId('difference').waitFor();
  await expectAccessible(page, 'report difference of pages of two sizes');
});

test('settings that change in haste end as the last of them would have', async () => {
  await goTo(`#session/${long.session.info.id}/heatmap/0`);
  await waitForHeatmap();
  const caption = page.getByTestId('heat-caption');
  const fields = { weight: page.getByLabel('Weighted by'), from: page.getByLabel('Made from') };
  for (const field of Object.values(fields)) await expect.poll(() => field.count()).toBe(1);
  const [weights, sources] = [await listOptions(fields.weight), await listOptions(fields.from)];
  // A last choice, reached at once and by detours.
  const last = { weight: weights.at(-1)!, from: sources.at(-1)! };
  await fields.weight.selectOption(last.weight);
  await fields.from.selectOption(last.from);
  await waitForHeatmap();
  const expected = await caption.innerText();
  await page.evaluate(
    ([weightValues, fromValues]) => {
      const selects = [...document.querySelectorAll('select')];
      const find = selects.find.bind(selects);
      for (let i = 0; i < 12; i += 1) {
        for (const [name, values] of [
          ['Weighted by', weightValues],
          ['Made from', fromValues],
        ] as const) {
          const select = find(({ labels }) => labels[0]!.textContent!.startsWith(name))!;
          select.value = values![(i + 1) % values!.length]!;
          select.dispatchEvent(new Event('change', { bubbles: true }));
        }
      }
    },
    [weights, sources],
  );
  // The twelfth of two is the first again.
  await fields.weight.selectOption(last.weight);
  await fields.from.selectOption(last.from);
  await waitForHeatmap();
  await expect.poll(() => caption.innerText()).toBe(expected);
});

async function listOptions(select: Locator): Promise<string[]> {
  const options = await select.locator('option').all();
  return Promise.all(options.map(async (option) => (await option.getAttribute('value'))!));
}

async function waitForHeatmap(): Promise<void> {
  // What was changed is told to the worker after the next frame.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  await waitForHeat(page);
}
