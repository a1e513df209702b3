// The page zoom of an extension page.
import { browser } from 'wxt/browser';
import { guessPageZoom } from '../screen/page-zoom.ts';
import { readWindowGeometry } from '../screen/window-geometry.ts';

/** As the browser says; where the page is in no tab, as the window's sizes let guess. */
export async function readPageZoom(): Promise<number> {
  const tab = await browser.tabs.getCurrent();
  return tab?.id === undefined ? guessPageZoom(readWindowGeometry()) : browser.tabs.getZoom(tab.id);
}
