import { describe, expect, it } from 'vitest';
import type { Environment } from '../../../training/render/assets/environment.ts';
import { paintLenses } from '../../../training/render/raster/glasses-painter.ts';
import {
  meetQuad,
  mirrored,
  throughLens,
  type PosedGlasses,
  type PosedLens,
} from '../../../training/render/raster/lens.ts';
import { createLighting } from '../../../training/render/raster/lighting.ts';
import { createTarget } from '../../../training/render/raster/rasterizer.ts';
import { createRandom } from '../../../training/render/random.ts';
import { drawGlasses } from '../../../training/render/scene/glasses-design.ts';
import {
  GLASSES_SHAPES,
  HELD_BACK_SHAPES,
  REACH_STEPS,
  tabulateReach,
  traceOutline,
} from '../../../training/render/scene/glasses-shapes.ts';
import { chooseDesign } from '../../../training/render/scene/outfit.ts';
import type { Vec3 } from '../../../training/render/vector.ts';

const SIZE = 400;
const FOCAL = 900;
/** The iris lies this far behind the lens, cm. */
const BEHIND = 2.5;
const LENS_Z = 57;

/** Two lenses that face the camera squarely; the far one is out of the way. */
function facing(magnification: number, opticalCentre: Vec3 = [0, 0, LENS_Z]): PosedGlasses {
  const lens = (middle: Vec3): PosedLens => ({
    middle,
    outward: [1, 0, 0],
    up: [0, -1, 0],
    forward: [0, 0, -1],
    opticalCentre: [opticalCentre[0] + middle[0], opticalCentre[1] + middle[1], LENS_Z],
    powerPerCm: (1 - 1 / magnification) / BEHIND,
    reach: new Float32Array(REACH_STEPS).fill(2.5),
    frontRadiusCm: 1e4,
    sphere: [middle[0], middle[1], LENS_Z + 1e4],
  });
  const design = {
    ...drawGlasses(createRandom('lens')),
    transmission: [1, 1, 1],
    reflectance: [0, 0, 0],
  } as const;
  return { glasses: { design } as never, lenses: [lens([0, 0, LENS_Z]), lens([100, 0, LENS_Z])] };
}

const environment: Environment = {
  name: 'dark',
  width: 2,
  height: 2,
  radiance: new Float32Array(12),
  mean: 1,
  harmonics: Array.from({ length: 9 }, (): Vec3 => [0, 0, 0]),
  keyDirection: [0, 1, 0],
  keyColour: [1, 1, 1],
  keyShare: 0,
};
const lighting = createLighting(
  {
    environment,
    turn: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    keyDirection: [0, -1, 0],
    keyColour: [1, 1, 1],
    keyStrength: 0,
    ambientStrength: 1,
    screenStrength: 1,
    screenColour: [1, 1, 1],
  },
  [0, 0, 60],
  [0, 0, 0],
);
const NO_SCREEN = { corner: [1e6, 1e6, 0], right: [1, 0, 0], down: [0, 1, 0] } as const;

