// Whole experiments with Fovea as their eye tracker, as docs/examples has them: real jsPsych, real lab.js, a camera's file.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FakeCamera } from '../../scripts/fake-camera.ts';
import type { FolderServer } from '../../scripts/serve-folder.ts';
import { pressInPopup } from './harness/asking-page.ts';
import { isCameraInUse } from './harness/camera-use.ts';
import { serveExperiment } from './harness/experiment-server.ts';
import { launchFovea, type Fovea } from './harness/launch.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { waitUntil } from './harness/wait.ts';

const SECOND = 1000;
/** How long each of them shows what is looked at, and by how much a busy machine may be late to end it. */
const SHOWN_MS = 5 * SECOND;
const LATE_MS = 2 * SECOND;

type Row = Record<string, unknown>;

let camera: FakeCamera;
let server: FolderServer;
let fovea: Fovea;
let page: Page;

beforeAll(async () => {
  camera = await prepareSampleCamera();
  server = await serveExperiment();
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
  await fovea.open('/options.html');
});
afterAll(async () => {
  await fovea?.close();
  server?.close();
  await removeCamera(camera);
});
afterEach(() => page.close());

/** Opens it; allows it once it says that it waits for that; answers what it has kept at its end. */
async function runExperiment(path: string, keptIn: string): Promise<Row[]> {
  page = await fovea.context.newPage();
  await page.goto(`${server.url}${path}`);
  await page.getByText('allow this site').waitFor();
  expect(await isCameraInUse(camera.path)).toBe(false);
  await pressInPopup(fovea, page, 'Allow this site');
  await page.locator('fovea-page-check').waitFor({ state: 'attached', timeout: 60 * SECOND });
  await page.locator('body[data-done]').waitFor({ state: 'attached', timeout: 90 * SECOND });
  const rows = await page.evaluate<Row[]>(keptIn);
  await waitUntil(async () => !(await isCameraInUse(camera.path)), 3 * SECOND, 'the camera to be off');
  await pressInPopup(fovea, page, 'Take back');
  return rows;
}

function expectGaze(kept: unknown): void {
  const data = kept as { x: number; y: number; t: number }[];
  expect(data.length).toBeGreaterThan(10);
  const times = data.map(({ t }) => t);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(0);
  expect(times.at(-1)).toBeLessThanOrEqual(SHOWN_MS + LATE_MS);
}

test('a jsPsych experiment runs: leave, validation, a trial with gaze, the camera off', async () => {
  const [begun, validated, looked] = await runExperiment('jspsych/index.html', 'experimentData');
  expect(begun).toMatchObject({ trial_type: 'fovea-init', known: expect.any(Number) });
  expect(validated).toMatchObject({ trial_type: 'fovea-validate', grade: expect.any(Number) });
  expect(validated?.['error_code']).toBeUndefined();
  expect(validated?.['average_offset']).toHaveLength(5);
  expect(looked).toMatchObject({
    extension_type: ['fovea'],
    fovea_targets: { '#left': { left: 0, top: 0 } },
  });
  expectGaze(looked?.['fovea_data']);
});

test('a lab.js study runs: leave, validation, a screen with gaze, the camera off', async () => {
  const rows = await runExperiment('labjs/index.html', 'studyData');
  const find = (sender: string) => rows.find((row) => row['sender'] === sender);
  expect(find('Leave')).toMatchObject({ fovea_known: expect.any(Number) });
  expect(find('Validation')?.['fovea_validation']).toMatchObject({ grade: expect.any(Number) });
  expectGaze(find('Looked at')?.['fovea_data']);
});
