// The colour scales of pictures in the report: all go from dark to light, also for eyes without one kind of cone.
import {
  interpolateCividis,
  interpolateInferno,
  interpolateMagma,
  interpolateViridis,
} from 'd3-scale-chromatic';
import { colourAt } from './colour-map.ts';

/** `fovea`: the one of the live overlay. The others are perceptually uniform: equal steps of heat look equally large. */
export const PALETTE_NAMES = ['viridis', 'cividis', 'magma', 'inferno', 'fovea'] as const;
export type PaletteName = (typeof PALETTE_NAMES)[number];
export type Rgb = [red: number, green: number, blue: number];

const INTERPOLATORS: Record<Exclude<PaletteName, 'fovea'>, (t: number) => string> = {
  viridis: interpolateViridis,
  cividis: interpolateCividis,
  magma: interpolateMagma,
  inferno: interpolateInferno,
};

/** Red, green and blue (0..255) at a heat of 0..1. */
export function paletteColour(name: PaletteName, heat: number): Rgb {
  const t = Math.min(1, Math.max(0, heat));
  return name === 'fovea' ? colourAt(t) : readColour(INTERPOLATORS[name](t));
}

/** `#rrggbb`. */
export function paletteHex(name: PaletteName, heat: number): string {
  const bytes = paletteColour(name, heat).map((value) => Math.round(value).toString(16).padStart(2, '0'));
  return `#${bytes.join('')}`;
}

/** The two ways in which d3 writes a colour: `#440154` and `rgb(68, 1, 84)`. */
function readColour(css: string): Rgb {
  const numbers = css.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(css.slice(at, at + 2), 16))
    : [...css.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  return numbers as Rgb;
}
