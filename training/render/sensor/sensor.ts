/** The webcam: from the light that the raster holds to the 8-bit picture that the extension would store. */
import { createAreaDownscale } from '../../../src/camera/area-downscale.ts';
import { getSquareCrop } from '../../../src/camera/square-crop.ts';
import type { Target } from '../raster/rasterizer.ts';
import { endStage } from '../raster/stopwatch.ts';
import type { Random } from '../random.ts';
import type { Sitting } from '../scene/sitting.ts';
import type { Vec3 } from '../vector.ts';
import { transmit } from './codec.ts';
import { createPlanes, createTone, develop } from './develop.ts';
import { blotch, enhance } from './enhance.ts';
import { createMetering, type FaceArea } from './metering.ts';
import { createWarp, exposeMosaic } from './mosaic.ts';
import { createOptics } from './optics.ts';

/** What changes from frame to frame besides the light. */
export interface Moment {
  /** Seconds since the frame before. */
  readonly elapsedS: number;
  /** Where the face is; without one the whole picture decides the exposure. */
  readonly face?: FaceArea | undefined;
  /** How far the head moves in 1/30 s, in pixels of the stored frame. */
  readonly motionPx?: readonly [number, number] | undefined;
}

export interface Sensor {
  /** One picture [height * width * 3], sRGB bytes. The random numbers of a frame are a stream of their own. */
  expose(target: Target, moment: Moment, random: Random): Promise<Uint8Array>;
  /**
   * Changes the light for the pictures to come; exposure and white balance follow it.
   * @param background as `createSensor` takes it
   * @param white colour of a white surface in the new light
   */
  relight(background: Float32Array, white: Vec3): void;
}

/** Side of the simulated sensor for square frames: this, and more for frames larger than most. */
const LEAST_SIDE = 384;
const PER_STORED_PX = 1.5;
/** Samples of the raster are points: less spread than this would show steps along outlines. */
const LEAST_SPREAD = 0.8;

/**
 * Sets up the camera of a sitting. The sensor is simulated on the square that the extension crops, with as many pixels as the camera
 * has there, but at most 384 (for frames of up to 256 px): finer pixels are binned, their noise with them. A frame that is not square
 * (the tests' video) is the camera's own, pixel by pixel.
 * @param background [raster height * raster width * 3] linear radiance
 */
export function createSensor(
  sitting: Sitting,
  background: Float32Array,
  raster: { readonly width: number; readonly height: number },
  widthPx: number,
  heightPx: number,
): Sensor {
  const { camera, light, sensor: setup } = sitting;
  const { model } = setup;
  const square = widthPx === heightPx;
  const side = Math.min(
    getSquareCrop(model.widthPx, model.heightPx).side,
    Math.max(LEAST_SIDE, 4 * Math.ceil((PER_STORED_PX * heightPx) / 4)),
  );
  const width = square ? side : widthPx;
  const height = square ? side : heightPx;
  const binned = Math.max(1, model.heightPx / height);
  const perPx = raster.height / 480 / camera.overscan;
  const spread = Math.max(LEAST_SPREAD, setup.blurPx * perPx);
  let optics = createOptics(background, raster.width, raster.height, spread);
  let white = light.white;
  const lens = { ...setup, distortion: camera.distortion, overscan: camera.overscan };
  const warp = createWarp(lens, width, height, raster.width, raster.height);
  const meter = createMetering(setup, light.lux, white);
  const tone = createTone(setup.contrast, setup.blackLift);
  const mosaic = new Float32Array(width * height);
  const planes = createPlanes(width, height);
  const enhanced = { ...planes, luma: new Float32Array(width * height) };
  const scratch = new Float32Array(planes.blue.length);
  const rgb = new Uint8Array(width * height * 3);
  const crop = getSquareCrop(width, height);
  const scale = square && createAreaDownscale({ width, height, channels: 3, crop, size: widthPx });

  return {
    async expose(target, moment, random) {
      optics.form(target);
      endStage('sensor: lens');
      const { face, elapsedS } = moment;
      const settings = meter(optics.image, target.width, target.height, face, elapsedS, random, white);
      endStage('sensor: metering');
      const { amplification, shutter } = settings;
      const noise = (amplification * setup.noiseFactor ** 2) / model.fullWell / binned ** 2;
      const readNoise = (model.readNoise * amplification * setup.noiseFactor) / model.fullWell / binned;
      const phase = random.uniform(0, 2 * Math.PI);
      const level = random.normal(1, 0.01);
      const motion = moment.motionPx ?? [0, 0];
      const toRaster = ((target.height / heightPx) * shutter) / camera.overscan;
      const shake = setup.shakePx * perPx * shutter;
      exposeMosaic(
        warp,
        optics.image,
        target.width,
        target.coverage,
        {
          ...settings,
          shot: noise,
          read: readNoise ** 2,
          row: 0.12 * readNoise,
          flicker: (row) => level + setup.flicker * Math.sin(2 * Math.PI * setup.bands * row + phase),
          motion: [
            motion[0] * toRaster + random.normal(0, shake),
            motion[1] * toRaster + random.normal(0, shake),
          ],
        },
        random,
        mosaic,
      );
      endStage('sensor: exposure');
      develop(mosaic, tone, setup.saturation, planes);
      endStage('sensor: develop');
      // Processors smear more the more they amplify.
      const strength = setup.denoise * (0.6 + 0.4 * Math.sqrt(amplification));
      enhance(planes.luma, enhanced.luma, width, height, strength, setup.sharpening);
      // Colour noise is what processors fight most: once more where there is much of it.
      const smoothing = Math.min(1, setup.chromaDenoise + 0.12 * Math.log2(amplification));
      for (const plane of [planes.blue, planes.red])
        for (let repeat = amplification > 3 ? 3 : 1; repeat > 0; repeat--)
          blotch(plane, scratch, width >> 1, height >> 1, smoothing);
      endStage('sensor: enhance');
      const sent = await transmit(enhanced, setup.codec, rgb);
      endStage('sensor: codec');
      const picture = scale ? round(scale(sent)) : sent.slice();
      endStage('sensor: downscale');
      return picture;
    },
    relight(newBackground, newWhite) {
      optics = createOptics(newBackground, raster.width, raster.height, spread);
      white = newWhite;
    },
  };
}

function round(values: Float32Array): Uint8Array {
  const out = new Uint8Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[i]! + 0.5;
  return out;
}
