// Measures what an hour of a session takes: bytes, time for a write, memory, time to load: `npm run bench:session`.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { SessionBenchOptions } from './bench-session-page.ts';
import { bundleBenchPage } from './bundle-bench-page.ts';
import { findChromium } from './find-chromium.ts';

const MB = 1000 * 1000;
const BUDGET_BYTES = 200 * MB;
const OPTIONS: SessionBenchOptions = { minutes: 60, samplesPerSecond: 30 };
const ADDRESS = 'http://localhost/bench';

/** Bytes of all files below a folder. */
async function measureFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  // The browser may take one away meanwhile.
  const sizes = await Promise.all(
    files.map(({ parentPath, name }) =>
      stat(join(parentPath, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function describeTimes(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(1);
  return `median ${at(0.5)} ms   p95 ${at(0.95)} ms   most ${at(1)} ms`;
}

const inMb = (bytes: number): string => `${(bytes / MB).toFixed(1)} MB`;

const bundle = await bundleBenchPage('bench-session-page.ts');
const profile = await mkdtemp(join(tmpdir(), 'fovea-bench-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: findChromium(),
  args: ['--headless=new', '--no-sandbox', '--disable-quic', '--enable-precise-memory-info'],
});
try {
  const page = await context.newPage();
  await page.route(ADDRESS, (route) =>
    route.fulfill({ body: '<title>Bench</title>', contentType: 'text/html' }),
  );
  await page.goto(ADDRESS);
  await page.evaluate(bundle);
  const watched = { mostBytes: 0 };
  const timer = setInterval(() => {
    void measureFolder(join(profile, 'Default', 'IndexedDB')).then(
      (bytes) => (watched.mostBytes = Math.max(watched.mostBytes, bytes)),
      () => undefined,
    );
  }, 1000);
  const startedMs = Date.now();
  const run = await page.evaluate((options) => globalThis.runSessionBench(options), OPTIONS);
  clearInterval(timer);
  const tookS = (Date.now() - startedMs) / 1000;

  console.log(
    `${OPTIONS.minutes} minutes at ${OPTIONS.samplesPerSecond} Hz, written in ${tookS.toFixed(0)} s`,
  );
  console.log(`samples            ${run.samples} in ${run.chunks} chunks`);
  console.log(`shots              ${run.shots}, ${inMb(run.shotBytes)}`);
  console.log(
    `counted            ${inMb(run.countedBytes)}, of which samples and events ${inMb(run.countedBytes - run.shotBytes)}`,
  );
  console.log(`the browser says   ${inMb(run.usageBytes)}`);
  console.log(`files on the disk  ${inMb(watched.mostBytes)} at most`);
  console.log(`a chunk            ${describeTimes(run.chunkMs)}`);
  console.log(`a shot             ${describeTimes(run.shotMs)}`);
  console.log(`to load it         ${run.loadMs.toFixed(0)} ms, pictures left out`);
  console.log(
    `JS heap            ${inMb(run.heapBytes.before)} before, ${inMb(run.heapBytes.most)} at most (pool of pictures included)`,
  );
  console.log(`budget             ${inMb(BUDGET_BYTES)}`);
  if (run.samples !== OPTIONS.minutes * 60 * OPTIONS.samplesPerSecond) {
    throw new Error(`${run.samples} samples came back.`);
  }
  if (Math.max(run.countedBytes, run.usageBytes, watched.mostBytes) >= BUDGET_BYTES) process.exitCode = 1;
} finally {
  await context.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}
