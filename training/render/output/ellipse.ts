/** Ellipses in the image. */

export type Point = readonly [number, number];

/** In pixels of the stored frame; the angle of the major axis from the image's x axis, towards y down, in degrees (-90..90). */
export interface Ellipse {
  readonly centre: Point;
  /** Major, minor. */
  readonly semiAxesPx: readonly [number, number];
  readonly angleDeg: number;
}

/**
 * The ellipse through the image of a circle, from points evenly spaced on the circle:
 *
 *     p_k = c + a cos(2 pi k / n) + b sin(2 pi k / n)
 *
 * where the singular values of [a b] are the semi-axes. Exact for affine images; the rest is in harmonics that are left out.
 */
export function ellipseThrough(points: readonly Point[]): Ellipse {
  const n = points.length;
  const sums = { x: 0, y: 0, ax: 0, ay: 0, bx: 0, by: 0 };
  for (const [k, [x, y]] of points.entries()) {
    const cos = Math.cos((2 * Math.PI * k) / n);
    const sin = Math.sin((2 * Math.PI * k) / n);
    sums.x += x / n;
    sums.y += y / n;
    sums.ax += (2 * x * cos) / n;
    sums.ay += (2 * y * cos) / n;
    sums.bx += (2 * x * sin) / n;
    sums.by += (2 * y * sin) / n;
  }
  // M = [a b] [a b]^T; its eigenvalues are the squared semi-axes.
  const xx = sums.ax ** 2 + sums.bx ** 2;
  const yy = sums.ay ** 2 + sums.by ** 2;
  const xy = sums.ax * sums.ay + sums.bx * sums.by;
  const middle = (xx + yy) / 2;
  const apart = Math.hypot((xx - yy) / 2, xy);
  return {
    centre: [sums.x, sums.y],
    semiAxesPx: [Math.sqrt(middle + apart), Math.sqrt(Math.max(0, middle - apart))],
    angleDeg: (0.5 * Math.atan2(2 * xy, xx - yy) * 180) / Math.PI,
  };
}
