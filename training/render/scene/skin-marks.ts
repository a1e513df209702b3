/** What a person's face has on top of its skin colour: brows and beard hair by hair, freckles, moles, wrinkles. */
import type { Random } from '../random.ts';
import { smoothBetween } from '../random.ts';
import type { Complexion } from './skin.ts';
import type { SkinChart } from './skin-chart.ts';
import { REGION_COUNT, REGIONS, type SkinRegions } from './skin-regions.ts';
import { drawFurrow, drawHair, drawSpot, type FrontView } from './skin-strokes.ts';

/** Planes [size * size] that the marks are drawn into. */
export interface Marks {
  /** Share of hair. */
  readonly hair: Float32Array;
  /** Further melanin, units. */
  readonly pigment: Float32Array;
  /** Depth below the smooth skin, cm. */
  readonly depths: Float32Array;
  /** Depth that furrows gain when the brows are raised, and in a smile, cm. */
  readonly raised: Float32Array;
  readonly smiling: Float32Array;
}

/** A hair of brow or beard is about a tenth of a millimetre thick. */
const HAIR_CM = 0.013;

/** Draws both brows: a low arch whose ends lie about level, of hairs that rise near the nose and then lie outwards, upper ones pointing down. */
export function drawBrows(
  marks: Marks,
  chart: SkinChart,
  view: FrontView,
  complexion: Complexion,
  random: Random,
): void {
  const { browStrength, browHeightCm, browThicknessCm } = complexion;
  const widthPx = HAIR_CM / chart.texelCm;
  const arch = random.uniform(0.12, 0.5);
  // Cameras mostly look down on a forehead: there the outer end, which lies farther back, appears higher than it is.
  const fall = random.normal(0.24, 0.11);
  const end = random.uniform(5.3, 5.9);
  const start = random.uniform(0.95, 1.4);
  const count = Math.round((420 + 620 * browStrength) * (browThicknessCm / 0.8));
  for (const sign of [-1, 1]) {
    const lift = random.normal(0, 0.05);
    for (let k = 0; k < count; k++) {
      const along = random.uniform(0, 1) ** 1.1;
      const across = random.clamped(0, 0.5, -1.2, 1.2);
      // Sparse where it begins.
      if (random.uniform(0, 1) > 0.25 + 0.75 * smoothBetween(-0.02, 0.16, along)) continue;
      const side = start + (end - start) * along;
      const middle =
        5.3 + browHeightCm + lift + arch * Math.sin(Math.PI * along ** 1.5) - fall * along ** 1.6;
      const taper =
        (0.72 + 0.28 * smoothBetween(0, 0.2, along)) * (1 - 0.68 * smoothBetween(0.4, 1.05, along));
      const y = middle + (across * browThicknessCm * taper) / 2;
      const rising = 1.25 * (1 - smoothBetween(0, 0.34, along)) + 0.2 - 0.65 * smoothBetween(0.4, 1, along);
      const angle = rising - 0.5 * across * (1 - 0.7 * along) + random.normal(0, 0.14);
      const lengthCm = random.uniform(0.35, 0.7) * (1 - 0.35 * along);
      const place = view.find(
        sign * (side - 0.4 * lengthCm * Math.cos(angle)),
        y - 0.4 * lengthCm * Math.sin(angle),
      );
      if (!place) continue;
      const length = lengthCm / chart.texelCm;
      drawHair(
        marks.hair,
        chart.sizePx,
        place[0],
        place[1],
        place[0] + sign * Math.cos(angle) * length,
        place[1] + Math.sin(angle) * length,
        widthPx * random.uniform(0.8, 1.5),
        0.55 + 0.4 * browStrength,
      );
    }
  }
}

/** Draws stubble or a beard: dots at first, then hairs that fall, densest on lip and chin. */
export function drawBeard(
  marks: Marks,
  chart: SkinChart,
  regions: SkinRegions,
  complexion: Complexion,
  random: Random,
): void {
  const { beard } = complexion;
  if (beard <= 0) return;
  const plane = REGIONS.indexOf('beard');
  const lengthCm = 0.04 + 0.55 * Math.max(0, beard - 0.25) ** 1.4;
  const widthPx = HAIR_CM / chart.texelCm;
  // Roots per cm2; long hairs hide one another.
  const attempts = Math.round(chart.texels.length * chart.texelCm ** 2 * (beard < 0.4 ? 46 : 34));
  for (let k = 0; k < attempts; k++) {
    const at = chart.texels[Math.floor(random.uniform(0, chart.texels.length))]!;
    if (random.uniform(0, 255) > regions.shares[at * REGION_COUNT + plane]! * (0.35 + 0.65 * beard)) continue;
    const x = (at % chart.sizePx) + random.uniform(0, 1);
    const y = Math.floor(at / chart.sizePx) + random.uniform(0, 1);
    const angle = -Math.PI / 2 + random.normal(0, 0.45) + 0.06 * chart.positions[3 * at]!;
    const length = (lengthCm * random.uniform(0.6, 1.3)) / chart.texelCm;
    drawHair(
      marks.hair,
      chart.sizePx,
      x,
      y,
      x + Math.cos(angle) * length,
      y + Math.sin(angle) * length,
      widthPx * random.uniform(0.9, 1.6),
      0.55 + 0.35 * beard,
    );
  }
}

