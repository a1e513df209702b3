/** Draws spectacle lenses over a drawn face: what is behind them displaced, dimmed, and what they mirror. */
import { sampleEnvironment } from '../assets/environment.ts';
import { dot, multiply, normalize, transpose, type Mat3, type Vec3 } from '../vector.ts';
import { magnificationAt, meetQuad, meetsLens, mirrored, type PosedGlasses, type PosedLens } from './lens.ts';
import type { Lighting } from './lighting.ts';
import type { Target } from './rasterizer.ts';

/** The lit screen: corner and edges in camera axes, cm. */
export interface ScreenQuad {
  readonly corner: Vec3;
  readonly right: Vec3;
  readonly down: Vec3;
}

/** Lamps in a map are many times its mean; what is mirrored of them saturates anyway. */
const BRIGHTEST = 40;

let copy = { colour: new Float32Array(0), coverage: new Float32Array(0), depth: new Float32Array(0) };

/**
 * Draws both lenses; whatever stands before them stays.
 * @param focal focal length in samples; the principal point is the target's middle
 */
export function paintLenses(
  target: Target,
  glasses: PosedGlasses,
  lighting: Lighting,
  screen: ScreenQuad,
  screenLevel: number,
  focal: number,
): void {
  const { setup } = lighting;
  const toEnvironment = transpose(setup.turn);
  const area = Math.hypot(...screen.right) * Math.hypot(...screen.down);
  const away = glasses.lenses[0].middle;
  const distance2 = dot(away, away);
  // The screen's irradiance over pi is its radiance times its solid angle over pi.
  const screenRadiance = (setup.screenStrength * screenLevel * Math.PI * distance2) / area;
  for (const lens of glasses.lenses)
    paintLens(target, glasses, lens, lighting, screen, Math.min(30, screenRadiance), toEnvironment, focal);
}

