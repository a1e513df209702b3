// The heatmap's colours: one sequential, colour-blind safe scale, violet over red to pale yellow, ever lighter.

/**
 * Evenly spaced stops. Lightness rises all the way, also as eyes without one of the cones see it (tested), and hue runs
 * from blue to yellow, the one axis that protanopes and deuteranopes keep, so the order reads without any hue at all.
 */
const STOPS = [
  [46, 22, 116],
  [90, 24, 146],
  [141, 30, 146],
  [190, 46, 122],
  [228, 78, 86],
  [247, 123, 52],
  [253, 172, 44],
  [253, 213, 70],
  [255, 244, 150],
] as const;

/** Of the hottest place: text beneath stays readable. */
const MAX_ALPHA = 0.52;
/** Shape of the alpha: above 1, it rises faster at the cold end, and goes to 0 without an edge. */
const ALPHA_RISE = 2;

export const COLOUR_STEPS = 1024;

/**
 * RGBA bytes for heat t = i / (COLOUR_STEPS - 1), not premultiplied.
 *
 *     alpha = MAX_ALPHA * (1 - (1 - t)^ALPHA_RISE)
 */
export function buildColourTable(): Uint8ClampedArray<ArrayBuffer> {
  const table = new Uint8ClampedArray(COLOUR_STEPS * 4);
  for (let i = 0; i < COLOUR_STEPS; i += 1) {
    const heat = i / (COLOUR_STEPS - 1);
    table.set([...colourAt(heat), 255 * MAX_ALPHA * (1 - (1 - heat) ** ALPHA_RISE)], i * 4);
  }
  return table;
}

/** Red, green, blue (0..255) at a heat of 0..1, linear between the stops. */
export function colourAt(heat: number): [number, number, number] {
  const place = Math.min(1, Math.max(0, heat)) * (STOPS.length - 1);
  const index = Math.min(STOPS.length - 2, Math.floor(place));
  const [from, to] = [STOPS[index]!, STOPS[index + 1]!];
  const mix = (channel: 0 | 1 | 2) => from[channel] + (to[channel] - from[channel]) * (place - index);
  return [mix(0), mix(1), mix(2)];
}
