/** A z-buffered triangle rasterizer: light interpolated between vertices, reflectance from textures, alpha blending. */
import { levelFor, sampleTexture, type MeshTexture, type TextureLevel } from './texture.ts';

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

const NOTHING: Uint8Array = new Uint8Array(0);

/** Shares below this leave no trace in eight bits. */
const LEAST_SHARE = 1 / 512;

/**
 * Draws triangles. Front faces wind counter-clockwise as seen (with y down: a negative signed area).
 * Blended samples write depth where they hide more than half of what is behind.
 * @param triangles [T * 3] vertex indices
 */
export function drawTriangles(
  target: Target,
  vertices: ProjectedVertices,
  triangles: Uint32Array,
  options: DrawOptions,
): void {
  const { width, height, inverseDepth, colour, coverage } = target;
  const { points, colours } = vertices;
  const { twoSided, opacity, opacities, texture } = options;
  const blended = isBlended(options);
  const highlights = vertices.highlights ?? colours;
  const shiny = vertices.highlights !== undefined;
  const corners = texture?.corners ?? triangles;
  const uvs = texture?.uvs ?? colours;
  const sampled = new Float32Array(5);
  let level: TextureLevel | undefined;
  let texels: Uint8Array = NOTHING;
  let gloss: Uint8Array = NOTHING;
  let magnified = false;
  let lastColumn = 0;
  let lastRow = 0;
  let au = 0;
  let av = 0;
  let bu = 0;
  let bv = 0;
  let cu = 0;
  let cv = 0;
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
    const x0 = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5));
    const x1 = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx) - 0.5));
    if (x0 > x1) continue;
    const y0 = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5));
    const y1 = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
    if (y0 > y1) continue;
    const inverseArea = 1 / area;
    // Barycentric weights of b and c, stepped across the box.
    const bStepX = (cy - ay) * inverseArea;
    const bStepY = (ax - cx) * inverseArea;
    const cStepX = (ay - by) * inverseArea;
    const cStepY = (bx - ax) * inverseArea;
    if (texture) {
      const p = corners[t]! * 2;
      const q = corners[away ? t + 1 : t + 2]! * 2;
      const r = corners[away ? t + 2 : t + 1]! * 2;
      au = uvs[p]!;
      av = uvs[p + 1]!;
      bu = uvs[q]! - au;
      bv = uvs[q + 1]! - av;
      cu = uvs[r]! - au;
      cv = uvs[r + 1]! - av;
      const full = texture.map.levels[0]!;
      const texelsPerSample = Math.abs(bu * cv - bv * cu) * full.width * full.height * inverseArea;
      level = levelFor(texture.map, texelsPerSample);
      texels = level.texels;
      gloss = level.gloss;
      // Where texels are finer than samples, the samples of a pixel average enough of them.
      magnified = texelsPerSample < 0.9;
      au *= level.width;
      bu *= level.width;
      cu *= level.width;
      av *= level.height;
      bv *= level.height;
      cv *= level.height;
      lastColumn = level.width - 1;
      lastRow = level.height - 1;
    }
    for (let y = y0; y <= y1; y++) {
      const dy = y + 0.5 - ay;
      const dx = x0 + 0.5 - ax;
      let wb = dx * bStepX + dy * bStepY;
      let wc = dx * cStepX + dy * cStepY;
      let at = y * width + x0;
      for (let x = x0; x <= x1; x++, at++, wb += bStepX, wc += cStepX) {
        const wa = 1 - wb - wc;
        // A sample on a shared edge belongs to both: rounding must not leave it to neither.
        if (wa < -1e-7 || wb < -1e-7 || wc < -1e-7) continue;
        const z = wa * az + wb * bz + wc * cz;
        if (z <= inverseDepth[at]!) continue;
        let red = wa * colours[a]! + wb * colours[b]! + wc * colours[c]!;
        let green = wa * colours[a + 1]! + wb * colours[b + 1]! + wc * colours[c + 1]!;
        let blue = wa * colours[a + 2]! + wb * colours[b + 2]! + wc * colours[c + 2]!;
        let share = opacity;
        if (level) {
          const u = au + wb * bu + wc * cu;
          const v = av + wb * bv + wc * cv;
          let alpha;
          let shine;
          if (magnified) {
            sampleTexture(level, u / level.width, v / level.height, sampled);
            red *= sampled[0]!;
            green *= sampled[1]!;
            blue *= sampled[2]!;
            alpha = sampled[3]!;
            shine = sampled[4]!;
          } else {
            const texel = (Math.floor(v) & lastRow) * level.width + (Math.floor(u) & lastColumn);
            const rootRed = texels[4 * texel]!;
            const rootGreen = texels[4 * texel + 1]!;
            const rootBlue = texels[4 * texel + 2]!;
            red *= rootRed * rootRed * (1 / 65025);
            green *= rootGreen * rootGreen * (1 / 65025);
            blue *= rootBlue * rootBlue * (1 / 65025);
            alpha = texels[4 * texel + 3]! * (1 / 255);
            shine = gloss[texel]! * (1 / 255);
          }
          if (blended) share *= alpha;
          else if (alpha < 0.5) continue;
          if (shiny) {
            red += shine * (wa * highlights[a]! + wb * highlights[b]! + wc * highlights[c]!);
            green += shine * (wa * highlights[a + 1]! + wb * highlights[b + 1]! + wc * highlights[c + 1]!);
            blue += shine * (wa * highlights[a + 2]! + wb * highlights[b + 2]! + wc * highlights[c + 2]!);
          }
        }
        const o = at * 3;
        if (!blended) {
          inverseDepth[at] = z;
          coverage[at] = 1;
          colour[o] = red;
          colour[o + 1] = green;
          colour[o + 2] = blue;
          continue;
        }
        if (opacities) share *= wa * opacities[a / 3]! + wb * opacities[b / 3]! + wc * opacities[c / 3]!;
        if (share < LEAST_SHARE) continue;
        if (share > 0.5) inverseDepth[at] = z;
        coverage[at] = coverage[at]! + (1 - coverage[at]!) * share;
        colour[o] = colour[o]! + (red - colour[o]!) * share;
        colour[o + 1] = colour[o + 1]! + (green - colour[o + 1]!) * share;
        colour[o + 2] = colour[o + 2]! + (blue - colour[o + 2]!) * share;
      }
    }
  }
}
