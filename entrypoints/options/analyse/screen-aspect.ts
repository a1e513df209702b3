// The shape of the screen that pictures of screens are drawn in.

/** width / height of this computer's screen, within what can be drawn well. */
export function getScreenAspect(): number {
  const { width, height } = window.screen;
  return width > 0 && height > 0 ? Math.min(3.6, Math.max(0.5, width / height)) : 16 / 9;
}
