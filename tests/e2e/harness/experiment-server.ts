// Serves the examples of docs/examples with the libraries from npm beside them, and two bare pages.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFolder, type FolderServer } from '../../../scripts/serve-folder.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Where each example looks for its libraries. */
const LIBRARIES: Record<string, string> = {
  'jspsych/jspsych': 'node_modules/jspsych/dist',
  'jspsych/jspsych.css': 'node_modules/jspsych/css/jspsych.css',
  'jspsych/plugin-html-button-response': 'node_modules/@jspsych/plugin-html-button-response/dist',
  'labjs/lab.js': 'node_modules/lab.js/dist/lab.js',
  'labjs/lab.css': 'node_modules/lab.js/dist/lab.css',
};

/** It asks, by the one element that the popup looks for, and keeps all that is said on its window. */
const BARE = `<!doctype html><html lang="en"><head><title>Bare</title><meta name="fovea-eye-tracker" content="1">
<script>globalThis.said = []; addEventListener('message', ({ data }) => { if (data?.fovea) said.push(data); });</script>
</head><body><button>Press me</button></body></html>`;
const SILENT = '<!doctype html><html lang="en"><head><title>Silent</title></head><body></body></html>';

export async function serveExperiment(): Promise<FolderServer> {
  const folder = await mkdtemp(join(tmpdir(), 'fovea-experiment-'));
  await cp(join(ROOT, 'docs/examples'), folder, { recursive: true });
  for (const [to, from] of Object.entries(LIBRARIES)) {
    await cp(join(ROOT, from), join(folder, to), { recursive: true });
  }
  await Promise.all([
    writeFile(join(folder, 'bare.html'), BARE),
    writeFile(join(folder, 'silent.html'), SILENT),
  ]);
  const server = await serveFolder(folder);
  return {
    url: server.url,
    close() {
      server.close();
      void rm(folder, { recursive: true, force: true });
    },
  };
}
