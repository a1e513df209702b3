import { describe, expect, it } from 'vitest';
import type { Environment } from '../../../training/render/assets/environment.ts';
import { createRandom } from '../../../training/render/random.ts';
import { paintEye, type PosedEye } from '../../../training/render/raster/eye-painter.ts';
import { createLighting } from '../../../training/render/raster/lighting.ts';
import { createTarget } from '../../../training/render/raster/rasterizer.ts';
import { createShadowMap } from '../../../training/render/raster/shadow-map.ts';
import { drawEyes } from '../../../training/render/scene/eye-anatomy.ts';
import { normalize, type Vec3 } from '../../../training/render/vector.ts';

const environment: Environment = {
  name: 'even',
  width: 1,
  height: 1,
  radiance: new Float32Array(3),
  mean: 1,
  harmonics: Array.from({ length: 9 }, (_, i): Vec3 => (i === 0 ? [3.5449, 3.5449, 3.5449] : [0, 0, 0])),
  keyShare: 0,
  keyDirection: [0, 1, 0],
  keyColour: [1, 1, 1],
};
const light = {
  environment,
  turn: [1, 0, 0, 0, 1, 0, 0, 0, 1] as const,
  keyDirection: [0, -1, 0] as const,
  keyColour: [1, 1, 1] as const,
  keyStrength: 0,
  ambientStrength: 1,
  screenStrength: 0,
  screenColour: [1, 1, 1] as const,
};

describe('paintEye', () => {
  it('draws the pupil where projection and refraction put it, in 200 random scenes', () => {
    const random = createRandom('pupils');
    const size = 400;
    // Samples of a 256 px picture with 2 x 2 samples each, 40 degrees high; the eye stays near its middle.
    const focal = 256 / Math.tan((20 * Math.PI) / 180);
    const lighting = createLighting(light, [0, 0, 60], [0, 0, 0]);
    const misses: number[] = [];
    for (let scene = 0; scene < 200; scene++) {
      const [anatomy] = drawEyes(
        random.fork(scene),
        [
          { centre: [0, 0, 0], radius: 1.2 },
          { centre: [0, 0, 0], radius: 1.2 },
        ],
        0,
      );
      const centre: Vec3 = [random.uniform(-8, 8), random.uniform(-8, 8), random.uniform(45, 80)];
      // Somewhere within 22 degrees of the camera.
      const towards = normalize([-centre[0], -centre[1], -centre[2]]);
      const axis = normalize([
        towards[0] + random.uniform(-0.28, 0.28),
        towards[1] + random.uniform(-0.28, 0.28),
        towards[2],
      ]);
      const eye: PosedEye = {
        anatomy,
        centre,
        opticalAxis: axis,
        upperLid: [centre[0], centre[1] - 5, centre[2]],
        headUp: [0, -1, 0],
        pupilRadius: 0.22,
        screenCorner: [1e6, 1e6, 0],
        screenRight: [1, 0, 0],
        screenDown: [0, 1, 0],
      };
      const target = createTarget(size, size);
      paintEye(target, eye, lighting, createShadowMap(4), 0, focal);
      let sumX = 0;
      let sumY = 0;
      let count = 0;
      for (let at = 0; at < size * size; at++) {
        if (!target.coverage[at] || target.colour[3 * at]! > 0.02 || target.colour[3 * at + 2]! > 0.02)
          continue;
        sumX += (at % size) + 0.5;
        sumY += Math.floor(at / size) + 0.5;
        count++;
      }
      expect(count, `pupil samples in scene ${scene}`).toBeGreaterThan(4);
      const pupil: Vec3 = [0, 1, 2].map((c) => centre[c]! + axis[c]! * anatomy.irisLever) as unknown as Vec3;
      const x = (pupil[0] * focal) / pupil[2] + size / 2;
      const y = (pupil[1] * focal) / pupil[2] + size / 2;
      // Samples are half a pixel of the final picture: 0.3 px are 0.6 samples.
      misses.push(Math.hypot(sumX / count - x, sumY / count - y) / 2);
    }
    misses.sort((a, b) => a - b);
    expect(misses[100]).toBeLessThan(0.2);
    expect(misses[199]).toBeLessThan(0.45);
  }, 30_000);
});
