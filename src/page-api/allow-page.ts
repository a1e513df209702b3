// Gives a site the person's leave to ask where they look, and takes it back: the list, and the browser's leave with it.
import { browser } from 'wxt/browser';
import { allowedPages } from '../storage/settings.ts';
import { allow, revoke, toPattern } from './allowed-pages.ts';

/**
 * Must be called in the very task of the person's press, which alone lets ask the browser. Answers whether that agreed. The
 * list has the site at once: where the browser's question closes the popup, nobody is there to hear its answer.
 * @param hadBefore whether the browser let Fovea into the site before, see `isLetIn`
 */
export async function allowPage(origin: string, hadBefore: boolean): Promise<boolean> {
  const asking = browser.permissions.request({ origins: [toPattern(origin)] }).catch(() => false);
  await allowedPages.setValue(allow(await allowedPages.getValue(), origin, !hadBefore));
  if (await asking) return true;
  await allowedPages.setValue(revoke(await allowedPages.getValue(), origin).pages);
  return false;
}

/** Ends what its pages are told at once. Twice is the same as once. */
export async function revokePage(origin: string): Promise<void> {
  const { pages, giveBack } = revoke(await allowedPages.getValue(), origin);
  await allowedPages.setValue(pages);
  // One that the manifest itself asks for stays; the browser says so by refusing.
  if (giveBack !== null) await browser.permissions.remove({ origins: [giveBack] }).catch(() => false);
}

/** Whether the browser lets Fovea into the site. */
export function isLetIn(origin: string): Promise<boolean> {
  return browser.permissions.contains({ origins: [toPattern(origin)] });
}
