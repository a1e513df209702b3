// The report page on sessions with known answers: what it lists, draws, replays, measures, compares and takes back.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSession, type MadeSession } from '../../scripts/sessions/make-session.ts';
import { AOIS } from '../../scripts/sessions/pages.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { storeSession } from './harness/made-sessions.ts';
import { dragOver, readColours, showPlace, waitForHeat, waitForPicture } from './harness/report-page.ts';
import { sayDiskHasRoom, sayDiskIsFull } from './harness/said-disk.ts';
import { storePerson } from './harness/stored-memories.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const SHOP = 'https://shop.example/';

/** Of what happens between frames nobody knows the truth: hardly any time is there. */
const EXACT = { rateHz: 120, saccadeMs: 0, precisionPct: 0.3, lossPct: 0, errorPct: 2 } as const;

let fovea: Fovea;
let page: Page;
const first: MadeSession = makeSession({ seed: 11, minutes: 1.5, ...EXACT });
const second: MadeSession = makeSession({ seed: 12, minutes: 1, ...EXACT });
const tall: MadeSession = makeSession({ seed: 13, minutes: 0.5, pageHeightPx: 20_000, ...EXACT });
let firstId: string;

beforeAll(async () => {
  fovea = await launchFovea({ kind: 'none' });
  page = await fovea.open('/report.html');
});
afterAll(() => fovea?.close());

async function goTo(hash: string): Promise<void> {
  await page.goto(fovea.url('/report.html'));
  await page.goto(fovea.url(`/report.html${hash}`));
}

/** Fixations on the shop's first page, in all visits, by time. */
function listShopFixations({ session, truth }: MadeSession) {
  return truth.fixations.filter(
    ({ view, yDocumentPx }) => session.views[view]?.url === SHOP && yDocumentPx !== null,
  );
}

function listUrls({ session }: MadeSession): Set<string> {
  return new Set(session.views.map(({ url }) => url));
}

test('the page says how to record a session while there is none', async () => {
  await page.getByTestId('no-sessions').waitFor();
  expect(await page.getByRole('heading', { name: 'No session has been recorded yet' }).isVisible()).toBe(
    true,
  );
});

test('sessions are listed with what is known of them, and an interrupted one is marked', async () => {
  await storePerson(page, { id: 'person-11', name: 'Ada' });
  firstId = await storeSession(page, first, { name: 'First visit' });
  await storeSession(page, second, { name: 'Second visit', status: 'interrupted' });
  await page.reload();
  const row = page.locator(`[data-testid=session][data-id="${firstId}"]`);
  await row.waitFor();
  const { samples, views } = first.session;
  const lost = samples.xScreen.filter((x) => Number.isNaN(x)).length / samples.xScreen.length;
  await waitUntil(async () => !(await row.innerText()).includes('…'), 20 * SECOND, 'pages and data loss');
  const text = await row.innerText();
  expect(text).toContain('First visit');
  expect(text).toContain('Ada');
  expect(text).toContain('1 min 30 s');
  expect(text).toContain(samples.timestampMs.length.toLocaleString());
  expect(text).toContain(`${(100 * lost).toFixed(1)} %`);
  expect(text).toMatch(new RegExp(`\\b${new Set(views.map(({ url }) => url)).size}\\b`));
  expect(await page.locator('[data-testid=session]', { hasText: 'Second visit' }).innerText()).toContain(
    'Interrupted',
  );
});

