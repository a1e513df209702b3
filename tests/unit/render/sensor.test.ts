import { describe, expect, it } from 'vitest';
import { areaDownscale } from '../../../src/camera/area-downscale.ts';
import { getSquareCrop } from '../../../src/camera/square-crop.ts';
import type { Environment } from '../../../training/render/assets/environment.ts';
import { createRandom } from '../../../training/render/random.ts';
import { createTarget } from '../../../training/render/raster/rasterizer.ts';
import {
  cameraModels,
  drawCameraModel,
  imagePoint,
  undistort,
} from '../../../training/render/scene/camera.ts';
import { CAMERA_MODELS } from '../../../training/render/scene/camera-models.ts';
import { HELD_BACK_ENVIRONMENTS, pickEnvironment } from '../../../training/render/scene/light.ts';
import { drawDistanceCm, drawScreen } from '../../../training/render/scene/screen.ts';
import { createSitting, type Sitting } from '../../../training/render/scene/sitting.ts';
import { quantizeBlocks } from '../../../training/render/sensor/codec.ts';
import { createTone } from '../../../training/render/sensor/develop.ts';
import { createMetering } from '../../../training/render/sensor/metering.ts';
import { createWarp, exposeMosaic } from '../../../training/render/sensor/mosaic.ts';
import { createSensor } from '../../../training/render/sensor/sensor.ts';
import type { Vec3 } from '../../../training/render/vector.ts';

const places = ['apartment', 'city', 'forest', 'lab', 'night', 'park'].map((name): Environment => ({
  name,
  width: 2,
  height: 1,
  radiance: new Float32Array(6).fill(1),
  mean: 1,
  harmonics: Array.from({ length: 9 }, (_, i): Vec3 => (i === 0 ? [3.5, 3.5, 3.5] : [0, 0, 0])),
  keyShare: 0.5,
  keyDirection: [0, 1, 0],
  keyColour: [1, 1, 1],
}));
const sit = (seed: number, shift = false): Sitting =>
  createSitting(createRandom(`sitting ${seed}`), places, `seed ${seed}`, shift);

/** A sitting whose camera only bends: sharp, nearly noiseless, colourless, not compressed. */
function plainSitting(distortion: number, heightPx = 480): Sitting {
  const sitting = sit(1);
  const overscan = Math.max(1, undistort(distortion, Math.SQRT2) / Math.SQRT2);
  const model = {
    ...sitting.sensor.model,
    widthPx: 640,
    heightPx,
    fullLux: 1,
    fullWell: 1e9,
    readNoise: 0,
  };
  return {
    ...sitting,
    camera: { ...sitting.camera, distortion, overscan },
    light: { ...sitting.light, lux: 100, white: [1, 1, 1] },
    sensor: {
      ...sitting.sensor,
      model,
      blurPx: 0.5,
      vignette: 0,
      lateralChroma: 0,
      denoise: 0,
      sharpening: 0,
      leaning: [1, 1],
      flicker: 0,
      shakePx: 0,
      codec: { kind: 'raw' },
    },
  };
}

describe('imagePoint', () => {
  it.each([-0.04, -0.01, 0.015])(
    'says where dots come to lie in the picture, within 0.1 px, with distortion %f',
    async (distortion) => {
      const size = 256;
      const sitting = plainSitting(distortion);
      const target = createTarget(2 * size, 2 * size);
      const background = new Float32Array(4 * size * size * 3).fill(0.02);
      const dots: [number, number][] = [];
      for (let y = 24; y < size; y += 40) for (let x = 24; x < size; x += 40) dots.push([x, y]);
      // Soft dots at known places of the pinhole picture, drawn as the renderer would: overscan makes them smaller.
      const perPx = 2 / sitting.camera.overscan;
      for (const [x, y] of dots) {
        const u = (x - size / 2) * perPx + size;
        const v = (y - size / 2) * perPx + size;
        for (let j = Math.floor(v) - 10; j <= v + 10; j++) {
          for (let i = Math.floor(u) - 10; i <= u + 10; i++) {
            const light = 0.15 * Math.exp(-((i + 0.5 - u) ** 2 + (j + 0.5 - v) ** 2) / 18);
            for (let c = 0; c < 3; c++) background[(j * 2 * size + i) * 3 + c]! += light;
          }
        }
      }
      const sensor = createSensor(sitting, background, target, size, size);
      const rgb = await sensor.expose(target, { elapsedS: 1 }, createRandom('dots'));
      const level = rgb[1]!;
      for (const [x, y] of dots) {
        const [wantedX, wantedY] = imagePoint(sitting.camera, x, y, size, size);
        if (Math.min(wantedX, wantedY) < 10 || Math.max(wantedX, wantedY) > size - 10) continue;
        let [sum, sumX, sumY] = [0, 0, 0];
        for (let j = Math.round(wantedY) - 9; j < wantedY + 9; j++) {
          for (let i = Math.round(wantedX) - 9; i < wantedX + 9; i++) {
            const weight = Math.max(0, rgb[(j * size + i) * 3 + 1]! - level - 12);
            sum += weight;
            sumX += weight * (i + 0.5);
            sumY += weight * (j + 0.5);
          }
        }
        expect(Math.hypot(sumX / sum - wantedX, sumY / sum - wantedY)).toBeLessThan(0.1);
      }
    },
  );

  it('is undone by undistort', () => {
    for (const k of [-0.042, -0.01, 0.016])
      for (const r of [0.1, 0.7, 1.4]) expect(undistort(k, r * (1 + k * r * r))).toBeCloseTo(r, 6);
  });
});

