/** Bundles what a benchmark runs in a page. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** @param file beside this one; what it exports is the global `bench` in the page */
export async function bundleBenchPage(file: string): Promise<string> {
  const entry = fileURLToPath(new URL(file, import.meta.url));
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'bench' } },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error('Vite made no bundle of the benchmark.');
  return output.output[0].code;
}
