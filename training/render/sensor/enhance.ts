/** The camera's processor, second half: noise is smeared where there are no edges, edges are sharpened, colour is smoothed. */

/** Overshoot that processors allow themselves, codes. */
const MOST_HALO = 26;

/** Without branches, which noise would make the processor guess wrong: max(0, value), and the value within -most..most. */
const positive = (value: number): number => 0.5 * (value + Math.abs(value));
const clamp = (value: number, most: number): number =>
  0.5 * (Math.abs(value + most) - Math.abs(value - most));

/**
 * Smears and sharpens in one pass over four neighbours two pixels away:
 *
 *     out = c + sum_n d w(d) / 5 + amount core(-mean_n d),   d = in[n] - c,   w(d) = max(0, 1 - d^2 / (3 strength)^2)
 *
 * `core` takes differences below two codes, or half the strength, for noise; overshoot ends at a halo's most. The pixels between are
 * averaged with these by the downscale that follows.
 * @param strength in codes: differences below it are smeared; 0 smears nothing
 */
export function enhance(
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  strength: number,
  amount: number,
): void {
  to.set(from.subarray(0, 2 * width));
  to.set(from.subarray((height - 2) * width), (height - 2) * width);
  const falloff = 1 / (9 * Math.max(0.01, strength) ** 2);
  const reach = 2 * width;
  const core = Math.max(2, 0.5 * strength);
  const most = MOST_HALO / Math.max(0.01, amount);
  for (let y = 2; y < height - 2; y++) {
    const start = y * width;
    const end = start + width - 2;
    to[start] = from[start]!;
    to[start + 1] = from[start + 1]!;
    to[end] = from[end]!;
    to[end + 1] = from[end + 1]!;
    for (let at = start + 2; at < end; at++) {
      const c = from[at]!;
      const left = from[at - 2]! - c;
      const right = from[at + 2]! - c;
      const up = from[at - reach]! - c;
      const down = from[at + reach]! - c;
      const smeared =
        left * positive(1 - left * left * falloff) +
        right * positive(1 - right * right * falloff) +
        up * positive(1 - up * up * falloff) +
        down * positive(1 - down * down * falloff);
      const edge = -0.25 * (left + right + up + down);
      const halo = clamp(edge - clamp(edge, core), most);
      to[at] = c + 0.2 * smeared + amount * halo;
    }
  }
}

/** Smooths a plane in place with [1 1 1] / 3 along both axes, blended by `share`; what remains of noise is blotches. */
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
