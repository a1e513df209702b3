// Measures what overlay and recorder cost a page's main thread, in a real Chromium: `npm run bench:overlay`.
import { readFile } from 'node:fs/promises';
import { type Browser, type Page, chromium } from 'playwright-core';
import type { BenchOptions, BenchRun } from './bench-overlay-page.ts';
import { bundleBenchPage } from './bundle-bench-page.ts';
import { findChromium } from './find-chromium.ts';

const BUDGET_MS = 2;
const WINDOW = { width: 1920, height: 1080 };
const RUN = { seconds: 10, samplesPerSecond: 30 };
const ADDRESS = 'http://localhost/bench';

/** One complete event of a trace: microseconds of the clock, and of the processor spent by its thread (`tdur`). */
type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { data?: { timerId?: number } };
};

type Trace = { events: TraceEvent[]; run: BenchRun };

/** Runs once under the tracer and returns the events of the page's main thread, oldest first. */
async function trace(browser: Browser, page: Page, subject: BenchOptions['subject']): Promise<Trace> {
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  const options: BenchOptions = { subject, ...RUN };
  const run = await page.evaluate((chosen) => globalThis.runBench(chosen), options);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const timer = traceEvents.find((event) => isSample(event, run));
  if (!timer) throw new Error('The trace has no samples: nothing was measured.');
  const events = traceEvents
    .filter((event) => event.ph === 'X' && event.pid === timer.pid && event.tid === timer.tid)
    .toSorted((a, b) => a.ts - b.ts);
  return { events, run };
}

function isSample(event: TraceEvent, run: BenchRun): boolean {
  return event.name === 'TimerFire' && event.args?.data?.timerId === run.sampleTimerId;
}

/**
 * Processor milliseconds per drawn frame: the samples that asked for it (conversion and accumulation) and the animation
 * frame that drew it. Processor time, because on a busy machine the clock also counts waiting for others.
 */
function listFrameMs({ events, run }: Trace): number[] {
  const frames: number[] = [];
  let samplesUs = 0;
  for (const event of events) {
    if (isSample(event, run)) samplesUs += event.tdur ?? 0;
    if (event.name !== 'FireAnimationFrame') continue;
    frames.push((samplesUs + (event.tdur ?? 0)) / 1000);
    samplesUs = 0;
  }
  return frames;
}

/** Processor milliseconds of each sample that is taken in, whatever is done with it later. */
function listSampleMs({ events, run }: Trace): number[] {
  return events.filter((event) => isSample(event, run)).map(({ tdur }) => (tdur ?? 0) / 1000);
}

/** Processor milliseconds of all tasks on the main thread: script, style, layout, paint. */
function sumTasksMs({ events }: Trace): number {
  return events.reduce((sum, { name, tdur }) => sum + (name === 'RunTask' ? (tdur ?? 0) : 0), 0) / 1000;
}

function findQuantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

const [bundle, demo] = await Promise.all([
  bundleBenchPage('bench-overlay-page.ts'),
  readFile(new URL('demo/index.html', import.meta.url), 'utf8'),
]);
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--headless=new', '--no-sandbox', '--disable-quic'],
});
try {
  const page = await browser.newPage({ viewport: WINDOW });
  await page.route(ADDRESS, (route) => route.fulfill({ body: demo, contentType: 'text/html' }));
  await page.goto(ADDRESS);
  await page.evaluate(bundle);
  const without = await trace(browser, page, 'nothing');
  const withOverlay = await trace(browser, page, 'overlay');

  const frameMs = listFrameMs(withOverlay);
  if (frameMs.length < RUN.seconds) throw new Error(`Only ${frameMs.length} frames were drawn.`);
  const median = findQuantile(frameMs, 0.5);
  const p95 = findQuantile(frameMs, 0.95);
  const wholeMs = (sumTasksMs(withOverlay) - sumTasksMs(without)) / frameMs.length;
  const { widthPx, heightPx, samples } = withOverlay.run;
  console.log(`overlay on ${widthPx} x ${heightPx} px: ${samples} samples, ${frameMs.length} drawn frames`);
  console.log(`script per drawn frame             median ${median.toFixed(3)} ms   p95 ${p95.toFixed(3)} ms`);
  console.log(`whole main thread per drawn frame  mean   ${wholeMs.toFixed(3)} ms   (less the page alone)`);
  console.log(`budget                                    ${BUDGET_MS.toFixed(3)} ms`);

  const withRecorder = await trace(browser, page, 'recorder');
  const sampleMs = listSampleMs(withRecorder);
  const sampleP95 = findQuantile(sampleMs, 0.95);
  const recorderMs = (sumTasksMs(withRecorder) - sumTasksMs(without)) / sampleMs.length;
  console.log(`\nrecorder, the page scrolling all the time: ${sampleMs.length} samples`);
  console.log(
    `script per sample                  median ${findQuantile(sampleMs, 0.5).toFixed(3)} ms   p95 ${sampleP95.toFixed(3)} ms`,
  );
  console.log(
    `whole main thread per sample       mean   ${recorderMs.toFixed(3)} ms   (less the page alone)`,
  );
  if (Math.max(p95, sampleP95) > BUDGET_MS) process.exitCode = 1;
} finally {
  await browser.close();
}