function paintLens(
  target: Target,
  { glasses }: PosedGlasses,
  lens: PosedLens,
  { setup }: Lighting,
  screen: ScreenQuad,
  screenRadiance: number,
  toEnvironment: Mat3,
  focal: number,
): void {
  const { width, height, inverseDepth, colour, coverage } = target;
  const { transmission, reflectance } = glasses.design;
  const { middle, opticalCentre, sphere, frontRadiusCm } = lens;
  const reachPx = (Math.max(...lens.reach) * 1.03 * focal) / middle[2];
  const atX = (middle[0] * focal) / middle[2] + width / 2;
  const atY = (middle[1] * focal) / middle[2] + height / 2;
  const x0 = Math.max(0, Math.floor(atX - reachPx));
  const x1 = Math.min(width - 1, Math.ceil(atX + reachPx));
  const y0 = Math.max(0, Math.floor(atY - reachPx));
  const y1 = Math.min(height - 1, Math.ceil(atY + reachPx));
  if (x0 > x1 || y0 > y1) return;
  // What is seen through the lens may lie beside it.
  const margin = Math.ceil(reachPx * 0.7);
  const left = Math.max(0, x0 - margin);
  const top = Math.max(0, y0 - margin);
  const right = Math.min(width - 1, x1 + margin);
  const bottom = Math.min(height - 1, y1 + margin);
  const columns = right - left + 1;
  const rows = bottom - top + 1;
  keep(target, left, top, columns, rows);
  const centreX = (opticalCentre[0] * focal) / opticalCentre[2] + width / 2;
  const centreY = (opticalCentre[1] * focal) / opticalCentre[2] + height / 2;
  const seen = new Float32Array(3);
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const rx = (x + 0.5 - width / 2) / focal;
      const ry = (y + 0.5 - height / 2) / focal;
      if (!meetsLens(lens, rx, ry)) continue;
      const at = y * width + x;
      if (inverseDepth[at]! * middle[2] > 1.06) continue;
      // The source's depth decides the magnification, which decides the source: three rounds settle it.
      let size = magnificationAt(lens, rx, ry, middle[2] + 2.2);
      let sx = 0;
      let sy = 0;
      for (let round = 0; round < 3; round++) {
        sx = centreX + (x + 0.5 - centreX) / size;
        sy = centreY + (y + 0.5 - centreY) / size;
        const column = Math.min(columns - 1, Math.max(0, Math.floor(sx) - left));
        const row = Math.min(rows - 1, Math.max(0, Math.floor(sy) - top));
        const inverse = copy.depth[row * columns + column]!;
        size = magnificationAt(
          lens,
          (sx - width / 2) / focal,
          (sy - height / 2) / focal,
          inverse > 0 ? 1 / inverse : Infinity,
        );
      }
      // Bilinear.
      const fx = Math.min(columns - 1.001, Math.max(0, sx - 0.5 - left));
      const fy = Math.min(rows - 1.001, Math.max(0, sy - 0.5 - top));
      const ix = Math.floor(fx);
      const iy = Math.floor(fy);
      const tx = fx - ix;
      const ty = fy - iy;
      const p = iy * columns + ix;
      const w00 = (1 - tx) * (1 - ty);
      const w10 = tx * (1 - ty);
      const w01 = (1 - tx) * ty;
      const w11 = tx * ty;
      const cover =
        w00 * copy.coverage[p]! +
        w10 * copy.coverage[p + 1]! +
        w01 * copy.coverage[p + columns]! +
        w11 * copy.coverage[p + columns + 1]!;
      const ray = normalize([rx, ry, 1]);
      const b = dot(ray, sphere);
      const inner = b * b - dot(sphere, sphere) + frontRadiusCm * frontRadiusCm;
      const reach = inner > 0 ? b - Math.sqrt(inner) : dot(ray, middle);
      const point: Vec3 = [ray[0] * reach, ray[1] * reach, ray[2] * reach];
      const normal: Vec3 = [
        (point[0] - sphere[0]) / frontRadiusCm,
        (point[1] - sphere[1]) / frontRadiusCm,
        (point[2] - sphere[2]) / frontRadiusCm,
      ];
      const mirror = mirrored(ray, normal);
      const graze = (1 + dot(ray, normal)) ** 5;
      sampleEnvironment(setup.environment, multiply(toEnvironment, mirror), seen);
      const onScreen = meetQuad(point, mirror, screen.corner, screen.right, screen.down);
      const page = onScreen ? screenRadiance * pageAt(onScreen[0], onScreen[1]) : 0;
      const toKey = dot(mirror, setup.keyDirection);
      const lamp = toKey > 0.9985 ? setup.keyStrength * 60 : 0;
      const o = at * 3;
      // Uncovered samples mirror as well; the place behind shows through them undimmed.
      const mirrorCover = Math.min(1, cover + 0.15);
      for (let c = 0; c < 3; c++) {
        const through =
          w00 * copy.colour[3 * p + c]! +
          w10 * copy.colour[3 * p + 3 + c]! +
          w01 * copy.colour[3 * (p + columns) + c]! +
          w11 * copy.colour[3 * (p + columns) + 3 + c]!;
        const share = reflectance[c]! + (1 - reflectance[c]!) * graze;
        const place = Math.min(BRIGHTEST * setup.environment.mean, seen[c]!) * setup.ambientStrength;
        const light = onScreen ? page * setup.screenColour[c]! : place;
        colour[o + c] =
          through * transmission[c]! * (1 - share) + share * (light + lamp * setup.keyColour[c]!);
      }
      coverage[at] = cover > 0 ? Math.max(cover, Math.min(1, mirrorCover * cover)) : 0.08;
    }
  }
}

/** Brightness of a page by place on the screen: a bar above, a column of text, pictures. */
function pageAt(u: number, v: number): number {
  if (v < 0.07) return 0.45;
  if (u > 0.72) return v > 0.2 && v < 0.55 ? 0.35 : 0.8;
  return (v * 9) % 1 < 0.25 ? 0.75 : 1;
}

/** Keeps a part of the target as it is before a lens is drawn. */
function keep(target: Target, left: number, top: number, columns: number, rows: number): void {
  const count = columns * rows;
  if (copy.coverage.length < count + columns + 2)
    copy = {
      colour: new Float32Array(3 * (count + columns + 2)),
      coverage: new Float32Array(count + columns + 2),
      depth: new Float32Array(count + columns + 2),
    };
  for (let row = 0; row < rows; row++) {
    const from = (top + row) * target.width + left;
    const to = from + columns;
    copy.coverage.set(target.coverage.subarray(from, to), row * columns);
    copy.depth.set(target.inverseDepth.subarray(from, to), row * columns);
    copy.colour.set(target.colour.subarray(3 * from, 3 * to), 3 * row * columns);
  }
}