describe('a lens', () => {
  it.each([0.85, 0.93, 1, 1.05, 1.1])(
    'of magnification %f moves a point by so much about its optical centre',
    (m) => {
      const opticalCentre: Vec3 = [0.4, -0.2, LENS_Z];
      const glasses = facing(m, opticalCentre);
      const point: Vec3 = [1.1, 0.5, LENS_Z + BEHIND];
      const [x, y] = throughLens(glasses, point, FOCAL, SIZE, SIZE);
      const centre = [0.4, -0.2].map((c) => (c * FOCAL) / LENS_Z + SIZE / 2);
      const plain = [1.1, 0.5].map((c) => (c * FOCAL) / (LENS_Z + BEHIND) + SIZE / 2);
      expect(x).toBeCloseTo(centre[0]! + m * (plain[0]! - centre[0]!), 6);
      expect(y).toBeCloseTo(centre[1]! + m * (plain[1]! - centre[1]!), 6);
    },
  );

  it('leaves a point alone that no lens lies before', () => {
    const [x, y] = throughLens(facing(0.85), [6, 0, 60], FOCAL, SIZE, SIZE);
    expect([x, y]).toEqual([(6 * FOCAL) / 60 + SIZE / 2, SIZE / 2]);
  });

  it('displaces the picture by what the mapping says, within 0.2 px, in 60 random scenes', () => {
    const random = createRandom('warp');
    for (let scene = 0; scene < 60; scene++) {
      const m = random.uniform(0.85, 1.1);
      const glasses = facing(m, [random.uniform(-0.5, 0.5), random.uniform(-0.5, 0.5), LENS_Z]);
      const target = createTarget(SIZE, SIZE);
      const z = LENS_Z + BEHIND;
      target.inverseDepth.fill(1 / z);
      target.coverage.fill(1);
      const point: Vec3 = [random.uniform(-1.3, 1.3), random.uniform(-1.3, 1.3), z];
      const x = (point[0] * FOCAL) / z + SIZE / 2;
      const y = (point[1] * FOCAL) / z + SIZE / 2;
      // A soft spot: its centre of mass stays a spot's when it is resampled.
      for (let row = 0; row < SIZE; row++)
        for (let column = 0; column < SIZE; column++) {
          const d2 = (column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2;
          if (d2 < 100)
            target.colour.fill(Math.exp(-d2 / 8), 3 * (row * SIZE + column), 3 * (row * SIZE + column) + 3);
        }
      paintLenses(target, glasses, lighting, NO_SCREEN, 0, FOCAL);
      let sum = 0;
      let sumX = 0;
      let sumY = 0;
      for (let at = 0; at < SIZE * SIZE; at++) {
        const value = target.colour[3 * at]!;
        sum += value;
        sumX += value * ((at % SIZE) + 0.5);
        sumY += value * (Math.floor(at / SIZE) + 0.5);
      }
      const [seenX, seenY] = throughLens(glasses, point, FOCAL, SIZE, SIZE);
      expect(Math.hypot(sumX / sum - seenX, sumY / sum - seenY), `m ${m}`).toBeLessThan(0.2);
    }
  });

  it('mirrors the screen where the mirror law says', () => {
    const plain = facing(1);
    const glasses: PosedGlasses = {
      lenses: plain.lenses,
      glasses: { design: { ...plain.glasses.design, reflectance: [0.05, 0.05, 0.05] } } as never,
    };
    const screen = { corner: [-8, -3, 0], right: [9, 0, 0], down: [0, 5, 0] } as const;
    const target = createTarget(SIZE, SIZE);
    paintLenses(target, glasses, lighting, screen, 1, FOCAL);
    // A flat mirror at depth d shows what lies in the camera's own plane at half its distance from the axis.
    const edges = [-8, 1, -3, 2].map((c) => ((c / 2) * FOCAL) / LENS_Z + SIZE / 2);
    let wrong = 0;
    for (let y = 190; y < 212; y++)
      for (let x = 170; x < 230; x++) {
        const [px, py] = [x + 0.5, y + 0.5];
        const within = px > edges[0]! && px < edges[1]! && py > edges[2]! && py < edges[3]!;
        const near = edges.some((edge, i) => Math.abs((i < 2 ? px : py) - edge) < 0.6);
        if (!near && target.colour[3 * (y * SIZE + x)]! > 0 !== within) wrong++;
      }
    expect(wrong).toBe(0);
    expect(target.colour.some((value) => value > 0)).toBe(true);
  });

  it('reflects a ray about the normal', () => {
    expect(mirrored([0.6, 0, 0.8], [0, 0, -1])).toEqual([0.6, 0, -0.8]);
    expect(meetQuad([0, 0, 10], [0, 0, -1], [-1, -1, 0], [4, 0, 0], [0, 4, 0])).toEqual([0.25, 0.25]);
    expect(meetQuad([0, 0, 10], [0, 0, 1], [-1, -1, 0], [4, 0, 0], [0, 4, 0])).toBeUndefined();
  });
});

describe('shapes', () => {
  it.each([...GLASSES_SHAPES, ...HELD_BACK_SHAPES])(
    '$name has an outline of the size of its box',
    (shape) => {
      const reach = tabulateReach(traceOutline(shape, 1));
      expect(Math.min(...reach)).toBeGreaterThan(0.9);
      expect(reach[0]! + reach[REACH_STEPS / 2]!).toBeGreaterThan(shape.widthCm * 0.85);
      expect(reach[REACH_STEPS / 4]! + reach[(3 * REACH_STEPS) / 4]!).toBeCloseTo(shape.heightCm, 1);
    },
  );

  it('held back are drawn with shift only, and then only they', () => {
    const names = (shift: boolean): Set<string> =>
      new Set(Array.from({ length: 300 }, (_, i) => drawGlasses(createRandom(`g${i}`), shift).shape.name));
    expect([...names(false)].sort()).toEqual(GLASSES_SHAPES.map((s) => s.name).sort());
    expect([...names(true)].sort()).toEqual(HELD_BACK_SHAPES.map((s) => s.name).sort());
    expect(GLASSES_SHAPES.length).toBeGreaterThanOrEqual(8);
  });

  it('35 % of the people wear glasses, and eyes look 0.85 to 1.1 as large through them', () => {
    const people = Array.from({ length: 400 }, (_, i) =>
      chooseDesign(createRandom(`person ${i}`), createRandom(`sitting ${i}`), false),
    );
    const worn = people.filter((design) => design !== undefined);
    // Three standard deviations of 400 draws.
    expect(Math.abs(worn.length / 400 - 0.35)).toBeLessThan(0.072);
    for (const { magnification } of worn)
      for (const m of magnification) {
        expect(m).toBeGreaterThanOrEqual(0.85);
        expect(m).toBeLessThanOrEqual(1.1);
      }
  });
});