test('a session gets another name and notes', async () => {
  await page.getByRole('button', { name: 'Name, notes of First visit' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Shop, first visit');
  await page.getByRole('textbox', { name: 'Notes' }).fill('Looks for a gift.');
  await page.getByRole('button', { name: 'Save' }).click();
  const row = page.locator(`[data-testid=session][data-id="${firstId}"]`);
  await row.getByText('Looks for a gift.').waitFor();
  await expect.poll(() => row.innerText()).toContain('Shop, first visit');
});

describe('the heatmap', () => {
  /** Where the heat changes the picture by how much, of 255. */
  async function measureHeat(points: { xDocumentPx: number; yDocumentPx: number }[]): Promise<number[]> {
    const withHeat = await readColours(page, points);
    await page.getByRole('slider', { name: 'Opacity' }).fill('0');
    await expect.poll(() => readColours(page, points)).not.toEqual(withHeat);
    const without = await readColours(page, points);
    return withHeat.map((colour, i) =>
      Math.max(...colour.map((byte, k) => Math.abs(byte - without[i]![k]!))),
    );
  }

  test('is drawn where gaze was, and not where it was not', async () => {
    await goTo(`#session/${firstId}/heatmap/0`);
    await waitForHeat(page);
    const looked = listShopFixations(first).map(({ xDocumentPx, yDocumentPx }) => ({
      xDocumentPx: xDocumentPx!,
      yDocumentPx: yDocumentPx!,
    }));
    const most = looked
      .filter(({ yDocumentPx }) => yDocumentPx < 900)
      .map((place) => ({
        place,
        near: looked.filter(
          (other) =>
            Math.hypot(other.xDocumentPx - place.xDocumentPx, other.yDocumentPx - place.yDocumentPx) < 60,
        ).length,
      }))
      .toSorted((a, b) => b.near - a.near)[0]!.place;
    const far = { xDocumentPx: 1250, yDocumentPx: 200 };
    expect(
      Math.min(
        ...looked.map((p) => Math.hypot(p.xDocumentPx - far.xDocumentPx, p.yDocumentPx - far.yDocumentPx)),
      ),
    ).toBeGreaterThan(150);
    const [hot, cold] = await measureHeat([most, far]);
    expect(hot).toBeGreaterThan(60);
    expect(cold).toBeLessThan(3);
  });

  test('prints how it was made', async () => {
    await goTo(`#session/${firstId}/heatmap/0`);
    await waitForHeat(page);
    const caption = page.getByTestId('heat-caption');
    await expect
      .poll(() => caption.innerText())
      .toMatch(/σ \d+ × \d+ px \(\d+\.\d°\).*samples, weighted by duration.*not normalized/);
    await page.getByRole('combobox', { name: 'Made from' }).selectOption('fixations');
    await page.getByRole('combobox', { name: 'Weighted by' }).selectOption('count');
    await expect.poll(() => caption.innerText()).toContain('fixations, weighted by count');
  });

  test('as a spotlight darkens what was not seen, under a sticky header that is there once', async () => {
    await goTo(`#session/${firstId}/heatmap/0`);
    await waitForHeat(page);
    const places = [{ xDocumentPx: 1250, yDocumentPx: 200 }];
    const [before] = await readColours(page, places);
    await page.getByRole('radio', { name: 'Spotlight' }).check();
    await expect.poll(async () => (await readColours(page, places))[0]![0]).toBeLessThan(before![0]! / 2);
    await page.getByRole('radio', { name: 'Heat', exact: true }).check();
    await page.getByRole('slider', { name: 'Opacity' }).fill('0');
    // The header is dark, and nothing else at the left edge of this page is.
    const isDark = async (yDocumentPx: number) =>
      (await readColours(page, [{ xDocumentPx: 4, yDocumentPx }]))[0]![0]! < 100;
    await expect.poll(() => isDark(50)).toBe(true);
    const rows = Array.from({ length: 60 }, (_, i) => 130 + 20 * i);
    await expect.poll(async () => (await Promise.all(rows.map(isDark))).filter(Boolean).length).toBe(0);
  });

  test('of a page 20,000 px tall is drawn at its very end', async () => {
    const id = await storeSession(page, tall, { name: 'Tall' });
    await goTo(`#session/${id}/heatmap/0`);
    await waitForHeat(page);
    const lowest = listShopFixations(tall).reduce((low, one) =>
      one.yDocumentPx! > low.yDocumentPx! ? one : low,
    );
    const place = { xDocumentPx: lowest.xDocumentPx!, yDocumentPx: lowest.yDocumentPx! };
    await showPlace(page, place);
    await waitForPicture(page);
    const [hot] = await measureHeat([place]);
    // A single fixation, beside the hottest place of a page so long; where nobody looked it is below 3.
    expect(hot).toBeGreaterThan(3);
  });
});

test('the gaze plot numbers the fixations where they were', async () => {
  await goTo(`#session/${firstId}/gaze/0`);
  await page.locator('[data-testid=gaze-plot] circle').first().waitFor();
  await page.getByRole('button', { name: 'All of it' }).click();
  const truth = listShopFixations(first);
  await expect.poll(() => page.locator('[data-testid=gaze-plot] circle').count()).toBe(truth.length);
  const drawn = await page.locator('[data-testid=gaze-plot] g').evaluateAll((groups) =>
    groups.map((group) => ({
      number: Number(group.querySelector('circle')?.dataset['number']),
      label: group.querySelector('text')?.textContent,
      place: /translate\(([\d.-]+) ([\d.-]+)\)/
        .exec(group.getAttribute('transform') ?? '')
        ?.slice(1)
        .map(Number),
    })),
  );
  for (const [i, { number, label, place }] of drawn.entries()) {
    expect([number, label]).toEqual([i + 1, String(i + 1)]);
    expect(Math.abs(place![0]! - truth[i]!.xDocumentPx!)).toBeLessThan(8);
    expect(Math.abs(place![1]! - truth[i]!.yDocumentPx!)).toBeLessThan(8);
  }
  // Fewer in a shorter time.
  await page.getByRole('slider', { name: 'Until' }).fill(String((truth[4]!.startMs + truth[4]!.endMs) / 2));
  await expect.poll(() => page.locator('[data-testid=gaze-plot] circle').count()).toBe(5);
});

test('other parameters find other fixations, and the default comes back', async () => {
  await goTo(`#session/${firstId}/gaze/0`);
  await page.locator('[data-testid=gaze-plot] circle').first().waitFor();
  const count = page.getByTestId('gaze-count');
  const before = await count.innerText();
  await page.locator('summary', { hasText: 'I-DT' }).click();
  await page.getByRole('spinbutton', { name: 'Shortest duration' }).fill('600');
  await page.getByRole('spinbutton', { name: 'Shortest duration' }).press('Enter');
  await expect.poll(() => count.innerText()).not.toBe(before);
  await page.getByRole('button', { name: 'Back to the defaults' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Back to the defaults' }).isDisabled()).toBe(true);
});

describe('the replay', () => {
  const readMs = async (): Promise<number> =>
    Number(await page.getByTestId('replay-time').getAttribute('data-ms'));
  const readPicture = (): Promise<string> =>
    page.locator('[data-testid=stage-canvas]').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

  test('plays, pauses and moves the picture', async () => {
    await goTo(`#session/${firstId}/replay/0`);
    await waitForPicture(page);
    const still = await readPicture();
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('4');
    await page.locator('.stage').focus();
    await page.keyboard.press('Space');
    await expect.poll(readMs, { timeout: 30 * SECOND }).toBeGreaterThan(3000);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    const stopped = await readMs();
    await expect.poll(readPicture).not.toBe(still);
    await page.waitForTimeout(300);
    expect(await readMs()).toBe(stopped);
  });

  test('goes by keys, and shows what was looked at then', async () => {
    await page.locator('.stage').focus();
    await page.keyboard.press('Home');
    await expect.poll(readMs).toBe(0);
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(readMs).toBe(9000);
    await page.keyboard.press('.');
    const next = first.session.samples.timestampMs.find((ms) => ms > 9000)!;
    await expect.poll(readMs).toBe(Math.round(next));
    const fixation = first.truth.fixations.find(({ startMs, element }) => startMs > 20_000 && element >= 0)!;
    await page
      .getByRole('slider', { name: 'Place in the session' })
      .fill(String(Math.ceil((fixation.startMs + 150) / 100) * 100));
    const { selector, view } = first.session.elements[fixation.element]!;
    await expect.poll(() => page.getByTestId('moment-gaze').innerText()).toBe(`Gaze on ${selector}`);
    const title = page.locator('.moment__title');
    await expect.poll(() => title.innerText()).toBe(first.session.views[view]!.title);
  });

  test('has what happened on its tracks', async () => {
    const tracks = page.getByTestId('tracks');
    for (const track of ['Pages', 'Scrolling', 'Clicks', 'Gaze lost']) {
      await expect.poll(() => tracks.innerText()).toContain(track);
    }
  });
});

describe('areas of interest', () => {
  const metricsRow = (name: string) => page.locator(`[data-testid=metrics-row][data-area="${name}"]`);
  const readMetric = async (name: string, key: string): Promise<number> =>
    Number((await metricsRow(name).locator(`[data-key=${key}]`).innerText()).replaceAll(/[^\d.-]/g, ''));

  test('that are drawn over the page give the known answers', async () => {
    await goTo(`#session/${firstId}/areas/0`);
    await page.getByTestId('no-areas').waitFor();
    await waitForPicture(page);
    const hero = AOIS.find(({ id }) => id === 'hero')!.shape as {
      xDocumentPx: number;
      yDocumentPx: number;
      widthPx: number;
      heightPx: number;
    };
    await page.getByRole('button', { name: 'Rectangle' }).click();
    await dragOver(page, hero, {
      xDocumentPx: hero.xDocumentPx + hero.widthPx,
      yDocumentPx: hero.yDocumentPx + hero.heightPx,
    });
    await page.getByRole('textbox', { name: 'Name' }).fill('Hero');
    await page.getByRole('textbox', { name: 'Name' }).press('Enter');
    await page.getByRole('combobox', { name: 'Counts on' }).selectOption('*');
    await metricsRow('Hero').waitFor();
    const truth = first.truth.aois['hero']!;
    expect(truth.fixationCount).toBeGreaterThan(3);
    await expect.poll(() => readMetric('Hero', 'fixationCount')).toBe(truth.fixationCount);
    for (const key of ['visits', 'revisits'] as const) expect(await readMetric('Hero', key)).toBe(truth[key]);
    for (const key of ['fixationDwellMs', 'meanFixationMs', 'timeToFirstFixationMs'] as const) {
      const off = Math.abs((await readMetric('Hero', key)) - truth[key]!) / truth[key]!;
      expect(off, key).toBeLessThan(0.01);
    }
    // As large as the accuracy asks for: no warning.
    expect(await page.getByTestId('too-small').count()).toBe(0);
  });

  test('are moved and resized by keys, and that is taken back', async () => {
    const area = page.getByRole('button', { name: /^Hero: rectangle/ });
    const before = await area.getAttribute('aria-label');
    await area.focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => area.getAttribute('aria-label')).not.toBe(before);
    await page.keyboard.press('Shift+ArrowRight');
    const [, width] = /, (\d+) ×/.exec(before!)!;
    await expect.poll(() => area.getAttribute('aria-label')).toContain(`${Number(width) + 10} ×`);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect.poll(() => area.getAttribute('aria-label')).toBe(before);
  });

  test('that a full disk refuses are stored by themselves once there is room', async () => {
    const area = page.getByRole('button', { name: /^Hero: rectangle/ });
    const before = await area.getAttribute('aria-label');
    await sayDiskIsFull(page);
    await area.focus();
    await page.keyboard.press('ArrowDown');
    const refusal = page.getByText('There is no room left on this disk.');
    await refusal.waitFor();
    const moved = await area.getAttribute('aria-label');
    expect(moved).not.toBe(before);
    await sayDiskHasRoom(page);
    await refusal.waitFor({ state: 'detached' });
    await page.reload();
    await expect.poll(() => area.getAttribute('aria-label')).toBe(moved);
    await area.focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => area.getAttribute('aria-label')).toBe(before);
  });

  test('are picked as elements and found by a selector', async () => {
    await page.getByRole('button', { name: 'Pick element' }).click();
    const looked = listShopFixations(first).find(
      ({ element }) => first.session.elements[element]?.tag === 'article',
    )!;
    const [x, y] = await showPlace(page, {
      xDocumentPx: looked.xDocumentPx!,
      yDocumentPx: looked.yDocumentPx!,
    });
    await page.mouse.move(x, y);
    await page.locator('.areas__hovered').waitFor();
    await page.mouse.click(x, y);
    await metricsRow('article').waitFor();
    await page.getByRole('combobox', { name: 'By CSS selector' }).fill('body > header');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('combobox', { name: 'Counts on' }).selectOption('*');
    await metricsRow('body > header').waitFor();
    const menu = first.truth.aois['menu']!;
    await expect.poll(() => readMetric('body > header', 'fixationCount')).toBe(menu.fixationCount);
    await page.getByRole('combobox', { name: 'By CSS selector' }).fill('main > [');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('alert').getByText('is no CSS selector').waitFor();
  });

  test('that are smaller than the accuracy allows are warned of', async () => {
    await page.getByRole('button', { name: 'Ellipse' }).click();
    await dragOver(page, { xDocumentPx: 300, yDocumentPx: 300 }, { xDocumentPx: 330, yDocumentPx: 330 });
    await page.getByTestId('too-small').waitFor();
  });

  test('sort in their table', async () => {
    const order = () =>
      page
        .locator('[data-testid=metrics-row]')
        .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['area']));
    await page.getByRole('button', { name: 'Fixations', exact: true }).click();
    await expect.poll(async () => (await order())[0]).toBe('body > header');
    await page.getByRole('button', { name: /^Fixations/ }).click();
    await expect.poll(async () => (await order()).at(-1)).toBe('body > header');
  });

  test('are deleted and come back, and are there after a reload', async () => {
    await page.locator('.area-list').getByRole('button', { name: 'Hero', exact: true }).click();
    await page.getByRole('button', { name: 'Delete Hero' }).click();
    await metricsRow('Hero').waitFor({ state: 'detached' });
    await page.getByTestId('undo-bar').getByRole('button', { name: 'Undo' }).click();
    await metricsRow('Hero').waitFor();
    await page.reload();
    await metricsRow('Hero').waitFor();
    await expect.poll(() => page.locator('[data-testid=metrics-row]').count()).toBe(4);
  });

  test('go to a file and come back from it', async () => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export areas' }).click();
    const text = await readFile(await (await downloading).path(), 'utf8');
    const file = JSON.parse(text);
    expect([file.format, file.aois.length]).toEqual(['fovea-aois', 4]);
    file.aois[0].name = 'Stage';
    await page.getByTestId('import-areas').setInputFiles({
      name: 'mine.aois.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(file)),
    });
    await metricsRow('Stage').waitFor();
    await expect.poll(() => page.locator('[data-testid=metrics-row]').count()).toBe(4);
    await page.getByTestId('import-areas').setInputFiles({
      name: 'broken.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"format":"other"}'),
    });
    await page.getByRole('alert').getByText('fovea-aois').waitFor();
  });
});

