/** Starts a tfjs backend in Node. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startBackend } from '../../src/model/backend.ts';
import type { Backend } from '../../src/model/backend.ts';

export async function startNodeBackend(backend: Backend): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  const wasmPath = `${join(dirname(resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out')}/`;
  await startBackend({ prefer: backend, wasmPath, threads: 1 });
}
