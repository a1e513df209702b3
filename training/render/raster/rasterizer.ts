/** A z-buffered triangle rasterizer: light interpolated between vertices, reflectance from textures, alpha blending. */
import { createPatch, fillBlended, fillPlain, fillTextured } from './fill.ts';
import { levelFor, type MeshTexture } from './texture.ts';

/** What is drawn into: supersampled, in linear light. */
export interface Target {
  readonly width: number;
  readonly height: number;
  /** [height * width] 1 / z of the nearest surface; 0 is nothing. */
  readonly inverseDepth: Float32Array;
  /** [height * width * 3] linear radiance, times coverage: what lies behind adds (1 - coverage) of itself. */
  readonly colour: Float32Array;
  /** [height * width] share of the sample that surfaces cover, 0..1. */
  readonly coverage: Float32Array;
}

/** Vertices as they lie in the target. */
export interface ProjectedVertices {
  /** [V * 3] x, y in samples of the target, and 1 / z (0: behind the camera). */
  readonly points: Float32Array;
  /** [V * 3] linear radiance; where there is a texture, it multiplies this. */
  readonly colours: Float32Array;
  /** [V * 3] radiance of the highlight, which a texture's gloss multiplies; read where there is a texture. */
  readonly highlights?: Float32Array;
}

/** How a mesh meets what lies behind it. */
export interface DrawOptions {
  /** Draw faces that look away as well (hair, cloth). */
  readonly twoSided: boolean;
  /** 1 is opaque; below, the colour is blended over. */
  readonly opacity: number;
  /** [V] factor on the opacity, where it varies over the mesh. */
  readonly opacities?: Float32Array | undefined;
  /** Blend with the texture's alpha; else alpha below a half is cut out. */
  readonly blended?: boolean | undefined;
  readonly texture?: MeshTexture | undefined;
}

export function createTarget(width: number, height: number): Target {
  return {
    width,
    height,
    inverseDepth: new Float32Array(width * height),
    colour: new Float32Array(width * height * 3),
    coverage: new Float32Array(width * height),
  };
}

export function clearTarget(target: Target): void {
  target.inverseDepth.fill(0);
  target.colour.fill(0);
  target.coverage.fill(0);
}

/** True for meshes that are drawn after all opaque ones. */
export const isBlended = (options: DrawOptions): boolean => options.blended === true || options.opacity < 1;

const patch = createPatch();

/**
 * Draws triangles. Front faces wind counter-clockwise as seen (with y down: a negative signed area).
 * @param triangles [T * 3] vertex indices
 */
export function drawTriangles(
  target: Target,
  vertices: ProjectedVertices,
  triangles: Uint32Array,
  options: DrawOptions,
): void {
  const { width, height } = target;
  const { points } = vertices;
  const { twoSided, opacity, opacities, texture } = options;
  const blended = isBlended(options);
  for (let t = 0; t < triangles.length; t += 3) {
    const a = triangles[t]! * 3;
    let b = triangles[t + 1]! * 3;
    let c = triangles[t + 2]! * 3;
    const ax = points[a]!;
    const ay = points[a + 1]!;
    let area = (points[b]! - ax) * (points[c + 1]! - ay) - (points[b + 1]! - ay) * (points[c]! - ax);
    const away = area > 0;
    if (away) {
      if (!twoSided) continue;
    } else {
      const swap = b;
      b = c;
      c = swap;
      area = -area;
    }
    if (area < 1e-9) continue;
    const az = points[a + 2]!;
    const bx = points[b]!;
    const by = points[b + 1]!;
    const bz = points[b + 2]!;
    const cx = points[c]!;
    const cy = points[c + 1]!;
    const cz = points[c + 2]!;
    if (az <= 0 || bz <= 0 || cz <= 0) continue;
    const left = ax < bx ? (ax < cx ? ax : cx) : bx < cx ? bx : cx;
    const right = ax > bx ? (ax > cx ? ax : cx) : bx > cx ? bx : cx;
    const x0 = left > 0.5 ? Math.ceil(left - 0.5) : 0;
    const x1 = right < width ? Math.floor(right - 0.5) : width - 1;
    if (x0 > x1) continue;
    const top = ay < by ? (ay < cy ? ay : cy) : by < cy ? by : cy;
    const bottom = ay > by ? (ay > cy ? ay : cy) : by > cy ? by : cy;
    const y0 = top > 0.5 ? Math.ceil(top - 0.5) : 0;
    const y1 = bottom < height ? Math.floor(bottom - 0.5) : height - 1;
    if (y0 > y1) continue;
    const inverseArea = 1 / area;
    patch.a = a;
    patch.b = b;
    patch.c = c;
    patch.x0 = x0;
    patch.x1 = x1;
    patch.y0 = y0;
    patch.y1 = y1;
    // Barycentric weights of b and c, stepped across the box.
    patch.bStepX = (cy - ay) * inverseArea;
    patch.bStepY = (ax - cx) * inverseArea;
    patch.cStepX = (ay - by) * inverseArea;
    patch.cStepY = (bx - ax) * inverseArea;
    patch.bFirst = (x0 + 0.5 - ax) * patch.bStepX + (y0 + 0.5 - ay) * patch.bStepY;
    patch.cFirst = (x0 + 0.5 - ax) * patch.cStepX + (y0 + 0.5 - ay) * patch.cStepY;
    if (texture) layTexture(texture, t, away ? t + 1 : t + 2, away ? t + 2 : t + 1, inverseArea);
    else patch.level = undefined;
    if (blended) fillBlended(target, vertices, patch, opacity, opacities);
    else if (texture) fillTextured(target, vertices, patch);
    else fillPlain(target, vertices, patch);
  }
}

/** Lays a texture on the patch, given its corners' places in `corners`. */
function layTexture(
  { corners, uvs, map }: MeshTexture,
  a: number,
  b: number,
  c: number,
  inverseArea: number,
): void {
  const p = corners[a]! * 2;
  const q = corners[b]! * 2;
  const r = corners[c]! * 2;
  const au = uvs[p]!;
  const av = uvs[p + 1]!;
  const bu = uvs[q]! - au;
  const bv = uvs[q + 1]! - av;
  const cu = uvs[r]! - au;
  const cv = uvs[r + 1]! - av;
  const full = map.levels[0]!;
  const texelsPerSample = Math.abs(bu * cv - bv * cu) * full.width * full.height * inverseArea;
  const level = levelFor(map, texelsPerSample);
  const { width, height } = level;
  patch.level = level;
  // Where texels are finer than samples, the samples of a pixel average enough of them.
  patch.magnified = texelsPerSample < 0.9;
  patch.au = au * width;
  patch.bu = bu * width;
  patch.cu = cu * width;
  patch.av = av * height;
  patch.bv = bv * height;
  patch.cv = cv * height;
}
