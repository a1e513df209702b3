/** Fills one triangle's samples: the rasterizer's inner loops, one for each kind of surface. */
import type { ProjectedVertices, Target } from './rasterizer.ts';
import { sampleTexture, type TextureLevel } from './texture.ts';

/** A triangle as it lies in the target; one object is used for all. */
export interface Patch {
  /** Offsets of the corners in [V * 3]; a is the origin of the weights of b and c. */
  a: number;
  b: number;
  c: number;
  /** Box of the samples. */
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  /** Weights of b and c at the box's first sample, and per sample along x and y. */
  bFirst: number;
  cFirst: number;
  bStepX: number;
  bStepY: number;
  cStepX: number;
  cStepY: number;
  /** Where there is a texture: its size for this triangle, and texels at a, from a to b, and from a to c. */
  level: TextureLevel | undefined;
  /** Texels are larger than samples. */
  magnified: boolean;
  au: number;
  av: number;
  bu: number;
  bv: number;
  cu: number;
  cv: number;
}

export const createPatch = (): Patch => ({
  a: 0,
  b: 0,
  c: 0,
  x0: 0,
  x1: 0,
  y0: 0,
  y1: 0,
  bFirst: 0.5,
  cFirst: 0.5,
  bStepX: 0.5,
  bStepY: 0.5,
  cStepX: 0.5,
  cStepY: 0.5,
  level: undefined,
  magnified: false,
  au: 0.5,
  av: 0.5,
  bu: 0.5,
  bv: 0.5,
  cu: 0.5,
  cv: 0.5,
});

/** A sample on a shared edge belongs to both triangles: rounding must not leave it to neither. */
const EDGE = -1e-7;
const BEYOND = 1 - EDGE;
/** Shares below this leave no trace in eight bits. */
const LEAST_SHARE = 1 / 512;
/** Of a byte's square. */
const SQUARE = 1 / 65025;

/** Opaque, without a texture. */
export function fillPlain(target: Target, { points, colours }: ProjectedVertices, patch: Patch): void {
  const { width, inverseDepth, colour, coverage } = target;
  const { a, b, c, x0, x1, y0, y1, bStepX, bStepY, cStepX, cStepY } = patch;
  const az = points[a + 2]!;
  const bz = points[b + 2]! - az;
  const cz = points[c + 2]! - az;
  const aRed = colours[a]!;
  const aGreen = colours[a + 1]!;
  const aBlue = colours[a + 2]!;
  const bRed = colours[b]! - aRed;
  const bGreen = colours[b + 1]! - aGreen;
  const bBlue = colours[b + 2]! - aBlue;
  const cRed = colours[c]! - aRed;
  const cGreen = colours[c + 1]! - aGreen;
  const cBlue = colours[c + 2]! - aBlue;
  for (let y = y0; y <= y1; y++) {
    let wb = patch.bFirst + (y - y0) * bStepY;
    let wc = patch.cFirst + (y - y0) * cStepY;
    let entered = false;
    for (let at = y * width + x0, end = y * width + x1; at <= end; at++, wb += bStepX, wc += cStepX) {
      if (wb < EDGE || wc < EDGE || wb + wc > BEYOND) {
        if (entered) break;
        continue;
      }
      entered = true;
      const z = az + wb * bz + wc * cz;
      if (z <= inverseDepth[at]!) continue;
      inverseDepth[at] = z;
      coverage[at] = 1;
      const o = at * 3;
      colour[o] = aRed + wb * bRed + wc * cRed;
      colour[o + 1] = aGreen + wb * bGreen + wc * cGreen;
      colour[o + 2] = aBlue + wb * bBlue + wc * cBlue;
    }
  }
}

const sampled = new Float32Array(5);

