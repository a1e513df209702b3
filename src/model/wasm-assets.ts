/** Names the WASM files that the build packages under `wasm/`. Runs in Node, at build time only. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A file to copy, or one to write; the shape that WXT's `build:publicAssets` hook takes. */
export type WasmAsset =
  { absoluteSrc: string; relativeDest: string } | { contents: string; relativeDest: string };

const THREAD_WORKER = 'tfjs-backend-wasm-threaded-simd.worker.js';

/** Copied as they are from `@tensorflow/tfjs-backend-wasm/wasm-out`. */
const COPIED = [
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
  'tfjs-backend-wasm-threaded-simd.js',
];

/**
 * The list, with paths in the package such as `wasm/tfjs-backend-wasm-simd.wasm`.
 *
 * tfjs ships its thread worker as a string inside a CommonJS module, to start it from a blob. An extension page may not
 * run code from blobs, so the string is unwrapped into a real file, which `startBackend` gives to the threads.
 *
 * @throws Error where tfjs ships the worker in another form than the one known here.
 */
export function listWasmAssets(): WasmAsset[] {
  const { resolve } = createRequire(import.meta.url);
  const folder = join(dirname(resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out');
  return [
    ...COPIED.map((file) => ({ absoluteSrc: join(folder, file), relativeDest: `wasm/${file}` })),
    {
      contents: unwrapWorker(readFileSync(join(folder, THREAD_WORKER), 'utf8')),
      relativeDest: `wasm/${THREAD_WORKER}`,
    },
  ];
}

/** ``module.exports.wasmWorkerContents = `CODE`;`` to `CODE`, whose `\n` stay escapes as they were written. */
function unwrapWorker(source: string): string {
  const code = /^module\.exports\.wasmWorkerContents = `([^`]+)`;\s*$/.exec(source)?.[1];
  if (!code?.includes('self.onmessage') || code.includes('${')) {
    throw new Error(`${THREAD_WORKER} of @tensorflow/tfjs-backend-wasm has a form that is not known here.`);
  }
  return `${code}\n`;
}
