/** Hands measurements to worker threads until all are rendered. */
import { Worker } from 'node:worker_threads';
import type { MeasurementOrder } from './output/measurement-writer.ts';
import type { WorkerReport, WorkerSetup } from './worker.ts';

/**
 * Renders every order, one at a time per worker.
 * @param onProgress called with the frames finished so far
 * @throws Error with the first worker's failure; the others are stopped.
 */
export async function renderAll(
  orders: readonly MeasurementOrder[],
  setup: WorkerSetup,
  workers: number,
  onProgress: (frames: number) => void,
): Promise<void> {
  const queue = [...orders];
  let frames = 0;
  const running: Worker[] = [];
  try {
    await Promise.all(
      Array.from({ length: Math.min(workers, orders.length) }, async () => {
        const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: setup });
        running.push(worker);
        await new Promise<void>((resolve, reject) => {
          const next = (): void => {
            const order = queue.shift();
            if (order) worker.postMessage(order);
            else resolve();
          };
          worker.on('error', reject);
          worker.on('message', (report: WorkerReport) => {
            if (report.type === 'failed') return reject(new Error(report.message));
            if (report.type === 'done') onProgress((frames += report.frames));
            next();
          });
        });
      }),
    );
  } finally {
    await Promise.all(running.map((worker) => worker.terminate()));
  }
}
