import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { startBackend } from '../../src/model/backend.ts';

describe('startBackend where threads do not start', () => {
  it('goes on with one thread, and says why', async () => {
    const PageWorker = globalThis.Worker;
    let terminated = 0;
    // A worker that loads and never answers, as tfjs's own do under the extension's content security policy.
    globalThis.Worker = class extends PageWorker {
      constructor() {
        super('data:text/javascript,');
      }
      override terminate(): void {
        terminated += 1;
        super.terminate();
      }
    };
    const { backend, reason } = await startBackend({ prefer: 'wasm', threads: 2 });
    globalThis.Worker = PageWorker;
    expect(backend).toBe('wasm');
    expect(reason).toContain('one thread, because threads did not start within 5 seconds');
    expect(terminated).toBeGreaterThan(0);
    expect(tf.add(tf.scalar(1), 2).dataSync()[0]).toBe(3);
  });
});
