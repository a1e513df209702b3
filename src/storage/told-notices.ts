// What was told or dismissed in this session of the browser, so that it is not told again.
import { storage } from '@wxt-dev/storage';
import type { PresentScreen } from '../screen/screen-identity.ts';

/** Keys of notices that the person dismissed. */
export const dismissedNotices = storage.defineItem<string[]>('session:dismissedNotices', { fallback: [] });

/** Keys of notices that an overlay has told on some page. */
export const toldNotices = storage.defineItem<string[]>('session:toldNotices', { fallback: [] });

/** The screen on which the person started tracking last; null before. */
export const startScreen = storage.defineItem<PresentScreen | null>('session:startScreen', {
  fallback: null,
});

/** Adds a key; answers whether it was not there yet. */
export async function addKey(item: typeof toldNotices, key: string): Promise<boolean> {
  const keys = await item.getValue();
  if (keys.includes(key)) return false;
  await item.setValue([...keys, key]);
  return true;
}
