// Screens and cameras in words.
import type { MeasuredScreen } from './screen-identity.ts';

/** `1920 × 1080 screen`, or `1280 × 633 window`. */
export function describeScreen({ widthPx, heightPx, surface }: MeasuredScreen): string {
  return `${widthPx} × ${heightPx} ${surface === 'viewport' ? 'window' : 'screen'}`;
}

/**
 * A camera's label without the numbers of maker and model that Chromium adds: `FaceTime HD Camera (05ac:8514)` ->
 * `FaceTime HD Camera`. A camera without a label is unnamed.
 */
export function nameCamera(label: string | undefined): string {
  const name = (label ?? '').replace(/\s*\([0-9a-f]{4}:[0-9a-f]{4}\)\s*$/i, '').trim();
  return name === '' ? 'an unnamed camera' : name;
}
