// The page that shows a study's picture.
import { browser } from 'wxt/browser';

const PATH = '/study-picture.html';

/** Where the picture of a run's task is shown. */
export function makePictureUrl(runId: string, taskId: string): string {
  const page = new URL(PATH, browser.runtime.getURL('/options.html')).href;
  return `${page}#${encodeURIComponent(runId)}/${encodeURIComponent(taskId)}`;
}

/** From the fragment of such an address; null where it is none. */
export function readPictureHash(hash: string): { runId: string; taskId: string } | null {
  const [runId, taskId] = hash.replace(/^#/, '').split('/').map(decodeURIComponent);
  return runId && taskId ? { runId, taskId } : null;
}

/** Whether an address is that page's. Of a port's sender it is this extension's own: no other can connect. */
export function isPicturePage(address: string | undefined): boolean {
  return /^chrome-extension:\/\/[^/]+\/study-picture\.html(?=[?#]|$)/.test(address ?? '');
}
