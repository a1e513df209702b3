/** Pictures on meshes: reflectance, transparency and gloss per texel, with smaller copies for distant surfaces. */

/** One size of a texture. */
export interface TextureLevel {
  /** Powers of two: a texture repeats beyond 0..1. */
  readonly width: number;
  readonly height: number;
  /** [height * width * 4] square root of the factor on the reflectance (times 255), and alpha; row 0 is v = 0. */
  readonly texels: Uint8Array;
  /** [height * width] factor on the highlight, times 255. */
  readonly gloss: Uint8Array;
}

/** Level 0 is the full picture, each further one half as wide and high. */
export interface Texture {
  readonly levels: readonly TextureLevel[];
}

/** How a texture lies on a mesh. */
export interface MeshTexture {
  /** [T * 3] index into `uvs` of each triangle's corners. */
  readonly corners: Uint32Array;
  /** [U * 2] u to the right, v down the picture's rows, 0..1. */
  readonly uvs: Float32Array;
  readonly map: Texture;
}

const SMALLEST = 8;

/**
 * Makes a texture and its smaller copies.
 * @param texels [height * width * 4] as in `TextureLevel`
 * @param gloss [height * width]; without it the mesh's own gloss holds everywhere
 * @throws RangeError when a side is no power of two or a plane has another size.
 */
export function createTexture(
  width: number,
  height: number,
  texels: Uint8Array,
  gloss: Uint8Array = new Uint8Array(width * height).fill(255),
): Texture {
  if (!isPowerOfTwo(width) || !isPowerOfTwo(height))
    throw new RangeError(`A texture's sides must be powers of two, not ${width} x ${height}.`);
  if (texels.length !== width * height * 4 || gloss.length !== width * height)
    throw new RangeError(`A texture of ${width} x ${height} cannot have ${texels.length} values.`);
  const levels: TextureLevel[] = [{ width, height, texels, gloss }];
  for (let level = levels[0]!; Math.min(level.width, level.height) > SMALLEST;) {
    level = halve(level);
    levels.push(level);
  }
  return { levels };
}

const isPowerOfTwo = (n: number): boolean => n > 0 && (n & (n - 1)) === 0;

/** Averages 2 x 2 texels in linear light; what is transparent has no say in the colour. */
function halve({ width, height, texels, gloss }: TextureLevel): TextureLevel {
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  const outTexels = new Uint8Array(halfWidth * halfHeight * 4);
  const outGloss = new Uint8Array(halfWidth * halfHeight);
  for (let y = 0; y < halfHeight; y++) {
    for (let x = 0; x < halfWidth; x++) {
      const a = (2 * y * width + 2 * x) * 4;
      const b = a + 4;
      const c = a + 4 * width;
      const d = c + 4;
      let wa = texels[a + 3]!;
      let wb = texels[b + 3]!;
      let wc = texels[c + 3]!;
      let wd = texels[d + 3]!;
      const alpha = wa + wb + wc + wd;
      const at = y * halfWidth + x;
      outTexels[4 * at + 3] = (alpha + 2) >> 2;
      if (alpha === 0) wa = wb = wc = wd = 1;
      const share = 1 / (wa + wb + wc + wd);
      for (let k = 0; k < 3; k++) {
        const p = texels[a + k]!;
        const q = texels[b + k]!;
        const r = texels[c + k]!;
        const s = texels[d + k]!;
        outTexels[4 * at + k] = Math.sqrt((wa * p * p + wb * q * q + wc * r * r + wd * s * s) * share) + 0.5;
      }
      outGloss[at] = (gloss[a >> 2]! + gloss[b >> 2]! + gloss[c >> 2]! + gloss[d >> 2]! + 2) >> 2;
    }
  }
  return { width: halfWidth, height: halfHeight, texels: outTexels, gloss: outGloss };
}

/** The level whose texels are about as large as the samples, for so many texels of level 0 per sample (areas). */
export function levelFor(texture: Texture, texelsPerSample: number): TextureLevel {
  let level = 0;
  for (let ratio = texelsPerSample; ratio >= 3 && level < texture.levels.length - 1; ratio /= 4) level++;
  return texture.levels[level]!;
}

/**
 * Samples a level at u, v: bilinear between texel centres, linear reflectance out.
 * @param out r, g, b, alpha, gloss; all 0..1
 */
export function sampleTexture(level: TextureLevel, u: number, v: number, out: Float32Array): void {
  const { width, height, texels, gloss } = level;
  const x = u * width - 0.5;
  const y = v * height - 0.5;
  const xFloor = Math.floor(x);
  const yFloor = Math.floor(y);
  const fx = x - xFloor;
  const fy = y - yFloor;
  const x0 = xFloor & (width - 1);
  const x1 = (xFloor + 1) & (width - 1);
  const row0 = (yFloor & (height - 1)) * width;
  const row1 = ((yFloor + 1) & (height - 1)) * width;
  const a = (row0 + x0) * 4;
  const b = (row0 + x1) * 4;
  const c = (row1 + x0) * 4;
  const d = (row1 + x1) * 4;
  const wd = fx * fy;
  const wb = fx - wd;
  const wc = fy - wd;
  const wa = 1 - fx - wc;
  const red = wa * texels[a]! + wb * texels[b]! + wc * texels[c]! + wd * texels[d]!;
  const green = wa * texels[a + 1]! + wb * texels[b + 1]! + wc * texels[c + 1]! + wd * texels[d + 1]!;
  const blue = wa * texels[a + 2]! + wb * texels[b + 2]! + wc * texels[c + 2]! + wd * texels[d + 2]!;
  out[0] = red * red * (1 / 65025);
  out[1] = green * green * (1 / 65025);
  out[2] = blue * blue * (1 / 65025);
  out[3] =
    (wa * texels[a + 3]! + wb * texels[b + 3]! + wc * texels[c + 3]! + wd * texels[d + 3]!) * (1 / 255);
  out[4] =
    (wa * gloss[a >> 2]! + wb * gloss[b >> 2]! + wc * gloss[c >> 2]! + wd * gloss[d >> 2]!) * (1 / 255);
}
