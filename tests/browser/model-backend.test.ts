import { getThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { startBackend } from '../../src/model/backend.ts';

describe('startBackend in a page isolated from other origins', () => {
  it('refuses a software adapter, says so, and starts WASM with threads from real files', async () => {
    expect(globalThis.crossOriginIsolated).toBe(true);
    const PageWorker = globalThis.Worker;
    const started: string[] = [];
    globalThis.Worker = class extends PageWorker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        started.push(`${url}`);
      }
    };
    const SpiedWorker = globalThis.Worker;
    const { backend, reason } = await startBackend({ threads: 2 });
    expect(globalThis.Worker).toBe(SpiedWorker);
    globalThis.Worker = PageWorker;

    expect(backend).toBe('wasm');
    expect(tf.getBackend()).toBe('wasm');
    expect(getThreadsCount(), reason).toBe(2);
    expect(reason).toMatch(/^Runs on the processor \(WASM, 2 threads\): .*software/);
    expect(new Set(started)).toEqual(
      new Set([new URL('/wasm/tfjs-backend-wasm-threaded-simd.worker.js', location.href).href]),
    );
    expect(tf.add(tf.scalar(1), 2).dataSync()[0]).toBe(3);
  });

  it('can be started again, and says the same', async () => {
    const first = await startBackend();
    expect(await startBackend()).toEqual(first);
    const chosen = await startBackend({ prefer: 'cpu' });
    expect(chosen.backend).toBe('cpu');
    expect(tf.getBackend()).toBe('cpu');
    expect(await startBackend()).toEqual(first);
    expect(tf.getBackend()).toBe('wasm');
  });
});
