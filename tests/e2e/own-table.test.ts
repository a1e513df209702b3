// The article's table on a person's own measurements, end to end: two of a rendered person, each read without itself.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { splitMjpeg, type Recording } from '../../scripts/fake-camera.ts';
import { frameFile, type Measurement } from '../../src/measurement/file-format.ts';
import { writeMeasurementZip } from '../../src/measurement/measurement-zip-writer.ts';
import { expectAccessible } from './harness/accessibility.ts';
import type { Fovea } from './harness/launch.ts';
import { launchFovea } from './harness/launch.ts';
import { SAMPLE } from './harness/sample-camera.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const PHOTOS = 12;

let fovea: Fovea;
let folder: string;
let files: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-own-table-'));
  files = await makeMeasurements();
  fovea = await launchFovea({ kind: 'none' });
});
afterAll(async () => {
  await fovea.close();
  await rm(folder, { recursive: true });
});

test(
  'a person’s measurements are compared, each left out in turn; it can be cancelled',
  async () => {
    const page = await fovea.open('/options.html#people');
    await page.getByTestId('import-files').setInputFiles(files[0]!);
    const table = page.getByTestId('comparison');
    await table.waitFor();

    await page.getByRole('button', { name: 'Work it out for Visitor' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="comparison"][data-status="looking"]').waitFor();
    await page.getByRole('button', { name: 'Cancel working it out for Visitor' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="comparison"][data-status="none"]').waitFor();

    await page.getByRole('button', { name: 'Work it out for Visitor' }).click();
    const row = page.getByTestId('comparison-row');
    await row.waitFor({ timeout: 2 * MINUTE });
    await expect.poll(() => row.innerText()).toContain(`every second photo told, ${PHOTOS / 2} targets`);

    // What was compared is another question with another measurement.
    await page.getByTestId('import-files').setInputFiles(files[1]!);
    await page.locator('[data-testid="comparison"][data-status="none"]').waitFor();
    await page.getByRole('button', { name: 'Work it out for Visitor' }).click();
    await page.locator('[data-testid="comparison"][data-status="looking"]').waitFor();
    await expectAccessible(page, 'own table under way', { tab: false });
    await page.locator('[data-testid="comparison"][data-status="compared"]').waitFor({ timeout: 2 * MINUTE });
    await expect.poll(() => row.count()).toBe(2);
    for (const each of await row.all()) {
      const [baseline, window, personal] = (
        await each.locator('[data-reading]').evaluateAll((cells) => cells.map((cell) => cell.textContent))
      ).map((text) => parseFloat(text));
      console.log(`own table: baseline ${baseline} %, window ${window} %, personal ${personal} %`);
      for (const percent of [baseline, window, personal]) expect(percent).toBeGreaterThan(0);
      // Whoever always says “the centre” is about 38 off; this person is read.
      expect(window).toBeLessThan(30);
      expect(window).not.toBe(baseline);
    }
    await expect.poll(() => page.locator('.comparison tfoot').count()).toBe(1);
    await expectAccessible(page, 'own table');
  },
  5 * MINUTE,
);

/** Two measurements of the recorded person, of frames that lie between each other. */
async function makeMeasurements(): Promise<string[]> {
  const recording = JSON.parse(await readFile(SAMPLE.replace(/\.mjpeg$/, '.json'), 'utf8')) as Recording;
  const jpegs = splitMjpeg(await readFile(SAMPLE));
  const open = recording.frames
    .map((frame, index) => ({ ...frame, index }))
    .filter(({ eyes }) => eyes === 'open');
  const step = Math.floor(open.length / (2 * PHOTOS));
  return Promise.all(
    [0, 1].map(async (which) => {
      const chosen = Array.from({ length: PHOTOS }, (_, i) => open[(2 * i + which) * step]!);
      const measurement: Measurement = {
        id: `visitor-m${which + 1}`,
        person: 'visitor',
        personName: 'Visitor',
        createdAt: `2026-11-2${which + 1}T10:00:00.000Z`,
        screen: { widthPx: 1920, heightPx: 1080, extra: {} },
        camera: { widthPx: recording.widthPx, heightPx: recording.heightPx, label: 'Test', extra: {} },
        frames: chosen.map(({ xScreen, yScreen, timestampMs }, i) => ({
          file: frameFile(i),
          x: clamp(xScreen),
          y: clamp(yScreen),
          timestampMs,
          extra: {},
        })),
        extra: {},
      };
      const side = Math.min(recording.widthPx, recording.heightPx);
      const photos = new Map(
        await Promise.all(
          chosen.map(async ({ index }, i) => {
            const photo = sharp(jpegs[index]).resize(side, side, { fit: 'cover' }).jpeg({ quality: 95 });
            return [frameFile(i), new Blob([new Uint8Array(await photo.toBuffer())])] as const;
          }),
        ),
      );
      const zip = await writeMeasurementZip(measurement, async (file) => photos.get(file)!);
      const path = join(folder, `visitor-${which + 1}.measurement.zip`);
      await writeFile(path, new Uint8Array(await zip.arrayBuffer()));
      return path;
    }),
  );
}

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}
