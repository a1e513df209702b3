/** Starts tfjs where it runs best on this machine: WebGPU on real graphics hardware, else WASM. */
import * as tf from '@tensorflow/tfjs-core';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { findHardwareGpu } from './find-gpu.ts';
import { startWithWorkerFiles } from './wasm-threads.ts';

export type Backend = 'webgpu' | 'wasm' | 'cpu';

export type StartedBackend = {
  backend: Backend;
  /** Why this one, in plain words for the person. */
  reason: string;
};

export type BackendOptions = {
  /** `wasm` and `cpu` are taken as they are; `webgpu` (and none) falls back to WASM where there is no hardware. */
  prefer?: Backend;
  /** Folder with the files of `wasm-assets.ts`: in the extension `/wasm/`, in Node tfjs's own `wasm-out`. */
  wasmPath?: string;
  /** WASM threads; by default half of the logical cores, at most 4. 1 turns them off. */
  threads?: number;
  /** Lets a software adapter (SwiftShader) pass for a GPU. Only tests of WebGPU's numerics want that. */
  allowSoftwareGpu?: boolean;
};

/** No backend could be started; the message says what each one said. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
}

const SECOND = 1000;
const THREADS_START_WITHIN_MS = 5 * SECOND;
/** More bring little to layers this small. */
const MOST_THREADS = 4;

/** Started ones, so that a second start neither repeats the work nor forgets why the first one chose as it did. */
const started = new Map<Backend, Promise<StartedBackend>>();

/**
 * Makes one backend tfjs's current one. It can be called again.
 *
 * The build must package the files that `listWasmAssets()` of `wasm-assets.ts` names under `wasm/`.
 *
 * @throws BackendError where neither WebGPU nor WASM works.
 */
export async function startBackend(options: BackendOptions = {}): Promise<StartedBackend> {
  const { prefer } = options;
  if (prefer === 'cpu') return startOnce('cpu', startCpu);
  if (prefer === 'wasm') return startOnce('wasm', () => startWasm(options, 'as chosen in the settings'));
  let refused: string;
  try {
    return await startOnce('webgpu', () => startWebgpu(options));
  } catch (error) {
    refused = toText(error);
  }
  return startOnce('wasm', () => startWasm(options, refused));
}

async function startOnce(backend: Backend, start: () => Promise<StartedBackend>): Promise<StartedBackend> {
  let starting = started.get(backend);
  if (!starting) {
    starting = start();
    started.set(backend, starting);
    starting.catch(() => started.delete(backend));
  }
  const result = await starting;
  if (tf.getBackend() !== backend) await tf.setBackend(backend);
  return result;
}

async function startWebgpu({ allowSoftwareGpu = false }: BackendOptions): Promise<StartedBackend> {
  const name = await findHardwareGpu(allowSoftwareGpu);
  await import('@tensorflow/tfjs-backend-webgpu');
  if (!(await tf.setBackend('webgpu'))) throw new BackendError('the graphics processor did not start');
  return { backend: 'webgpu', reason: `Runs on the graphics processor (WebGPU, ${name}).` };
}

async function startCpu(): Promise<StartedBackend> {
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  return { backend: 'cpu', reason: 'Runs on the processor without WASM, slowly.' };
}

async function startWasm(
  { wasmPath = '/wasm/', threads }: BackendOptions,
  why: string,
): Promise<StartedBackend> {
  const base = typeof location === 'undefined' ? wasmPath : new URL(wasmPath, location.href).href;
  setWasmPaths(base);
  const wanted = threads ?? chooseThreads(globalThis.navigator?.hardwareConcurrency ?? 1);
  let single = wanted > 1 ? 'this page may not share memory between threads' : '';
  // Shared memory, and so threads, needs a page that is isolated from other origins.
  if (wanted > 1 && globalThis.crossOriginIsolated) {
    try {
      const count = await startWithWorkerFiles({
        folder: base,
        threads: wanted,
        withinMs: THREADS_START_WITHIN_MS,
      });
      return { backend: 'wasm', reason: `Runs on the processor (WASM, ${count} threads): ${why}.` };
    } catch (error) {
      single = toText(error);
    }
  }
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setThreadsCount(1);
  if (!(await tf.setBackend('wasm'))) {
    throw new BackendError(
      `The network cannot run in this browser: ${why}, and WASM did not start from ${base}.`,
    );
  }
  const detail = single ? `one thread, because ${single}` : 'one thread';
  return { backend: 'wasm', reason: `Runs on the processor (WASM, ${detail}): ${why}.` };
}

/**
 * Half of the logical cores: two are often one real one. Threads wait for each other at every layer, so where they
 * outnumber the free cores a frame takes longer than on one thread alone (6 times, on two busy cores).
 */
function chooseThreads(cores: number): number {
  return Math.min(MOST_THREADS, Math.max(1, cores >> 1));
}

function toText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
