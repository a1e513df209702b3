/** Bakes a person's skin: pigments, marks, make-up and gloss into textures over the head's charts. */
import type { Facekit } from '../assets/facekit.ts';
import { RANGES } from '../assets/facekit.ts';
import { createRandom, smooth, type Random } from '../random.ts';
import { createTexture, type Texture } from '../raster/texture.ts';
import type { Vec3 } from '../vector.ts';
import {
  HAEMOGLOBIN_DENSITY,
  MELANIN_DENSITY,
  melaninUnits,
  RESTING_HAEMOGLOBIN,
  skinReflectance,
} from './pigment.ts';
import type { Complexion } from './skin.ts';
import { drawChart, type SkinChart } from './skin-chart.ts';
import { drawBeard, drawBrows, drawSpots, drawWrinkles, type Marks } from './skin-marks.ts';
import {
  findRegions,
  lidMargin,
  REGION_COUNT,
  REGIONS,
  type Region,
  type SkinRegions,
} from './skin-regions.ts';
import { findFolds, furrowShade, furrowShades, type SkinFolds } from './skin-folds.ts';
import { viewFromFront, type FrontView } from './skin-strokes.ts';

/** Charts, regions and noise that all people share. */
export interface SkinStudio {
  readonly face: ChartStudio;
  readonly back: ChartStudio;
}

interface ChartStudio {
  readonly chart: SkinChart;
  readonly regions: SkinRegions;
  readonly view: FrontView;
  /** [size * size] -1..1, seamless: pores, the skin's grain of a millimetre or two, and blotches of some millimetres. */
  readonly pores: Float32Array;
  readonly grain: Float32Array;
  readonly blotches: Float32Array;
  readonly marks: Marks;
}

/** Prepares the charts once; `sizePx` is the side of the face's texture, the back of the head takes half. */
export function openSkinStudio(facekit: Facekit, sizePx: number): SkinStudio {
  const face = drawChart(facekit, 'M_Face', sizePx);
  const back = drawChart(facekit, 'M_BackHead', sizePx / 2);
  const margin = lidMargin(face, back, facekit.neutral);
  const prepare = (chart: SkinChart): ChartStudio => {
    const plane = (): Float32Array => new Float32Array(chart.sizePx ** 2);
    const cells = (cellCm: number): number =>
      Math.min(chart.sizePx / 2, Math.round((chart.sizePx * chart.texelCm) / cellCm));
    return {
      chart,
      regions: findRegions(chart, facekit.neutral, margin),
      view: viewFromFront(chart),
      pores: seamlessNoise(chart.sizePx, cells(0.075), 'pores'),
      grain: seamlessNoise(chart.sizePx, cells(0.16), 'grain'),
      blotches: seamlessNoise(chart.sizePx, cells(0.42), 'blotches'),
      marks: { hair: plane(), pigment: plane(), depths: plane(), raised: plane(), smiling: plane() },
    };
  };
  return { face: prepare(face), back: prepare(back) };
}

/** Value noise [size * size] that repeats, interpolated between `cells` random values each way. */
function seamlessNoise(sizePx: number, cells: number, label: string): Float32Array {
  const random = createRandom(label);
  const lattice = Float32Array.from({ length: cells * cells }, () => random.uniform(-1, 1));
  const out = new Float32Array(sizePx * sizePx);
  for (let y = 0; y < sizePx; y++) {
    const v = (y * cells) / sizePx;
    const row = Math.floor(v);
    const fy = smooth(v - row);
    const below = row * cells;
    const above = ((row + 1) % cells) * cells;
    for (let x = 0; x < sizePx; x++) {
      const u = (x * cells) / sizePx;
      const column = Math.floor(u);
      const fx = smooth(u - column);
      const next = (column + 1) % cells;
      out[y * sizePx + x] =
        (lattice[below + column]! * (1 - fx) + lattice[below + next]! * fx) * (1 - fy) +
        (lattice[above + column]! * (1 - fx) + lattice[above + next]! * fx) * fy;
    }
  }
  return out;
}

/**
 * Bakes both charts of a person.
 * @param scalp whether hair covers the skull
 */