test('two sessions are compared: heat, areas, and pages that only one has', async () => {
  await goTo('');
  await page.getByRole('checkbox', { name: 'Choose Shop, first visit' }).check();
  await page.getByRole('checkbox', { name: 'Choose Second visit' }).check();
  await page.getByRole('link', { name: 'Compare' }).click();
  await page.locator('[data-testid=compared-heat][aria-busy=false]').waitFor();
  await expect.poll(() => page.locator('[data-testid=stage-canvas]').count()).toBe(2);
  await expect.poll(() => page.getByTestId('heat-caption').count()).toBe(2);
  const [ofFirst, ofSecond] = [listUrls(first), listUrls(second)];
  const alone = [...ofFirst].filter((url) => !ofSecond.has(url));
  await expect.poll(() => page.getByTestId('unmatched').count()).toBe(alone.length > 0 ? 1 : 0);
  const row = page.locator('[data-testid=compared-areas] [data-area=Stage]');
  await row.waitFor();
  const cells = await row.locator('td').allInnerTexts();
  const values = [cells[0]!, cells[3]!].map((cell) => Number(cell.replaceAll(',', '')));
  for (const [i, made] of [second, first].entries()) {
    const { fixationDwellMs } = made.truth.aois['hero']!;
    const off = Math.abs(values[i]! - fixationDwellMs);
    // Begin and end of a fixation fall anywhere between two frames: of a few, that is more than 1 %.
    expect(off).toBeLessThan(fixationDwellMs / 50);
  }
  expect([cells[1], cells[4]]).toEqual(['1', '1']);
  await page.getByRole('radio', { name: 'Difference' }).check();
  await page.getByTestId('difference').waitFor();
});

