/** Has threads analyse files, each thread one at a time. */
import { Worker } from 'node:worker_threads';
import type { SessionResult } from './analyse-file.ts';
import type { AnalyseOptions } from './options.ts';
import type { FromWorker, ToWorker } from './worker.ts';

export type Failure = { path: string; reason: string };

export type WorkersOutcome = { results: SessionResult[]; failures: Failure[] };

/** Files in the order given, results in the order in which they were done; `onDone` after each file. */
export async function runWorkers(
  files: readonly string[],
  options: AnalyseOptions,
  onDone: () => void,
): Promise<WorkersOutcome> {
  const outcome: WorkersOutcome = { results: [], failures: [] };
  const claimed = new Set<string>();
  const queue = files.values();
  const threads = Array.from({ length: Math.min(options.jobs, files.length) }, () =>
    runThread(options, {
      next: () => queue.next().value,
      claim(id) {
        const granted = !claimed.has(id);
        claimed.add(id);
        return granted;
      },
      done(result) {
        outcome.results.push(result);
        onDone();
      },
      failed(failure) {
        outcome.failures.push(failure);
        onDone();
      },
    }),
  );
  await Promise.all(threads);
  return outcome;
}

type Course = {
  /** The next file, undefined where there are no more. */
  next(): string | undefined;
  claim(id: string): boolean;
  done(result: SessionResult): void;
  failed(failure: Failure): void;
};

/** A thread that dies, as for want of memory, fails its file; another takes its place. */
async function runThread(options: AnalyseOptions, course: Course): Promise<void> {
  for (let path = course.next(); path !== undefined; path = course.next()) {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: options });
    try {
      await useThread(worker, path, course);
      return;
    } catch (error) {
      course.failed({
        path: currentPaths.get(worker) ?? path,
        reason: `The analysis broke down: ${String(error)}`,
      });
    } finally {
      await worker.terminate();
    }
  }
}

const currentPaths = new WeakMap<Worker, string>();

/** Until there are no more files. */
function useThread(worker: Worker, first: string, course: Course): Promise<void> {
  return new Promise((resolve, reject) => {
    const send = (message: ToWorker): void => worker.postMessage(message);
    const analyse = (path: string | undefined): void => {
      if (path === undefined) return resolve();
      currentPaths.set(worker, path);
      send({ type: 'analyse', path });
    };
    worker.on('error', reject);
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'claim') return send({ type: 'claimed', granted: course.claim(message.id) });
      if (message.type === 'done') course.done(message.result);
      else course.failed({ path: message.path, reason: message.reason });
      analyse(course.next());
    });
    analyse(first);
  });
}
