/** Finds irises, pupils and glints in pictures, knowing nothing of how they were drawn. */
import type { Target } from '../../../training/render/raster/rasterizer.ts';

type Point = readonly [number, number];

const green = (target: Target, x: number, y: number): number =>
  target.colour[3 * (y * target.width + x) + 1]!;

/** Brightness between samples; sample centres are at .5. */
function brightness(target: Target, x: number, y: number): number {
  const x0 = Math.floor(x - 0.5);
  const y0 = Math.floor(y - 0.5);
  const fx = x - 0.5 - x0;
  const fy = y - 0.5 - y0;
  const top = green(target, x0, y0) * (1 - fx) + green(target, x0 + 1, y0) * fx;
  const bottom = green(target, x0, y0 + 1) * (1 - fx) + green(target, x0 + 1, y0 + 1) * fx;
  return top * (1 - fy) + bottom * fy;
}

/** Mean place of what `weigh` makes of every sample within `radius` of `around`. */
export function centroid(
  target: Target,
  around: Point,
  radius: number,
  weigh: (at: number) => number,
): Point {
  let [sx, sy, total] = [0, 0, 0];
  for (let y = Math.floor(around[1] - radius); y <= around[1] + radius; y++) {
    for (let x = Math.floor(around[0] - radius); x <= around[0] + radius; x++) {
      if (x < 0 || y < 0 || x >= target.width || y >= target.height) continue;
      if (Math.hypot(x + 0.5 - around[0], y + 0.5 - around[1]) > radius) continue;
      const weight = weigh(y * target.width + x);
      sx += weight * (x + 0.5);
      sy += weight * (y + 0.5);
      total += weight;
    }
  }
  return [sx / total, sy / total];
}

/** The middle of a dark disc on white: where radial profiles cross half of their steepest rise, a conic is fitted. */
export function findDisc(target: Target, guess: Point, radius: number): Point {
  let middle = guess;
  // Wide enough for the limbus's softness in large pictures, for the raster's in small ones.
  const reach = Math.max(1.5, 0.12 * radius);
  const blur = Math.max(0.4, 0.06 * radius);
  for (let round = 0; round < 3; round++) {
    const rim: Point[] = [];
    for (let k = 0; k < 64; k++) {
      const angle = (2 * Math.PI * k) / 64;
      const along = (r: number): number =>
        brightness(target, middle[0] + r * Math.cos(angle), middle[1] + r * Math.sin(angle));
      // The steepest rise, and the darkest and brightest places just inside and outside of it.
      let [edge, rise] = [radius, 0];
      for (let r = 0.5 * radius; r < 1.3 * radius; r += 0.05) {
        const slope = along(r + blur) - along(r - blur);
        if (slope > rise) [edge, rise] = [r, slope];
      }
      let [dark, white] = [Infinity, 0];
      for (let d = 0; d < reach; d += 0.1) {
        dark = Math.min(dark, along(edge - d));
        white = Math.max(white, along(edge + d));
      }
      const half = (dark + white) / 2;
      for (let r = edge - reach; r < edge + reach; r += 0.05) {
        const [a, b] = [along(r), along(r + 0.05)];
        if (a <= half && b > half) {
          const at = r + (0.05 * (half - a)) / (b - a);
          rim.push([middle[0] + at * Math.cos(angle), middle[1] + at * Math.sin(angle)]);
          break;
        }
      }
    }
    middle = conicCentre(rim, middle);
  }
  return middle;
}

/** Centre of the conic a x2 + b xy + c y2 + d x + e y = 1 that fits points best. */
function conicCentre(points: readonly Point[], origin: Point): Point {
  const n = 5;
  const m = Array.from({ length: n }, () => new Float64Array(n + 1));
  for (const [px, py] of points) {
    const x = px - origin[0];
    const y = py - origin[1];
    const row = [x * x, x * y, y * y, x, y];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) m[i]![j]! += row[i]! * row[j]!;
      m[i]![n]! += row[i]!;
    }
  }
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = m[k]![i]! / m[i]![i]!;
      for (let j = 0; j <= n; j++) m[k]![j]! -= factor * m[i]![j]!;
    }
  const [a, b, c, d, e] = m.map((row, i) => row[n]! / row[i]!) as [number, number, number, number, number];
  const determinant = 4 * a * c - b * b;
  return [origin[0] + (b * e - 2 * c * d) / determinant, origin[1] + (b * d - 2 * a * e) / determinant];
}