describe('exposeMosaic', () => {
  it('keeps the mean of flat grey and has the variance that photons and electronics make', () => {
    const side = 240;
    const lens = { distortion: 0, overscan: 1, vignette: 0, lateralChroma: 0 };
    const warp = createWarp(lens, side, side, side, side);
    const image = new Float32Array(side * side * 3).fill(0.3);
    const mosaic = new Float32Array(side * side);
    const exposure = {
      gain: 1,
      balance: [1, 1, 1] as const,
      shot: 0.002,
      read: 0.0001,
      row: 0,
      flicker: () => 1,
      motion: [0, 0] as const,
    };
    const random = createRandom('grey');
    exposeMosaic(warp, image, side, new Float32Array(side * side), exposure, random, mosaic);
    const mean = mosaic.reduce((sum, value) => sum + value, 0) / mosaic.length;
    const variance = mosaic.reduce((sum, value) => sum + (value - mean) ** 2, 0) / mosaic.length;
    expect(mean).toBeCloseTo(0.3, 3);
    expect(variance / (0.002 * 0.3 + 0.0001)).toBeGreaterThan(0.9);
    expect(variance / (0.002 * 0.3 + 0.0001)).toBeLessThan(1.1);
  });
});

describe('createSensor', () => {
  const size = 64;
  const scene = (): { target: ReturnType<typeof createTarget>; background: Float32Array } => {
    const random = createRandom('scene');
    const background = Float32Array.from({ length: 4 * size * size * 3 }, () => random.uniform(0.05, 0.6));
    return { target: createTarget(2 * size, 2 * size), background };
  };

  it('gives the same bytes for the same seed and others for another', async () => {
    const { target, background } = scene();
    const shoot = async (seed: string): Promise<Uint8Array> =>
      createSensor(sit(3), background, target, size, size).expose(
        target,
        { elapsedS: 1 },
        createRandom(seed),
      );
    const first = await shoot('a');
    expect(await shoot('a')).toEqual(first);
    expect(await shoot('b')).not.toEqual(first);
  });

  it("scales down by the extension's own crop and area weights", async () => {
    // The same light, seen once as the whole sensor (a frame of 384 from such a camera is the sensor's grid) and once stored at 96.
    const sitting = plainSitting(0, 384);
    const target = createTarget(960, 960);
    const random = createRandom('tiles');
    const background = new Float32Array(960 * 960 * 3);
    const tiles = Array.from({ length: 900 }, () => random.uniform(0.02, 0.4));
    for (let y = 0; y < 960; y++)
      for (let x = 0; x < 960; x++)
        background.fill(tiles[(y >> 5) * 30 + (x >> 5)]!, (y * 960 + x) * 3, (y * 960 + x) * 3 + 3);
    const expose = (px: number): Promise<Uint8Array> =>
      createSensor(sitting, background, target, px, px).expose(target, { elapsedS: 1 }, createRandom('one'));
    const whole = await expose(384);
    const rgba = new Uint8Array(384 * 384 * 4);
    for (let i = 0; i < 384 * 384; i++) rgba.set(whole.subarray(3 * i, 3 * i + 3), 4 * i);
    const wanted = areaDownscale(rgba, 384, 384, getSquareCrop(384, 384), 96);
    const stored = await expose(96);
    stored.forEach((value, i) => expect(Math.abs(value - wanted[i]!)).toBeLessThanOrEqual(0.51));
  });
});

const grey = (level: number): Float32Array => new Float32Array(64 * 64 * 3).fill(level);

describe('createMetering', () => {
  it('settles at once on a sitting, then follows a change of light within seconds', () => {
    const { sensor } = plainSitting(0);
    const meter = createMetering(sensor, 100, [1, 1, 1]);
    const random = createRandom('meter');
    const face = { x: 32, y: 32, radius: 12 };
    const measure = (level: number, elapsedS: number): number =>
      level * meter(grey(level), 64, 64, face, elapsedS, random).gain;
    const settled = measure(0.2, 1);
    expect(settled).toBeGreaterThan(0.05);
    expect(settled).toBeLessThan(0.6);
    const glare = measure(0.8, 0.1);
    expect(glare).toBeGreaterThan(2.5 * settled);
    expect(measure(0.8, 5) / settled).toBeCloseTo(1, 1);
  });

  it('follows the colour of another light within seconds, too', () => {
    const { sensor } = plainSitting(0);
    const lamp = [1.5, 1, 0.5] as const;
    const meter = createMetering(sensor, 100, [1, 1, 1]);
    const expected = createMetering(sensor, 100, lamp)(grey(0.2), 64, 64, undefined, 1, createRandom('w'));
    const ratio = (whiteNow: Vec3 | undefined, elapsedS: number): number => {
      const { balance } = meter(grey(0.2), 64, 64, undefined, elapsedS, createRandom('w'), whiteNow);
      return balance[2] / balance[0];
    };
    const before = ratio(undefined, 1);
    const after = expected.balance[2] / expected.balance[0];
    expect(ratio(lamp, 0.1) / before).toBeLessThan(1.25);
    // Beside that the balance drifts a little.
    expect(after / before).toBeGreaterThan(2);
    expect(Math.abs(ratio(lamp, 6) / after - 1)).toBeLessThan(0.12);
  });
});

