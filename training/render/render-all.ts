/** Hands measurements to worker threads until all are rendered. */
import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { measurementId, partialFolder, type MeasurementOrder } from './output/measurement-writer.ts';
import type { WorkerReport, WorkerSetup } from './worker.ts';

/** A worker could not render a measurement, or died over it; says which and why. */
export class RenderError extends Error {
  override name = 'RenderError';
}

export interface RenderOptions {
  readonly workers: number;
  /** Called with the frames finished so far. */
  readonly onProgress: (frames: number) => void;
  /** Stops the workers and removes what they had begun. */
  readonly signal?: AbortSignal;
  readonly workerFile?: URL;
}

/**
 * Takes from the queue what a worker does next: another sitting of the person it has just rendered, whom it need not make again; else of
 * somebody whom nobody is rendering; else the first.
 */
export function takeNext(
  queue: MeasurementOrder[],
  last: MeasurementOrder | undefined,
  begun: Iterable<MeasurementOrder>,
): MeasurementOrder | undefined {
  const busy = new Set(Array.from(begun, ({ person }) => person));
  let index = last ? queue.findIndex(({ person }) => person === last.person) : -1;
  if (index < 0) index = queue.findIndex(({ person }) => !busy.has(person));
  return queue.splice(Math.max(0, index), 1)[0];
}

/**
 * Renders every order, one at a time per worker. Whatever happens, no half-written measurement stays.
 * @throws RenderError with the first worker's failure; the others are stopped
 * @throws the signal's reason when aborted
 */
export async function renderAll(
  orders: readonly MeasurementOrder[],
  setup: WorkerSetup,
  { workers, onProgress, signal, workerFile = new URL('./worker.ts', import.meta.url) }: RenderOptions,
): Promise<void> {
  const queue = [...orders];
  let frames = 0;
  const running: Worker[] = [];
  const begun = new Set<MeasurementOrder>();

  const runWorker = (): Promise<void> => {
    const worker = new Worker(workerFile, { workerData: setup });
    running.push(worker);
    let current: MeasurementOrder | undefined;
    return new Promise<void>((resolve, reject) => {
      const fail = (reason: string, cause?: unknown): void => {
        const what = current ? `Rendering ${measurementId(current)}` : 'Starting a worker';
        reject(new RenderError(`${what} failed: ${reason}`, { cause }));
      };
      const next = (): void => {
        current = takeNext(queue, current, begun);
        if (!current) return resolve();
        begun.add(current);
        worker.postMessage(current);
      };
      worker.on('error', (error) =>
        fail(`${error.message}. If memory is short, try fewer --workers.`, error),
      );
      worker.on('exit', (code) => fail(`its worker ended with code ${code}. Run the same command again.`));
      worker.on('message', (report: WorkerReport) => {
        if (report.type === 'failed')
          return report.known ? reject(new RenderError(report.message)) : fail(report.message);
        if (report.type === 'done') {
          if (current) begun.delete(current);
          onProgress((frames += report.frames));
        }
        next();
      });
    });
  };

  signal?.throwIfAborted();
  const aborted = new Promise<never>((_, reject) =>
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
  try {
    const all = Promise.all(Array.from({ length: Math.min(workers, orders.length) }, runWorker));
    await Promise.race([all, aborted]);
  } finally {
    await Promise.all(running.map((worker) => worker.terminate()));
    for (const order of begun) rmSync(partialFolder(order), { recursive: true, force: true });
  }
}