test('a deleted session is gone, and comes back with its pictures', async () => {
  await goTo('');
  await page.getByRole('button', { name: 'Delete Shop, first visit' }).click();
  await page.locator(`[data-testid=session][data-id="${firstId}"]`).waitFor({ state: 'detached' });
  await page.getByTestId('undo-bar').getByRole('button', { name: 'Undo' }).click();
  await page.locator(`[data-testid=session][data-id="${firstId}"]`).waitFor();
  await page.getByRole('link', { name: 'Open Shop, first visit' }).click();
  await waitForHeat(page);
  expect(await page.getByText('no pictures were taken').count()).toBe(0);
});

test('a session leaves as a file, and comes in again', async () => {
  const plain = await fovea.context.newPage();
  // Straight to the downloads: nobody could answer the dialog of the system.
  await plain.addInitScript(() => delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker);
  await plain.goto(fovea.url('/report.html'));
  await plain.getByRole('button', { name: 'Export Second visit' }).click();
  await plain.getByRole('radio', { name: /Pictures of the pages/ }).check();
  await plain.getByRole('checkbox', { name: /^CSV/ }).uncheck();
  for (const format of ['PNG', 'SVG', 'WebM'])
    await plain.getByRole('checkbox', { name: new RegExp(`^${format}`) }).check();
  // As fast as it may be: encoding is what takes long.
  await plain.getByLabel('Speed').selectOption('16 ×');
  const downloading = plain.waitForEvent('download');
  await plain.getByRole('button', { name: 'Export', exact: true }).click();
  const path = await (await downloading).path();
  await plain.getByText('was written').waitFor();
  const entries = await listZip(await readFile(path));
  const name = entries.find((entry) => entry.endsWith('.session.zip'));
  expect(name).toBeDefined();
  expect(entries).not.toContain('csv/samples.csv');
  for (const extension of ['.png', '.svg', '.webm'])
    expect(entries.some((entry) => entry.endsWith(extension))).toBe(true);
  await plain.close();
});

/** Names in a zip's central directory. */
async function listZip(bytes: Buffer): Promise<string[]> {
  const { Uint8ArrayReader, ZipReader } = await import('@zip.js/zip.js');
  const reader = new ZipReader(new Uint8ArrayReader(new Uint8Array(bytes)));
  const entries = await reader.getEntries();
  await reader.close();
  return entries.map(({ filename }) => filename);
}
