// Pictures a tab for a session: what is seen of it, scaled down, as a WebP. In the worker, so that the tracker is not held up.
import { browser } from 'wxt/browser';
import { makeSignature, SIGNATURE } from '../session/picture-signature.ts';
import type { PictureWish, TabPicture } from '../session/shot-keeper.ts';

/** `String.fromCharCode` takes so many arguments on every engine. */
const BLOCK = 0x8000;

/** @throws {Error} where the tab is not in front, before or after, or the browser gives no picture of it */
export async function takePicture({
  tabId,
  windowId,
  quality,
  mostWidthPx,
}: PictureWish): Promise<TabPicture> {
  await requireInFront(tabId, windowId);
  const png = await browser.tabs.captureVisibleTab(windowId, { format: 'png' });
  // Else it may be a picture of the tab that came to the front meanwhile.
  await requireInFront(tabId, windowId);
  const bitmap = await createImageBitmap(decodePng(png));
  try {
    const widthPx = Math.min(bitmap.width, mostWidthPx);
    const heightPx = Math.round((bitmap.height * widthPx) / bitmap.width);
    const canvas = draw(bitmap, widthPx, heightPx);
    const webp = await canvas.canvas.convertToBlob({ type: 'image/webp', quality });
    const { columns, rows } = SIGNATURE;
    const small = draw(bitmap, columns, rows).getImageData(0, 0, columns, rows);
    return {
      webp: encodeBase64(new Uint8Array(await webp.arrayBuffer())),
      widthPx,
      heightPx,
      signature: makeSignature(small.data),
    };
  } finally {
    bitmap.close();
  }
}

async function requireInFront(tabId: number, windowId: number): Promise<void> {
  const tab = await browser.tabs.get(tabId);
  if (tab.active && tab.windowId === windowId && !tab.incognito) return;
  throw new Error(`Tab ${tabId} is not in front of window ${windowId}.`);
}

function draw(bitmap: ImageBitmap, widthPx: number, heightPx: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(widthPx, heightPx).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error(`The browser made no canvas of ${widthPx} x ${heightPx} px.`);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, widthPx, heightPx);
  return context;
}

/** By hand: the extension's own policy lets it fetch no data URLs. */
function decodePng(dataUrl: string): Blob {
  const binary = atob(dataUrl.slice(dataUrl.indexOf(',') + 1));
  return new Blob([Uint8Array.from(binary, (character) => character.charCodeAt(0))], { type: 'image/png' });
}

function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += BLOCK) {
    binary += String.fromCharCode(...bytes.subarray(i, i + BLOCK));
  }
  return btoa(binary);
}