export function bakeSkin(
  studio: SkinStudio,
  complexion: Complexion,
  scalp: boolean,
  random: Random,
): { readonly face: Texture; readonly back: Texture; readonly folds: SkinFolds } {
  const { face, back } = studio;
  for (const { marks } of [face, back]) for (const plane of Object.values(marks)) plane.fill(0);
  drawBrows(face.marks, face.chart, face.view, complexion, random.fork('brows'));
  drawWrinkles(face.marks, face.chart, face.view, complexion, random.fork('wrinkles'));
  for (const [name, { marks, chart, regions }] of [
    ['face', face],
    ['back', back],
  ] as const) {
    drawBeard(marks, chart, regions, complexion, random.fork(`beard ${name}`));
    drawSpots(marks, chart, regions, complexion, random.fork(`spots ${name}`));
  }
  const front = compose(face, complexion, scalp, random.fork('compose face'));
  return {
    face: front,
    back: compose(back, complexion, scalp, random.fork('compose back')),
    folds: findFolds(
      front,
      furrowShades(face.chart, face.marks.raised),
      furrowShades(face.chart, face.marks.smiling),
    ),
  };
}

/** Square roots of exp(-density): reflectance as the texture keeps it, by density in steps of 1 / 256. */
const ROOTS = Float32Array.from({ length: 256 * 8 }, (_, i) => 255 * Math.exp(-i / 512));
const MOUTH: Vec3 = [0.2, 0.055, 0.05];
const index = (region: Region): number => REGIONS.indexOf(region);
const [LIPS, REDNESS, BLUSH, HOLLOW, OILY, BEARD, LID, LASH_LINE, MOIST, SCALP, LOWER] = (
  [
    'lips',
    'redness',
    'blush',
    'hollow',
    'oily',
    'beard',
    'lid',
    'lashLine',
    'moist',
    'scalp',
    'lower',
  ] as const
).map(index) as [number, number, number, number, number, number, number, number, number, number, number];

