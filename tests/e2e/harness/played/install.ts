// Puts an offscreen document whose tracker a test plays in the place of the one in a copy of the built extension.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const SCRIPT = 'played.js';

/** @param extensionPath a copy of the built extension */
export async function installPlayedTracker(extensionPath: string): Promise<void> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('offscreen.ts', import.meta.url)),
        formats: ['iife'],
        name: 'played',
      },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error('Vite made no bundle of the played tracker.');
  await writeFile(join(extensionPath, SCRIPT), output.output[0].code);
  await writeFile(
    join(extensionPath, 'offscreen.html'),
    `<!doctype html><title>Played tracker</title><script src="${SCRIPT}"></script>`,
  );
}
