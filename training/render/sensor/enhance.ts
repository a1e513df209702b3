/** The camera's processor, second half: noise is smeared where there are no edges, then edges are sharpened. */

/**
 * Edge-preserving smear: each pixel moves towards those of its eight neighbours in a ring of radius 2 that differ little:
 *
 *     out = c + sum_n d w(d) / 9,   d = in[n] - c,   w(d) = max(0, 1 - d^2 / (3 strength)^2)
 *
 * @param strength in codes: differences below it are taken for noise
 */
export function smear(
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  strength: number,
): void {
  to.set(from);
  const falloff = 1 / (9 * strength * strength);
  const diagonal = width + 1;
  const counter = width - 1;
  for (let y = 2; y < height - 2; y++) {
    for (let at = y * width + 2, end = (y + 1) * width - 2; at < end; at++) {
      const c = from[at]!;
      let sum = 0;
      let d = from[at - 2]! - c;
      let w = 1 - d * d * falloff;
      if (w > 0) sum += d * w;
      d = from[at + 2]! - c;
      w = 1 - d * d * falloff;
      if (w > 0) sum += d * w;
      d = from[at - 2 * width]! - c;
      w = 1 - d * d * falloff;
      if (w > 0) sum += d * w;
      d = from[at + 2 * width]! - c;
      w = 1 - d * d * falloff;
      if (w > 0) sum += d * w;
      d = from[at - diagonal]! - c;
      w = 1 - d * d * falloff;
      if (w > 0) sum += d * w;
      d = from[at + diagonal]! - c;
      w = 1 - d * d * falloff;
      if (w > 0) sum += d * w;
      d = from[at - counter]! - c;
      w = 1 - d * d * falloff;
      if (w > 0) sum += d * w;
      d = from[at + counter]! - c;
      w = 1 - d * d * falloff;
      if (w > 0) sum += d * w;
      to[at] = c + sum * (1 / 9);
    }
  }
}

/** Smooths a plane in place with [1 2 1] / 4 along both axes, blended by `share`; what remains of noise is blotches. */
export function blotch(
  plane: Float32Array,
  scratch: Float32Array,
  width: number,
  height: number,
  share: number,
): void {
  const side = share / 3;
  const middle = 1 - 2 * side;
  for (let y = 0; y < height; y++) {
    const from = y * width;
    const last = from + width - 1;
    scratch[from] = plane[from]!;
    scratch[last] = plane[last]!;
    for (let at = from + 1; at < last; at++)
      scratch[at] = side * (plane[at - 1]! + plane[at + 1]!) + middle * plane[at]!;
  }
  for (let at = width, end = width * (height - 1); at < end; at++)
    plane[at] = side * (scratch[at - width]! + scratch[at + width]!) + middle * scratch[at]!;
}

/** Overshoot that processors allow themselves, codes. */
const MOST_HALO = 26;

/**
 * Unsharp masking with halos: out = c + amount (c - mean of four neighbours two pixels away).
 * Differences below two codes are taken for noise and left alone.
 */
export function sharpen(
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  amount: number,
): void {
  to.set(from);
  const reach = 2 * width;
  for (let y = 2; y < height - 2; y++) {
    for (let at = y * width + 2, end = (y + 1) * width - 2; at < end; at++) {
      const c = from[at]!;
      let edge = c - 0.25 * (from[at - 2]! + from[at + 2]! + from[at - reach]! + from[at + reach]!);
      edge = edge > 2 ? edge - 2 : edge < -2 ? edge + 2 : 0;
      edge *= amount;
      to[at] = c + (edge > MOST_HALO ? MOST_HALO : edge < -MOST_HALO ? -MOST_HALO : edge);
    }
  }
}