function compose(studio: ChartStudio, complexion: Complexion, scalp: boolean, random: Random): Texture {
  const { chart, regions, pores, grain, blotches, marks } = studio;
  const size = chart.sizePx;
  const wrap = size * size - 1;
  const texels = new Uint8Array(size * size * 4);
  const gloss = new Uint8Array(size * size);
  const { shares } = regions;
  const { hair, pigment, depths } = marks;
  const dermis = skinReflectance(0, 0).map((r) => -Math.log(r)) as unknown as Vec3;
  const melanin = melaninUnits(complexion.melanin);
  const blood = RESTING_HAEMOGLOBIN * (1 + 0.3 * complexion.blood);
  const plain = skinReflectance(melanin, blood);
  for (let at = 0; at < size * size; at++) {
    for (let c = 0; c < 3; c++) texels[4 * at + c] = 255 * Math.sqrt(plain[c as 0 | 1 | 2]);
    texels[4 * at + 3] = 255;
  }
  const shift = [1, 2, 3].map(() => Math.floor(random.uniform(0, size * size))) as [number, number, number];
  const { pores: rough, oil, hollows, lipstick, shadow, liner, blush, beard } = complexion;
  // Brows and beards are darker than the head's hair, the more the fairer that is.
  const fair = Math.min(0.8, 0.085 / Math.max(...complexion.hairColour));
  const browHair = root(complexion.hairColour.map((c) => fair * c) as unknown as Vec3);
  const scalpHair = root(complexion.hairColour);
  const stick = root(lipstick.colour);
  const eyeShadow = root(shadow.colour);
  const mouth = root(MOUTH);
  // The neck's texels are large and stretched: less of what would show it.
  const calm = Math.min(1, 0.06 / chart.texelCm);
  // A camera that brightens a dark face brightens its sheen too: what is left of it is broad.
  const even = 1 - 0.4 * complexion.melanin;
  const out = new Float64Array(3);
  for (const at of chart.texels) {
    const i = at * REGION_COUNT;
    const lips = shares[i + LIPS]! / 255;
    const moist = shares[i + MOIST]! / 255;
    const pore = pores[(at + shift[0]) & wrap]!;
    const fine = calm * grain[(at + shift[0]) & wrap]!;
    // Pores are pits: dark dots on even skin, largest where it is oily.
    const oily = shares[i + OILY]! / 255;
    const pit = (pore < 0 ? 1.5 : 0.6) * pore * (0.6 + 0.6 * oily);
    const blotch = calm * blotches[(at + shift[1]) & wrap]!;
    const flush = calm * blotches[(at + shift[2]) & wrap]!;
    const lower = 0.4 + 0.6 * (shares[i + LOWER]! / 255);
    const hollow = (shares[i + HOLLOW]! / 255) * hollows * lower;
    const m =
      melanin *
        (1 + 0.09 * blotch + 0.04 * pore + 0.05 * fine) *
        (1 - (0.3 - 0.22 * complexion.melanin) * lips - 0.5 * moist) +
      pigment[at]! * (1 - lips) +
      0.22 * hollow;
    const h =
      blood *
        (1 +
          0.15 * flush +
          (shares[i + REDNESS]! / 255) * (0.18 + 0.13 * complexion.blood) * (1 + 0.7 * flush) +
          lips * (0.55 + 0.65 * complexion.lipTint) +
          0.6 * moist +
          0.45 * hollow) +
      0.16 * blush * (shares[i + BLUSH]! / 255);
    // Lips crease across: a noise that is stretched upwards.
    const crease =
      lips > 0 ? lips * pores[((((at >> 3) & ~(size - 1)) | (at & (size - 1))) + shift[2]) & wrap]! : 0;
    let shade =
      1 + furrowShade(chart, depths, at) + rough * (0.06 * pit + 0.035 * fine) * (1 - lips) + 0.09 * crease;
    shade *= 1 - 0.25 * (shares[i + LASH_LINE]! / 255);
    const dim = Math.sqrt(Math.max(0.05, shade));
    for (let c = 0; c < 3; c++) {
      const density = dermis[c]! + m * MELANIN_DENSITY[c]! + h * HAEMOGLOBIN_DENSITY[c]!;
      out[c] = ROOTS[Math.min(2047, (density * 256) | 0)]! * dim;
    }
    let shine = (0.3 + (0.25 + 0.45 * oil) * oily) * even * (1 + rough * (0.35 * pit + 0.3 * fine));
    if (chart.parts[at]! >= RANGES.mouthSocket[0] && chart.parts[at]! < RANGES.mouthSocket[1]) {
      paint(out, mouth, 1);
      shine = 0.8;
    }
    if (lips > 0) {
      paint(out, stick, lips * lipstick.amount * (0.85 + 0.15 * crease));
      shine += lips * (0.2 + lipstick.amount * lipstick.gloss - 0.15 * crease);
    }
    const lid = (shares[i + LID]! / 255) * shadow.amount;
    if (lid > 0) paint(out, eyeShadow, lid);
    const line =
      (shares[i + LASH_LINE]! / 255) * (0.12 + liner * 0.7) * (1 - 0.55 * lower * (1 - 0.4 * liner));
    if (line > 0) paint(out, [22, 18, 17], line);
    const grown = hair[at]!;
    const stubble = (shares[i + BEARD]! / 255) * (0.45 * beard + 0.25 * beard * beard);
    if (stubble > 0) paint(out, browHair, stubble * (0.8 + 0.3 * blotch));
    if (grown > 0) paint(out, browHair, grown);
    shine *= 1 - 0.7 * Math.min(1, grown + stubble);
    if (scalp && shares[i + SCALP]! > 0) {
      paint(out, scalpHair, (shares[i + SCALP]! / 255) * (0.9 + 0.1 * pore));
      shine *= 1 - shares[i + SCALP]! / 255;
    }
    if (moist > 0) shine += 0.7 * moist;
    for (let c = 0; c < 3; c++) texels[4 * at + c] = Math.min(255, out[c]! + 0.5);
    gloss[at] = 255 * Math.min(1, Math.max(0, shine));
  }
  return createTexture(size, size, texels, gloss);
}

/** A reflectance as the texture keeps it. */
const root = (c: Vec3): Vec3 => [255 * Math.sqrt(c[0]), 255 * Math.sqrt(c[1]), 255 * Math.sqrt(c[2])];

/** Covers a share of a colour (square roots) with another. */
function paint(out: Float64Array, to: readonly number[], share: number): void {
  out[0] = out[0]! + (to[0]! - out[0]!) * share;
  out[1] = out[1]! + (to[1]! - out[1]!) * share;
  out[2] = out[2]! + (to[2]! - out[2]!) * share;
}
