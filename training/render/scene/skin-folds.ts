/** Furrows that come and go with the face: lines of raised brows, and of a smile, in a baked texture. */
import type { Texture } from '../raster/texture.ts';
import type { SkinChart } from './skin-chart.ts';

/** Texels of one size of a texture that furrows darken or lighten. */
interface FoldedTexels {
  readonly texels: Uint8Array;
  /** [n] texel numbers. */
  readonly at: Uint32Array;
  /** [n * 3] what the texture holds there without furrows. */
  readonly smooth: Uint8Array;
  /** [n] change of the reflectance with brows fully raised, and with a full smile, as a share. */
  readonly raised: Float32Array;
  readonly smiling: Float32Array;
}

export interface SkinFolds {
  readonly levels: readonly FoldedTexels[];
}

/** Smaller changes than this are not seen. */
const LEAST = 0.008;
/** Sizes of the texture that a face near enough to show furrows is drawn from. */
const LEVELS = 3;

/** What furrows of such depths do to the reflectance, as a share of it. */
export function furrowShades(chart: SkinChart, depths: Float32Array): Float32Array {
  const size = chart.sizePx;
  const shades = new Float32Array(size * size);
  for (const at of chart.texels) shades[at] = furrowShade(chart, depths, at);
  return shades;
}

/** Light comes from above more than from below: an upper wall of a furrow is darker than a lower one. */
export function furrowShade({ sizePx, texelCm }: SkinChart, depths: Float32Array, at: number): number {
  const wrap = sizePx * sizePx - 1;
  const slope = (depths[(at + sizePx) & wrap]! - depths[(at - sizePx) & wrap]!) * (0.225 / texelCm);
  return Math.max(-0.5, Math.min(0.35, slope)) - Math.min(0.3, 5 * depths[at]!);
}

/**
 * Finds what furrows change in a texture.
 * @param raised [size * size] change of the reflectance with brows fully raised
 * @param smiling [size * size] with a full smile
 */
export function findFolds(texture: Texture, raised: Float32Array, smiling: Float32Array): SkinFolds {
  let planes = { raised, smiling };
  const levels = texture.levels.slice(0, LEVELS).map(({ width, texels }, level) => {
    if (level > 0) planes = { raised: halve(planes.raised, width), smiling: halve(planes.smiling, width) };
    const at: number[] = [];
    for (let i = 0; i < width * width; i++)
      if (Math.abs(planes.raised[i]!) > LEAST || Math.abs(planes.smiling[i]!) > LEAST) at.push(i);
    return {
      texels,
      at: Uint32Array.from(at),
      smooth: Uint8Array.from(at.flatMap((i) => [texels[4 * i]!, texels[4 * i + 1]!, texels[4 * i + 2]!])),
      raised: Float32Array.from(at, (i) => planes.raised[i]!),
      smiling: Float32Array.from(at, (i) => planes.smiling[i]!),
    };
  });
  return { levels };
}

function halve(plane: Float32Array, width: number): Float32Array {
  const out = new Float32Array(width * width);
  for (let y = 0; y < width; y++)
    for (let x = 0; x < width; x++) {
      const i = 4 * y * width + 2 * x;
      out[y * width + x] =
        (plane[i]! + plane[i + 1]! + plane[i + 2 * width]! + plane[i + 2 * width + 1]!) / 4;
    }
  return out;
}

const mean = (expression: ReadonlyMap<string, number>, shape: string): number =>
  ((expression.get(`${shape}_L`) ?? 0) + (expression.get(`${shape}_R`) ?? 0)) / 2;

/** Folds the skin as an expression has it; the texture then is a function of the expression alone. */
export function foldSkin({ levels }: SkinFolds, expression: ReadonlyMap<string, number>): void {
  const brows = Math.min(1, 2.2 * (mean(expression, 'browOuterUp') + 0.5 * mean(expression, 'browInnerUp')));
  const smile = Math.min(1, 1.2 * mean(expression, 'mouthSmile') + 0.4 * mean(expression, 'cheekSquint'));
  for (const { texels, at, smooth, raised, smiling } of levels) {
    for (let k = 0; k < at.length; k++) {
      const change = 1 + brows * raised[k]! + smile * smiling[k]!;
      const root = Math.sqrt(change > 0.2 ? change : 0.2);
      const i = 4 * at[k]!;
      for (let c = 0; c < 3; c++) {
        const value = smooth[3 * k + c]! * root + 0.5;
        texels[i + c] = value > 255 ? 255 : value;
      }
    }
  }
}
