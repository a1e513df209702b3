// A copy of the built extension that may draw on pages without a click on the toolbar.
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What `npm run build` writes. */
export const BUILT_EXTENSION = fileURLToPath(new URL('../.output/chrome-mv3/', import.meta.url));

/**
 * Copies the built extension into a temporary folder. The copy differs in one point: its optional host permission is
 * granted. On a person's machine opening the popup grants the tab (`activeTab`), and that click on the toolbar is
 * the one thing that no automation can make.
 * @param hosts what it is granted instead, as match patterns: `activeTab` grants the tab's own origin and no other. With none
 *   of them the copy does not differ at all: what it needs, it asks for.
 * @see https://developer.chrome.com/docs/extensions/develop/concepts/activeTab
 */
export async function copyBuiltExtension(hosts?: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fovea-extension-'));
  await cp(BUILT_EXTENSION, folder, { recursive: true });
  if (hosts?.length === 0) return folder;
  const path = join(folder, 'manifest.json');
  const { optional_host_permissions, ...manifest } = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(
    path,
    JSON.stringify({ ...manifest, host_permissions: hosts ?? optional_host_permissions }),
  );
  return folder;
}
