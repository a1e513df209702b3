/** The screen that a person looks at, and how far from it people sit. */
import type { Random } from '../random.ts';

export type ScreenKind = 'laptop' | 'monitor' | 'ultra-wide';

export interface ScreenSetup {
  readonly kind: ScreenKind;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly widthCm: number;
  readonly heightCm: number;
}

type Resolution = readonly [widthPx: number, heightPx: number];

/** Resolutions by shape: 16:9, 16:10, 3:2 and ultra-wide (21:9). */
const WIDE: readonly Resolution[] = [
  [1366, 768],
  [1920, 1080],
  [1920, 1080],
  [2560, 1440],
  [3840, 2160],
];
const TALL: readonly Resolution[] = [
  [1440, 900],
  [1920, 1200],
  [2560, 1600],
];
const TALLEST: readonly Resolution[] = [
  [2160, 1440],
  [2256, 1504],
];
const ULTRA_WIDE: readonly Resolution[] = [
  [2560, 1080],
  [3440, 1440],
];

const CM_PER_INCH = 2.54;

/** Draws a screen of 11 to 32 inches: two of three are laptops. */
export function drawScreen(random: Random): ScreenSetup {
  const chance = random.uniform(0, 1);
  const kind: ScreenKind = chance < 0.62 ? 'laptop' : chance < 0.93 ? 'monitor' : 'ultra-wide';
  const shape = random.uniform(0, 1);
  const [widthPx, heightPx] = random.pick(
    kind === 'ultra-wide'
      ? ULTRA_WIDE
      : shape < 0.55
        ? WIDE
        : kind === 'laptop' && shape > 0.85
          ? TALLEST
          : TALL,
  );
  const diagonalInches =
    kind === 'laptop'
      ? random.clamped(14.2, 1.6, 11, 17.3)
      : kind === 'monitor'
        ? random.clamped(25, 3.2, 19, 32)
        : random.uniform(29, 32);
  const cmPerPx = (CM_PER_INCH * diagonalInches) / Math.hypot(widthPx, heightPx);
  return { kind, widthPx, heightPx, widthCm: widthPx * cmPerPx, heightCm: heightPx * cmPerPx };
}

/**
 * Draws the distance of the eyes from the screen's plane, 45 to 90 cm: people sit farther from wider screens, and nobody sits so
 * near to a wide one that it would fill more than 70 degrees.
 * @see ISO 9241-5 (viewing distances of seated work)
 */
export function drawDistanceCm(random: Random, screen: ScreenSetup): number {
  const least = Math.max(45, 0.72 * screen.widthCm);
  return screen.kind === 'laptop'
    ? random.clamped(56, 7, least, 80)
    : random.clamped(57 + 0.2 * (screen.widthCm - 45), 8, Math.max(50, least), 90);
}
