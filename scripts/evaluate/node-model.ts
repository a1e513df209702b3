/** Runs the shipped network in Node, on tfjs's WASM backend. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startBackend } from '../../src/model/backend.ts';
import type { Backend } from '../../src/model/backend.ts';
import type { GazeModel } from '../../src/model/gaze-model.ts';
import { loadGazeModel } from '../../src/model/load-gaze-model.ts';

/** Starts a backend; WASM takes its binaries from node_modules. tfjs has no WASM threads in Node. */
export async function startNodeBackend(backend: Backend): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  const wasmPath = `${join(dirname(resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out')}/`;
  await startBackend({ prefer: backend, wasmPath, threads: 1 });
}

/**
 * Reads a weights file onto the started backend.
 *
 * @throws Error naming the file, where it is missing or not weights of this network.
 */
export async function readModel(path: string): Promise<GazeModel> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new Error(`${path}: the weights cannot be read (${(cause as NodeJS.ErrnoException).code})`, {
      cause,
    });
  }
  try {
    return loadGazeModel(bytes.buffer);
  } catch (cause) {
    throw new Error(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
