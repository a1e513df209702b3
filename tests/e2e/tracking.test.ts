// Tracking, end to end: speed and error against the recording's true gaze, and the life of the offscreen document.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { askExtension, watchGaze } from '../../scripts/ask-extension.ts';
import type { FakeCamera, RecordingFrame } from '../../scripts/fake-camera.ts';
import type { GazeSample } from '../../src/gaze/gaze-sample.ts';
import type { TrackingState } from '../../src/messaging/tracking-state.ts';
import { isCameraInUse } from './harness/camera-use.ts';
import { watchFilm } from './harness/film-clock.ts';
import { countOffscreenDocuments, doWithoutWorker } from './harness/lifecycle.ts';
import type { Fovea } from './harness/launch.ts';
import { launchFovea } from './harness/launch.ts';
import { openPopup } from './harness/popup-page.ts';
import { prepareSampleCamera, removeCamera } from './harness/sample-camera.ts';
import { sleep, waitUntil } from './harness/wait.ts';

const SECOND = 1000;
const LEAST_SAMPLES_PER_SECOND = 4;
const MOST_ERROR_PCT = 15;
/** A machine that is busy with something else may take longer now and then. */
const MOST_TRIES = 3;

let camera: FakeCamera;
let fovea: Fovea;

beforeAll(async () => {
  camera = await prepareSampleCamera();
});
afterAll(() => removeCamera(camera));
beforeEach(async () => {
  fovea = await launchFovea({ kind: 'recording', path: camera.path });
});
afterEach(() => fovea.close());

test('tracks at least 4 samples a second with a mean error of at most 15 %', async () => {
  const popup = await openPopup(fovea);
  await popup.start();
  await popup.waitForStatus('Tracking');

  const samples: GazeSample[] = [];
  let state: TrackingState = { status: 'starting' };
  await watchGaze(popup.page, (message) => {
    if (message.type === 'sample') samples.push(message.sample);
    else state = message.state;
  });
  await waitUntil(
    () => state.status === 'tracking' && state.windowFilled === 1,
    90 * SECOND,
    'the window to fill',
  );

  // One whole loop of the recording, so that each of its tasks counts.
  const loopMs = (camera.recording.frames.length / camera.recording.framesPerSecond) * SECOND;
  const film = await watchFilm(popup.page, camera.recording);
  await sleep(SECOND);
  samples.length = 0;
  await sleep(loopMs);
  const measured = [...samples];
  await sleep(SECOND);
  const findTruth = await film.finish();

  const pairs = measured.flatMap((sample) => {
    const truth = findTruth(sample.timestampMs);
    return truth?.eyes === 'open' ? [{ sample, truth }] : [];
  });
  const samplesPerSecond = (measured.length * SECOND) / loopMs;
  const errorPct = mean(pairs.map(({ sample, truth }) => offsetPct(sample, truth)));
  const centrePct = mean(pairs.map(({ truth }) => offsetPct({ xScreen: 0.5, yScreen: 0.5 }, truth)));
  const byTask = [...new Set(pairs.map(({ truth }) => truth.task))].map((task) => {
    const own = pairs.filter(({ truth }) => truth.task === task);
    return `${task} ${mean(own.map(({ sample, truth }) => offsetPct(sample, truth))).toFixed(1)} % (${own.length})`;
  });
  console.log(
    `tracking: ${samplesPerSecond.toFixed(1)} samples/s, error ${errorPct.toFixed(1)} % over ${pairs.length} samples` +
      ` (always the centre: ${centrePct.toFixed(1)} %); ${byTask.join(', ')}`,
  );

  expect(samplesPerSecond).toBeGreaterThanOrEqual(LEAST_SAMPLES_PER_SECOND);
  // Nearly all samples must have found their truth, or the mean says nothing.
  expect(pairs.length).toBeGreaterThan(0.7 * measured.length);
  expect(errorPct).toBeLessThanOrEqual(MOST_ERROR_PCT);
});

test('goes on tracking when the background worker is killed, and makes no second offscreen document', async () => {
  const popup = await openPopup(fovea);
  await popup.start();
  await popup.waitForStatus('Tracking');
  const samples: GazeSample[] = [];
  await watchGaze(popup.page, (message) => message.type === 'sample' && samples.push(message.sample));
  await waitUntil(() => samples.length > 0, 60 * SECOND, 'a first sample');

  await doWithoutWorker(fovea, popup.page, async () => {
    const killedMs = Date.now();
    const countSince = (): number => samples.filter(({ timestampMs }) => timestampMs > killedMs).length;
    await waitUntil(() => countSince() >= 10, 25 * SECOND, '10 samples captured without a worker');
    // Nor does the popup, which shows meanwhile how things go, need one.
    await sleep(2 * SECOND);
  });

  const states = await Promise.all([
    askExtension(popup.page, 'startTracking'),
    askExtension(popup.page, 'startTracking'),
  ]);
  expect(states.map(({ status }) => status)).toEqual(['tracking', 'tracking']);
  expect(await countOffscreenDocuments(popup.page)).toBe(1);
});

test('two starts at once make one offscreen document', async () => {
  const popup = await openPopup(fovea);
  const states = await Promise.all([
    askExtension(popup.page, 'startTracking'),
    askExtension(popup.page, 'startTracking'),
    askExtension(popup.page, 'startTracking'),
  ]);
  expect(states.map(({ status }) => status)).toEqual(['tracking', 'tracking', 'tracking']);
  expect(await countOffscreenDocuments(popup.page)).toBe(1);
});

test('shows the camera in the toolbar, and turns it off within a second of stop', async () => {
  const popup = await openPopup(fovea);
  const readBadge = async () => (await fovea.worker()).evaluate(() => chrome.action.getBadgeText({}));
  let leastMs = Infinity;
  for (let tries = 0; tries < MOST_TRIES && leastMs > SECOND; tries += 1) {
    await popup.start();
    await popup.waitForStatus('Tracking');
    expect(await isCameraInUse(camera.path)).toBe(true);
    await expect.poll(readBadge).toBe('on');

    await popup.stop();
    const stoppedMs = Date.now();
    await waitUntil(async () => !(await isCameraInUse(camera.path)), 15 * SECOND, 'the camera to be off');
    leastMs = Math.min(leastMs, Date.now() - stoppedMs);
    await popup.waitForStatus('Camera off');
    // The document stays until what was learned of a person is saved.
    await waitUntil(
      async () => (await countOffscreenDocuments(popup.page)) === 0,
      15 * SECOND,
      'the offscreen document to close',
    );
    await waitUntil(async () => (await readBadge()) === '', 15 * SECOND, 'the toolbar to say so');
  }
  expect(leastMs).toBeLessThanOrEqual(SECOND);
});

/** 100 x the distance, x as a fraction of the screen's width and y of its height. */
function offsetPct(point: { xScreen: number; yScreen: number }, truth: RecordingFrame): number {
  return 100 * Math.hypot(point.xScreen - truth.xScreen, point.yScreen - truth.yScreen);
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
