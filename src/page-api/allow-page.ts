// Gives a site the person's leave to ask where they look, and takes it back: the list, and the browser's leave with it.
import { storage } from '@wxt-dev/storage';
import { browser, type Browser } from 'wxt/browser';
import { allowedPages } from '../storage/settings.ts';
import { allow, revoke, toPattern } from './allowed-pages.ts';

const MINUTE = 60_000;
/** Whatever the browser lets Fovea into later was asked for by something else. */
const ANSWERED_WITHIN_MS = 2 * MINUTE;

type AwaitedPage = { origin: string; hadBefore: boolean; askedAtMs: number };

/**
 * The site that the person allowed and the browser is asking about. Its question closes the popup: then only the background
 * worker is there to hear a yes, and only the next popup to tell of a no.
 */
const awaitedPage = storage.defineItem<AwaitedPage | null>('session:awaitedPage', { fallback: null });

/**
 * Must be called within moments of the person's press, which alone lets ask the browser. Answers whether that agreed; a page is
 * told nothing before it did.
 * @param hadBefore whether the browser let Fovea into the site before, see `isLetIn`
 * @see https://developer.mozilla.org/docs/Glossary/Transient_activation
 */
export async function allowPage(origin: string, hadBefore: boolean): Promise<boolean> {
  const awaited = { origin, hadBefore, askedAtMs: Date.now() };
  // Waited for: the popup may be gone as soon as the browser asks.
  await awaitedPage.setValue(awaited);
  const agreed = await browser.permissions.request({ origins: [toPattern(origin)] }).catch(() => false);
  if (agreed) await giveLeave(awaited);
  await awaitedPage.removeValue();
  return agreed;
}

/** For `permissions.onAdded`: where that is what the person allowed just now, its pages may ask from now on. */
export async function allowAwaited({ origins = [] }: Browser.permissions.Permissions): Promise<void> {
  const awaited = await takeAwaited();
  if (awaited && origins.includes(toPattern(awaited.origin))) await giveLeave(awaited);
}

/** Whether the browser said no when the person allowed this site last, which nobody has told them yet. Once. */
export async function takeRefusal(origin: string): Promise<boolean> {
  const awaited = await takeAwaited();
  return awaited?.origin === origin && !(await isLetIn(origin));
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

async function takeAwaited(): Promise<AwaitedPage | null> {
  const awaited = await awaitedPage.getValue();
  if (awaited) await awaitedPage.removeValue();
  return awaited && Date.now() - awaited.askedAtMs <= ANSWERED_WITHIN_MS ? awaited : null;
}

async function giveLeave({ origin, hadBefore }: AwaitedPage): Promise<void> {
  await allowedPages.setValue(allow(await allowedPages.getValue(), origin, !hadBefore));
}