/** Freckles in their region; moles and age spots anywhere. */
export function drawSpots(
  marks: Marks,
  chart: SkinChart,
  regions: SkinRegions,
  complexion: Complexion,
  random: Random,
): void {
  const plane = REGIONS.indexOf('freckles');
  const anywhere = (): number => chart.texels[Math.floor(random.uniform(0, chart.texels.length))]!;
  const spot = (at: number, radiusCm: number, strength: number): void =>
    drawSpot(
      marks.pigment,
      chart.sizePx,
      (at % chart.sizePx) + 0.5,
      Math.floor(at / chart.sizePx) + 0.5,
      Math.max(0.6, radiusCm / chart.texelCm),
      strength,
    );
  for (let k = 0; k < Math.round(1600 * complexion.freckles); k++) {
    const at = anywhere();
    if (random.uniform(0, 255) > regions.shares[at * REGION_COUNT + plane]!) continue;
    spot(at, random.uniform(0.03, 0.1), random.uniform(0.12, 0.5) * (0.4 + 0.6 * complexion.freckles));
  }
  for (let k = 0; k < complexion.moles; k++)
    spot(anywhere(), random.uniform(0.05, 0.16), random.uniform(0.6, 1.6));
  for (let k = 0; k < Math.round(26 * Math.max(0, complexion.age - 0.45)); k++)
    spot(anywhere(), random.uniform(0.1, 0.35), random.uniform(0.1, 0.3));
}

/** Furrows, deeper with age: forehead, between the brows, crow's feet, nose to mouth, mouth to chin, below the eyes, chin. */
export function drawWrinkles(
  marks: Marks,
  chart: SkinChart,
  view: FrontView,
  complexion: Complexion,
  random: Random,
): void {
  const { age, wrinkles } = complexion;
  const old = (from: number, to: number): number => wrinkles * smoothBetween(from, to, age);
  const furrow = (points: readonly (readonly [number, number])[], depthCm: number, widthCm: number): void => {
    if (depthCm > 0.0015) drawFurrow(marks.depths, chart, view, points, depthCm, widthCm);
  };
  // What stays smooth in the young still folds when the face moves.
  const folding = wrinkles * (0.5 + 0.5 * smoothBetween(0, 0.7, age));
  const lines = 2 + Math.floor(random.uniform(0, 3));
  for (let line = 0; line < lines; line++) {
    const y = 7 + (2.9 * (line + random.uniform(-0.25, 0.25))) / lines;
    const from = random.uniform(-4.6, -2.6);
    const to = random.uniform(2.6, 4.6);
    const wave = random.uniform(0, 6);
    const points = Array.from({ length: 15 }, (_, i) => {
      const x = from + ((to - from) * i) / 14;
      return [x, y + 0.14 * Math.sin(1.1 * x + wave) - 0.018 * x * x] as const;
    });
    drawFurrow(marks.raised, chart, view, points, 0.024 * folding, 0.08);
    furrow(points, 0.004 * wrinkles + old(0.2, 0.9) * random.uniform(0.015, 0.034), 0.07);
  }
  for (const sign of [-1, 1]) {
    const at = (x: number, y: number): readonly [number, number] => [sign * x, y];
    const tilt = random.uniform(-0.05, 0.15);
    furrow([at(0.5, 4.3), at(0.55 + tilt, 5.1), at(0.7 + tilt, 6)], old(0.25, 0.9) * 0.025, 0.06);
    for (let line = 0; line < 4; line++) {
      const angle = -0.62 + 0.36 * line + random.normal(0, 0.08);
      const reach = random.uniform(0.7, 1.4);
      const from = [4.85, 3.35 + 0.18 * (line - 1.5)] as const;
      const points = [
        at(...from),
        at(from[0] + 0.5 * reach * Math.cos(angle), from[1] + 0.5 * reach * Math.sin(angle)),
        at(from[0] + reach * Math.cos(angle), from[1] + reach * Math.sin(angle) - 0.05),
      ];
      drawFurrow(marks.smiling, chart, view, points, 0.02 * folding, 0.06);
      furrow(points, 0.002 + old(0.25, 0.85) * random.uniform(0.012, 0.028), 0.05);
    }
    const fold = random.uniform(0.5, 1);
    const cheek = [at(1.5, -0.35), at(2.15, -1.1), at(2.65, -2.1), at(2.95, -3.1), at(3, -3.9)];
    drawFurrow(marks.smiling, chart, view, cheek, 0.03 * folding, 0.13);
    furrow(cheek, 0.016 * fold + old(0.25, 0.9) * 0.045, 0.13);
    furrow([at(2.75, -3.9), at(2.95, -4.7), at(2.95, -5.6)], old(0.45, 1) * 0.035, 0.1);
    furrow(
      [at(1.75, 2.95), at(2.2, 2.35), at(3, 2), at(3.9, 2.15)],
      0.008 * complexion.hollows + old(0.2, 0.8) * 0.028,
      0.1,
    );
    furrow([at(2, 3), at(2.6, 2.6), at(3.4, 2.5), at(4.3, 2.75)], 0.003 + old(0.3, 0.9) * 0.02, 0.06);
    furrow([at(1.6, 3.05), at(2.1, 1.9), at(3, 1.2), at(3.7, 0.7)], old(0.4, 1) * 0.02, 0.14);
  }
  furrow(
    [
      [-1.3, -5.2],
      [-0.6, -5],
      [0, -4.95],
      [0.6, -5],
      [1.3, -5.2],
    ],
    0.012 + old(0.3, 1) * 0.02,
    0.14,
  );
}
