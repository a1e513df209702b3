/** Starts tfjs's threaded WASM from packaged worker files, because an extension page may not run code from blobs. */
import * as tf from '@tensorflow/tfjs-core';

const THREAD_WORKER = 'tfjs-backend-wasm-threaded-simd.worker.js';
const THREAD_MODULE = 'tfjs-backend-wasm-threaded-simd.js';

/**
 * Sets the `wasm` backend with threads.
 *
 * tfjs makes its workers from a blob and tells them to `importScripts` another blob. The extension's content security
 * policy refuses both, and `setBackend` then never resolves. While it starts, workers are made from the files in
 * `folder`, and their `load` message points at the module's file.
 *
 * @throws Error with the reason in words where a worker fails or nothing resolves within `withinMs`; the workers are
 *   gone then, and the backend can be set again without threads.
 * @see https://developer.chrome.com/docs/extensions/reference/manifest/content-security-policy
 */
export async function startWithWorkerFiles(folder: string, withinMs: number): Promise<void> {
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
  } catch (error) {
    for (const worker of workers) worker.terminate();
    throw error;
  } finally {
    clearTimeout(watchdog);
    globalThis.Worker = BlobWorker;
  }
}

function isLoadMessage(message: unknown): message is { cmd: 'load' } {
  return typeof message === 'object' && message !== null && (message as { cmd?: unknown }).cmd === 'load';
}
