/** Installs what this folder's package.json names, where it is not there yet. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MESH_FOLDER } from './detector.ts';

/** Leaves the face mesh in `node_modules` beside this file; the rest of the repository is not touched. */
export function installFaceMesh(): void {
  if (existsSync(MESH_FOLDER)) return;
  console.log('Installing the face mesh below training/realism/ ...');
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: 'inherit',
    // npm is a script on Windows, which only a shell starts.
    shell: process.platform === 'win32',
  });
}
