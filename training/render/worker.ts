/** A worker thread that renders one measurement after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { writeMeasurement, type MeasurementOrder } from './output/measurement-writer.ts';
import { openStudio } from './studio.ts';

export interface WorkerSetup {
  readonly assets: string;
  readonly sizePx: number;
}
export type WorkerReport =
  { type: 'ready' } | { type: 'done'; frames: number } | { type: 'failed'; message: string };

const port = parentPort;
if (!port) throw new Error('worker.ts runs as a worker thread: start it through render.ts.');
const report = (message: WorkerReport): void => port.postMessage(message);
const setup = workerData as WorkerSetup;

try {
  const studio = openStudio(setup.assets, setup.sizePx, setup.sizePx);
  port.on('message', (order: MeasurementOrder) => {
    writeMeasurement(studio, order).then(
      (frames) => report({ type: 'done', frames }),
      (error: unknown) => report({ type: 'failed', message: `${order.person}: ${String(error)}` }),
    );
  });
  report({ type: 'ready' });
} catch (error) {
  report({ type: 'failed', message: String(error) });
}
