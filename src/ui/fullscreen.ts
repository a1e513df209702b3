// Full screen, where it is to be had.

const SECOND = 1000;
/** Without a display the browser may never answer. */
const PATIENCE_MS = 2 * SECOND;

/**
 * Asks for full screen and waits until the window has its new size; must follow a key press or click of the person. It
 * is not an error when the browser does not give it: see `getSurface` for what the page has then.
 */
export async function enterFullscreen(): Promise<void> {
  if (document.fullscreenElement) return;
  const request = document.documentElement.requestFullscreen({ navigationUI: 'hide' });
  await Promise.race([request.catch(() => undefined), wait(PATIENCE_MS)]);
  await nextPaint();
}

export async function leaveFullscreen(): Promise<void> {
  if (!document.fullscreenElement) return;
  await Promise.race([document.exitFullscreen().catch(() => undefined), wait(PATIENCE_MS)]);
  await nextPaint();
}

// The window has its new size one frame after the promise; a hidden page never paints.
function nextPaint(): Promise<void> {
  const painted = new Promise<void>((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
  return Promise.race([painted, wait(0.3 * SECOND)]);
}

function wait(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