/** Opaque, with a texture; what its alpha leaves below a half is cut out. */
export function fillTextured(target: Target, vertices: ProjectedVertices, patch: Patch): void {
  const { width, inverseDepth, colour, coverage } = target;
  const { points, colours } = vertices;
  const { a, b, c, x0, x1, y0, y1, bStepX, bStepY, cStepX, cStepY } = patch;
  const { magnified, au, av, bu, bv, cu, cv } = patch;
  const level = patch.level!;
  const { texels, gloss } = level;
  const columns = level.width;
  const lastColumn = columns - 1;
  const lastRow = level.height - 1;
  const shiny = vertices.highlights !== undefined;
  const highlights = vertices.highlights ?? colours;
  const az = points[a + 2]!;
  const bz = points[b + 2]! - az;
  const cz = points[c + 2]! - az;
  for (let y = y0; y <= y1; y++) {
    let wb = patch.bFirst + (y - y0) * bStepY;
    let wc = patch.cFirst + (y - y0) * cStepY;
    let entered = false;
    for (let at = y * width + x0, end = y * width + x1; at <= end; at++, wb += bStepX, wc += cStepX) {
      if (wb < EDGE || wc < EDGE || wb + wc > BEYOND) {
        if (entered) break;
        continue;
      }
      entered = true;
      const z = az + wb * bz + wc * cz;
      if (z <= inverseDepth[at]!) continue;
      const u = au + wb * bu + wc * cu;
      const v = av + wb * bv + wc * cv;
      let red: number;
      let green: number;
      let blue: number;
      let shine: number;
      if (magnified) {
        sampleTexture(level, u / columns, v / level.height, sampled);
        if (sampled[3]! < 0.5) continue;
        red = sampled[0]!;
        green = sampled[1]!;
        blue = sampled[2]!;
        shine = sampled[4]!;
      } else {
        const texel = (Math.floor(v) & lastRow) * columns + (Math.floor(u) & lastColumn);
        if (texels[4 * texel + 3]! < 128) continue;
        red = SQUARE * texels[4 * texel]! ** 2;
        green = SQUARE * texels[4 * texel + 1]! ** 2;
        blue = SQUARE * texels[4 * texel + 2]! ** 2;
        shine = gloss[texel]! / 255;
      }
      const wa = 1 - wb - wc;
      red *= wa * colours[a]! + wb * colours[b]! + wc * colours[c]!;
      green *= wa * colours[a + 1]! + wb * colours[b + 1]! + wc * colours[c + 1]!;
      blue *= wa * colours[a + 2]! + wb * colours[b + 2]! + wc * colours[c + 2]!;
      if (shiny) {
        red += shine * (wa * highlights[a]! + wb * highlights[b]! + wc * highlights[c]!);
        green += shine * (wa * highlights[a + 1]! + wb * highlights[b + 1]! + wc * highlights[c + 1]!);
        blue += shine * (wa * highlights[a + 2]! + wb * highlights[b + 2]! + wc * highlights[c + 2]!);
      }
      inverseDepth[at] = z;
      coverage[at] = 1;
      const o = at * 3;
      colour[o] = red;
      colour[o + 1] = green;
      colour[o + 2] = blue;
    }
  }
}

/**
 * Blended over what is there, with or without a texture; depth is written where more than half of what is behind is hidden.
 * @param opacities [V] factor on the opacity
 */
export function fillBlended(
  target: Target,
  vertices: ProjectedVertices,
  patch: Patch,
  opacity: number,
  opacities: Float32Array | undefined,
): void {
  const { width, inverseDepth, colour, coverage } = target;
  const { points, colours, highlights } = vertices;
  const { a, b, c, x0, x1, y0, y1, level } = patch;
  for (let y = y0; y <= y1; y++) {
    let wb = patch.bFirst + (y - y0) * patch.bStepY;
    let wc = patch.cFirst + (y - y0) * patch.cStepY;
    for (
      let at = y * width + x0, end = y * width + x1;
      at <= end;
      at++, wb += patch.bStepX, wc += patch.cStepX
    ) {
      const wa = 1 - wb - wc;
      if (wa < EDGE || wb < EDGE || wc < EDGE) continue;
      const z = wa * points[a + 2]! + wb * points[b + 2]! + wc * points[c + 2]!;
      if (z <= inverseDepth[at]!) continue;
      let share = opacity;
      if (opacities) share *= wa * opacities[a / 3]! + wb * opacities[b / 3]! + wc * opacities[c / 3]!;
      let red = wa * colours[a]! + wb * colours[b]! + wc * colours[c]!;
      let green = wa * colours[a + 1]! + wb * colours[b + 1]! + wc * colours[c + 1]!;
      let blue = wa * colours[a + 2]! + wb * colours[b + 2]! + wc * colours[c + 2]!;
      if (level) {
        const u = patch.au + wb * patch.bu + wc * patch.cu;
        const v = patch.av + wb * patch.bv + wc * patch.cv;
        if (patch.magnified) sampleTexture(level, u / level.width, v / level.height, sampled);
        else takeTexel(level, u, v);
        red *= sampled[0]!;
        green *= sampled[1]!;
        blue *= sampled[2]!;
        share *= sampled[3]!;
        if (highlights) {
          const shine = sampled[4]!;
          red += shine * (wa * highlights[a]! + wb * highlights[b]! + wc * highlights[c]!);
          green += shine * (wa * highlights[a + 1]! + wb * highlights[b + 1]! + wc * highlights[c + 1]!);
          blue += shine * (wa * highlights[a + 2]! + wb * highlights[b + 2]! + wc * highlights[c + 2]!);
        }
      }
      if (share < LEAST_SHARE) continue;
      if (share > 0.5) inverseDepth[at] = z;
      const o = at * 3;
      coverage[at] = coverage[at]! + (1 - coverage[at]!) * share;
      colour[o] = colour[o]! + (red - colour[o]!) * share;
      colour[o + 1] = colour[o + 1]! + (green - colour[o + 1]!) * share;
      colour[o + 2] = colour[o + 2]! + (blue - colour[o + 2]!) * share;
    }
  }
}

/** The texel at u, v (in texels) to `sampled`. */
function takeTexel({ width, height, texels, gloss }: TextureLevel, u: number, v: number): void {
  const texel = (Math.floor(v) & (height - 1)) * width + (Math.floor(u) & (width - 1));
  for (let k = 0; k < 3; k++) sampled[k] = texels[4 * texel + k]! ** 2 * SQUARE;
  sampled[3] = texels[4 * texel + 3]! / 255;
  sampled[4] = gloss[texel]! / 255;
}
