/** Has threads work through jobs, each thread one at a time. */
import { Worker } from 'node:worker_threads';

export type ThreadAnswer<Result> = { result: Result } | { error: string };

export type RunThreadsOptions<Job, Result> = {
  /** A module that answers each message, a job, with a `ThreadAnswer`. */
  module: URL;
  workerData: unknown;
  jobs: readonly Job[];
  threads: number;
  signal: AbortSignal;
  /** In the order in which jobs are done; the thread goes on once it is settled. */
  onResult: (job: Job, result: Result) => Promise<void>;
  /** What the thread could not tell in its result; one that dies, as for want of memory, fails its job too. */
  onFailure: (job: Job, error: string) => Promise<void>;
};

/** @throws the signal's reason once all threads have ended; what a callback throws */
export async function runThreads<Job, Result>(options: RunThreadsOptions<Job, Result>): Promise<void> {
  const { jobs, threads, signal } = options;
  const queue = jobs.values();
  const count = Math.min(threads, jobs.length);
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const ended = await Promise.allSettled(
    Array.from({ length: count }, () =>
      runThread(queue, options, either).catch((error: unknown) => {
        stop.abort(error);
        throw error;
      }),
    ),
  );
  signal.throwIfAborted();
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw stop.signal.reason ?? failed.reason;
}

async function runThread<Job, Result>(
  queue: Iterator<Job>,
  { module, workerData, onResult, onFailure }: RunThreadsOptions<Job, Result>,
  signal: AbortSignal,
): Promise<void> {
  let worker: Worker | undefined;
  try {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      signal.throwIfAborted();
      // An error that comes between two jobs ends the thread, which the next job finds out.
      worker ??= new Worker(module, { workerData }).on('error', () => undefined);
      const answer = await ask<Job, Result>(worker, next.value, signal);
      if ('result' in answer) await onResult(next.value, answer.result);
      else await onFailure(next.value, answer.error);
      if ('died' in answer) worker = undefined;
    }
  } finally {
    await worker?.terminate();
  }
}

/** The thread's answer, or that it died before it gave one. */
function ask<Job, Result>(
  worker: Worker,
  job: Job,
  signal: AbortSignal,
): Promise<ThreadAnswer<Result> | { error: string; died: true }> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: ThreadAnswer<Result>): void => finish(() => resolve(answer));
    const onError = (error: unknown): void => finish(() => resolve({ error: String(error), died: true }));
    const onExit = (): void => finish(() => resolve({ error: 'The thread ended.', died: true }));
    const onAbort = (): void => finish(() => reject(signal.reason));
    const finish = (act: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal.addEventListener('abort', onAbort);
    worker.postMessage(job);
  });
}
