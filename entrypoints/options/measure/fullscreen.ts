// Full screen, where it is to be had.

/**
 * Asks for full screen; must follow a key press or click of the person. Answers whether the page has it now: some
 * browsers, and those without a display, do not give it.
 */
export async function enterFullscreen(): Promise<boolean> {
  if (document.fullscreenElement) return true;
  try {
    await document.documentElement.requestFullscreen({ navigationUI: 'hide' });
  } catch {
    return false;
  }
  await nextPaint();
  return document.fullscreenElement !== null;
}

export async function leaveFullscreen(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen().catch(() => undefined);
}

// The window has its new size one frame after the promise.
function nextPaint(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}
