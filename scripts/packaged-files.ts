// Names the files that the build copies out of node_modules into the package.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Files of `@tensorflow/tfjs-backend-wasm` that its backend fetches at start, by their path within that package. */
const WASM_FILES = [
  'wasm-out/tfjs-backend-wasm.wasm',
  'wasm-out/tfjs-backend-wasm-simd.wasm',
  'wasm-out/tfjs-backend-wasm-threaded-simd.wasm',
  'wasm-out/tfjs-backend-wasm-threaded-simd.js',
  'wasm-out/tfjs-backend-wasm-threaded-simd.worker.js',
];

/** Lists each file to copy: where it is, and its path in the package. */
export function resolvePackagedFiles(): { absoluteSrc: string; relativeDest: string }[] {
  const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  return WASM_FILES.map((file) => ({
    absoluteSrc: join(folder, file),
    relativeDest: `wasm/${file.slice(file.lastIndexOf('/') + 1)}`,
  }));
}