describe('createTone', () => {
  it('rises from the lifted black to white', () => {
    const tone = createTone(0.4, 10);
    expect(tone[0]).toBe(10);
    expect(tone.at(-1)).toBeCloseTo(255, 3);
    for (let i = 1; i < tone.length; i++) expect(tone[i]!).toBeGreaterThanOrEqual(tone[i - 1]!);
  });
});

describe('quantizeBlocks', () => {
  const random = createRandom('blocks');
  const plane = Float32Array.from({ length: 256 }, () => random.uniform(0, 255));

  it('gives a picture back where the step is nearly nothing', () => {
    const copy = plane.slice();
    quantizeBlocks(copy, 16, 16, 1e-3);
    copy.forEach((value, i) => expect(value).toBeCloseTo(plane[i]!, 2));
  });

  it('keeps only the mean of each block where the step is large', () => {
    const copy = plane.slice();
    quantizeBlocks(copy, 16, 16, 1e4 / 3);
    for (let x = 1; x < 4; x++) expect(copy[x]).toBeCloseTo(copy[0]!, 4);
  });
});

describe('what is held back for the shift set', () => {
  it('never appears without shift, and nothing else with it', () => {
    expect(cameraModels(true).length).toBeGreaterThanOrEqual(2);
    expect(cameraModels(false).length).toBeGreaterThanOrEqual(10);
    expect(CAMERA_MODELS).toHaveLength(cameraModels(true).length + cameraModels(false).length);
    const random = createRandom('shift');
    for (let i = 0; i < 300; i++) {
      for (const shift of [false, true]) {
        const screen = drawScreen(random);
        expect(drawCameraModel(random, screen, shift).heldBack ?? false).toBe(shift);
        expect(HELD_BACK_ENVIRONMENTS.has(pickEnvironment(places, random, shift).name)).toBe(shift);
      }
    }
  });
});

describe('createSitting', () => {
  const sittings = Array.from({ length: 600 }, (_, i) => sit(i));

  it('seats people 45 to 90 cm from screens of 11 to 32 inches, before cameras of 36 to 75 degrees', () => {
    for (const { screen, camera, distanceCm } of sittings) {
      const inches = Math.hypot(screen.widthCm, screen.heightCm) / 2.54;
      expect(inches).toBeGreaterThanOrEqual(10.999);
      expect(inches).toBeLessThanOrEqual(32.001);
      expect(distanceCm).toBeGreaterThanOrEqual(45);
      expect(distanceCm).toBeLessThanOrEqual(90);
      expect(screen.widthCm / distanceCm).toBeLessThan(2 * Math.tan((36 * Math.PI) / 180));
      expect(camera.verticalFovDeg).toBeGreaterThanOrEqual(36);
      expect(camera.verticalFovDeg).toBeLessThanOrEqual(75);
      expect(camera.overscan).toBeLessThan(1.2);
    }
    const shapes = new Set(sittings.map(({ screen }) => (screen.widthPx / screen.heightPx).toFixed(1)));
    for (const shape of ['1.8', '1.6', '1.5', '2.4']) expect(shapes).toContain(shape);
  });

  it('has a tenth of the cameras below or beside the screen', () => {
    const away = sittings.filter(({ camera }) => camera.place !== 'above').length / sittings.length;
    expect(away).toBeGreaterThan(0.05);
    expect(away).toBeLessThan(0.15);
  });

  it('points the camera so that the eyes are in the picture', () => {
    for (const { camera, seat } of sittings) {
      const m = camera.rotation;
      const at = (row: 0 | 3 | 6): number =>
        m[row] * seat[0] + (m[(row + 1) as 1] as number) * seat[1] + (m[(row + 2) as 2] as number) * seat[2];
      const edge = at(6) * Math.tan((camera.verticalFovDeg * Math.PI) / 360);
      expect(Math.abs(at(0)) / edge).toBeLessThan(1);
      expect(Math.abs(at(3)) / edge).toBeLessThan(1);
    }
  });
});

describe('drawDistanceCm', () => {
  it('keeps people from wide screens', () => {
    const random = createRandom('far');
    const screen = { kind: 'ultra-wide', widthPx: 3440, heightPx: 1440, widthCm: 75, heightCm: 31 } as const;
    for (let i = 0; i < 100; i++) expect(drawDistanceCm(random, screen)).toBeGreaterThanOrEqual(54);
  });
});
