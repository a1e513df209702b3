// A study from its participants' files to its report: made up, collected, and opened in a browser.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import axe, { type AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '../../scripts/find-chromium.ts';
import { FATES, writeStudyFolder, type StudyFolder } from '../../scripts/studies/write-study-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MINUTE = 60_000;

let folder: string;
let made: StudyFolder;
let report: string;
let browser: Browser;

async function node(script: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { cwd: ROOT });
  return stdout;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-study-'));
  made = await writeStudyFolder(folder, {
    participants: 14,
    minutes: 1,
    detail: 'screenshots',
    templates: 4,
    encrypted: 'half',
    fates: FATES,
  });
  const collected = join(folder, 'collected');
  report = join(folder, 'report.html');
  await node('scripts/collect.ts', [
    '--study',
    made.studyFile,
    '--in',
    made.submissions,
    '--out',
    collected,
    '--identity',
    made.keyFile!,
  ]);
  await node('scripts/study-report.ts', [
    '--in',
    collected,
    '--study',
    made.studyFile,
    '--out',
    report,
    '--csv',
    join(folder, 'csv'),
  ]);
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
}, 5 * MINUTE);

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opened from the disk; `asked` is all that it asked for. */
async function openReport(
  colorScheme: 'light' | 'dark',
): Promise<{ page: Page; asked: string[]; refused: string[] }> {
  const page = await browser.newPage({ colorScheme });
  const asked: string[] = [];
  const refused: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => refused.push(message.text()));
  await page.goto(pathToFileURL(report).href);
  return { page, asked: asked.filter((url) => !url.startsWith('data:')), refused };
}

test('it opens from the disk, asks the network for nothing, and runs nothing', async () => {
  const { page, asked, refused } = await openReport('light');
  expect(asked).toEqual([pathToFileURL(report).href]);
  expect(refused).toEqual([]);
  expect(await page.locator('script').count()).toBe(0);
  const [loaded, all] = await page.evaluate(async () => {
    const images = [...document.querySelectorAll('image')];
    const sizes = await Promise.all(
      images.map(async (one) => {
        const image = new Image();
        image.src = one.getAttribute('href')!;
        await image.decode();
        return image.naturalWidth;
      }),
    );
    return [sizes.filter((width) => width > 100).length, images.length];
  });
  // Of each of two pages of each task: the page, and the heat on it.
  expect([loaded, all]).toEqual([12, 12]);
  await page.close();
});

test('it says who counts and why others do not, how tasks went, and what SUS came to', async () => {
  const { page } = await openReport('light');
  const flow = page.locator('.flow');
  await expect.poll(() => flow.innerText()).toContain(`${made.truth.files} Files received`);
  expect(await flow.innerText()).toContain(`${made.truth.included} Participants analysed`);
  expect(await flow.innerText()).toContain('Screened out');
  const counted = made.truth.participants.filter(({ fate }) =>
    ['complete', 'left-early', 'copy', 'again'].includes(fate),
  );
  const whole = counted.filter(({ fate }) => fate !== 'left-early');
  const sus = whole.reduce((sum, one) => sum + one.sus, 0) / whole.length;
  expect(await page.locator('.score__value').last().innerText()).toBe(sus.toFixed(1));
  const find = counted
    .flatMap(({ tasks, fate }) => (fate === 'left-early' ? tasks.slice(0, 1) : tasks))
    .filter(({ task }) => task === 'find');
  expect(await page.locator('#task-find ~ p').first().innerText()).toContain(`of ${find.length} managed it`);
  await page.close();
});

test('a table is saved from the page as CSV', async () => {
  const { page } = await openReport('light');
  const href = (await page.locator('a[download="data-quality.csv"]').getAttribute('href'))!;
  const csv = Buffer.from(href.slice(href.indexOf(',') + 1), 'base64').toString('utf8');
  expect(csv.split('\r\n')[0]).toBe('measure,unit,n,mean,ciLow,ciHigh,sd,least,most');
  expect(csv).toContain(`accuracyPct,% of the screen,${made.truth.included},`);
  const beside = await readFile(join(folder, 'csv', 'participants.csv'), 'utf8');
  expect(beside.trim().split('\n')).toHaveLength(made.truth.included + 1);
  expect(await page.locator('a[href="csv/participants.csv"]').count()).toBe(1);
  await page.close();
});

test.each(['light', 'dark'] as const)('everybody can read it, in %s', async (colorScheme) => {
  const { page } = await openReport(colorScheme);
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
  // The page itself may run nothing: what checks it comes in past its policy, by the debugger.
  await page.evaluate(`${axe.source}; true`);
  const results = (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  )) as AxeResults;
  expect(
    results.violations.map(
      ({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)} ${nodes[0]!.failureSummary}`,
    ),
  ).toEqual([]);
  await page.close();
});

test('it prints, with what is folded on the screen', async () => {
  const { page } = await openReport('dark');
  await page.emulateMedia({ media: 'print' });
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
  expect(await page.locator('.save').first().isVisible()).toBe(false);
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  expect(pdf.length).toBeGreaterThan(100_000);
  await page.close();
});
