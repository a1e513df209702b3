/** Starts tfjs's threaded WASM from packaged worker files, because an extension page may not run code from blobs. */
import { getThreadsCount, setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

const THREAD_WORKER = 'tfjs-backend-wasm-threaded-simd.worker.js';
const THREAD_MODULE = 'tfjs-backend-wasm-threaded-simd.js';

export type ThreadOptions = {
  /** Where the files of `wasm-assets.ts` are, an absolute URL. */
  folder: string;
  /** Threads wanted, 2 to 8: tfjs makes a pool of 8 workers. */
  threads: number;
  /** Time to start. */
  withinMs: number;
};

/**
 * Sets the `wasm` backend with threads; returns how many it has.
 *
 * tfjs makes its workers from a blob and tells them to `importScripts` another blob. The extension's content security
 * policy refuses both, and `setBackend` then never resolves. While it starts, workers are made from the files in
 * `folder`, and their `load` message points at the module's file.
 *
 * @throws Error with the reason in words where a worker fails or nothing resolves within `withinMs`; the workers are
 *   gone then, and the backend can be set again without threads.
 * @see https://developer.chrome.com/docs/extensions/reference/manifest/content-security-policy
 */
export async function startWithWorkerFiles({ folder, threads, withinMs }: ThreadOptions): Promise<number> {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', true);
  setThreadsCount(threads);
  const restoreCores = pretendCores(2 * threads);
  const workers: Worker[] = [];
  let fail: (reason: Error) => void;
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const BlobWorker = globalThis.Worker;
  globalThis.Worker = class extends BlobWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(`${url}`.startsWith('blob:') ? `${folder}${THREAD_WORKER}` : url, options);
      workers.push(this);
      this.addEventListener('error', () => fail(new Error('a worker thread failed to start')));
    }

    override postMessage(message: unknown, options?: Transferable[] | StructuredSerializeOptions): void {
      super.postMessage(
        isLoadMessage(message) ? { ...message, urlOrBlob: `${folder}${THREAD_MODULE}` } : message,
        options as StructuredSerializeOptions,
      );
    }
  };
  const watchdog = setTimeout(
    () => fail(new Error(`threads did not start within ${withinMs / 1000} seconds`)),
    withinMs,
  );
  try {
    const succeeded = await Promise.race([tf.setBackend('wasm'), failure]);
    if (!succeeded) throw new Error('the threaded module did not start');
    return getThreadsCount();
  } catch (error) {
    for (const worker of workers) worker.terminate();
    throw error;
  } finally {
    clearTimeout(watchdog);
    globalThis.Worker = BlobWorker;
    restoreCores();
  }
}

/**
 * Makes the page report `count` cores until the returned function is called.
 *
 * tfjs's module takes at most half of the reported cores as threads, so that a machine of two would get a single one.
 *
 * @see https://github.com/tensorflow/tfjs/blob/master/tfjs-backend-wasm/src/cc/backend.cc
 */
function pretendCores(count: number): () => void {
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: count, configurable: true });
  // The own property gone, the browser's getter on the prototype shows again.
  return () => void delete (navigator as { hardwareConcurrency?: number }).hardwareConcurrency;
}

function isLoadMessage(message: unknown): message is { cmd: 'load' } {
  return typeof message === 'object' && message !== null && (message as { cmd?: unknown }).cmd === 'load';
}
