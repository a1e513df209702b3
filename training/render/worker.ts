/** A worker thread that renders one measurement after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { AssetError } from './assets/facekit.ts';
import { writeMeasurement, type MeasurementOrder } from './output/measurement-writer.ts';
import { OutputError } from './output/write-whole.ts';
import { openStudio } from './studio.ts';

export interface WorkerSetup {
  readonly assets: string;
  readonly sizePx: number;
  readonly shift: boolean;
}
/** `known`: the message says all there is to say; else the failure is a defect and its stack helps. */
export type WorkerReport =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly frames: number }
  | { readonly type: 'failed'; readonly message: string; readonly known: boolean };

const port = parentPort;
if (!port) throw new Error('worker.ts runs as a worker thread: start it through render.ts.');
const report = (message: WorkerReport): void => port.postMessage(message);
const fail = (error: unknown): void => {
  const known = error instanceof AssetError || error instanceof OutputError;
  const message =
    error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error);
  report({ type: 'failed', message, known });
};
const { assets, sizePx, shift } = workerData as WorkerSetup;

try {
  const studio = openStudio(assets, sizePx, sizePx, { shift });
  port.on('message', (order: MeasurementOrder) => {
    writeMeasurement(studio, order).then((frames) => report({ type: 'done', frames }), fail);
  });
  report({ type: 'ready' });
} catch (error) {
  fail(error);
}
