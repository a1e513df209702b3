/** A worker thread of the benchmark: renders and writes measurements as `worker.ts` does, and times the stages of every frame. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { measurementId, writeMeasurement, type MeasurementOrder } from './output/measurement-writer.ts';
import { startTiming, stopTiming } from './raster/stopwatch.ts';
import { openStudio } from './studio.ts';

export interface BenchSetup {
  readonly assets: string;
  readonly sizePx: number;
}

/** One measurement's cost. */
export interface BenchReport {
  readonly type: 'rendered';
  readonly frames: number;
  readonly milliseconds: number;
  /** Milliseconds per stage, all frames together. */
  readonly stages: ReadonlyMap<string, number>;
  /** Of this thread: what its JavaScript holds, array buffers included. */
  readonly heapBytes: number;
}

const port = parentPort;
if (!port) throw new Error('bench-worker.ts runs as a worker thread: start it through bench.ts.');
const { assets, sizePx } = workerData as BenchSetup;
const openedMs = performance.now();
const studio = openStudio(assets, sizePx, sizePx);

port.on('message', async (order: MeasurementOrder) => {
  const startMs = performance.now();
  startTiming();
  const frames = await writeMeasurement(studio, order);
  const stages = stopTiming();
  const milliseconds = performance.now() - startMs;
  rmSync(join(order.out, measurementId(order)), { recursive: true });
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const report: BenchReport = {
    type: 'rendered',
    frames,
    milliseconds,
    stages,
    heapBytes: heapUsed + arrayBuffers,
  };
  port.postMessage(report);
});
port.postMessage({ type: 'ready', milliseconds: performance.now() - openedMs });
