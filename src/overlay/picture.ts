// Saves what the tab shows as a PNG file: its name, its bytes, and the download.

/**
 * `fovea example.com 2026-11-23 16.42.05.png`: host and local time, without characters a file system refuses.
 */
export function namePicture(host: string, time: Date): string {
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join('.');
  const safeHost = host.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-').replaceAll(/^[.-]+|[.-]+$/g, '') || 'page';
  return `fovea ${safeHost} ${date} ${clock}.png`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * The bytes of a `data:image/png;base64,` URL. Decoded by hand: the page's content security policy may forbid `fetch`
 * of data URLs to content scripts as well.
 * @throws {Error} if it is no such URL
 */
export function decodePicture(dataUrl: string): Blob {
  const prefix = 'data:image/png;base64,';
  if (!dataUrl.startsWith(prefix))
    throw new Error(`The browser returned no PNG picture but "${dataUrl.slice(0, 40)}".`);
  const bytes = Uint8Array.from(atob(dataUrl.slice(prefix.length)), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: 'image/png' });
}

/** Offers a file to the person as a download. */
export function downloadFile(file: Blob, name: string, parent: Node): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  parent.appendChild(link);
  link.click();
  link.remove();
  // The download has its own hold on the blob only after the click's task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * How many frames begin before a change is sure to be in a picture of the tab. Two draw it, but under load the
 * compositor may still show the one before; it works at most two frames behind the page.
 */
const PAINT_FRAMES = 4;

/** Waits until what was changed before the call is on the screen. */
export async function waitForPaint(): Promise<void> {
  for (let i = 0; i < PAINT_FRAMES; i += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
