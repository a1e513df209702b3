/** Automatic exposure and white balance: what the camera measures in a picture, and how it follows. */
import type { Random } from '../random.ts';
import { SUPERSAMPLING, type Drawing } from '../raster/renderer.ts';
import { add, scale, type Vec3 } from '../vector.ts';
import type { SensorSetup } from './sensor-setup.ts';

/** Where the face is, in samples of the raster. */
export interface FaceArea {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** What the camera has set itself to. */
export interface Settings {
  /** Radiance to a share of a full pixel. */
  readonly gain: number;
  /** Amplification of the sensor's signal, 1 and above. */
  readonly amplification: number;
  /** Share of 1/30 s that the pixels are open. */
  readonly shutter: number;
  /** Factors per colour, the least 1. */
  readonly balance: readonly [number, number, number];
}

/** From the eyes down to the face's middle, and the half of its width that is metered, cm. */
const FACE_BELOW_EYES_CM = 3;
const FACE_RADIUS_CM = 6;

/** Finds the face as a camera's detector does: from the eyes. */
export function findFace(drawing: Drawing, overscan: number): FaceArea {
  const { eyes, focalPx, target } = drawing;
  const middle = scale(add(eyes[0].centre, eyes[1].centre), 0.5);
  const focal = (focalPx * SUPERSAMPLING) / overscan;
  return {
    x: (middle[0] * focal) / middle[2] + target.width / 2,
    y: ((middle[1] + FACE_BELOW_EYES_CM) * focal) / middle[2] + target.height / 2,
    radius: (FACE_RADIUS_CM * focal) / middle[2],
  };
}

const STEP = 8;
/** Time in which exposure and balance follow, seconds. */
const FOLLOW_S = 0.8;
/** A face stays between these levels, whatever the background does. */
const FACE_LEAST = 0.018;
const FACE_MOST = 0.5;
/** Nor do its bright parts burn out: the fourth-power mean of its luminance stays below this. */
const BRIGHT_MOST = 0.58;

interface Measured {
  readonly face: number;
  /** Fourth-power mean of the face's luminance. */
  readonly bright: number;
  readonly picture: number;
  readonly mean: Vec3;
}

/** Means of luminance over the face and over the picture, and the picture's mean colour without what is burnt out. */
function measure(image: Float32Array, width: number, height: number, face: FaceArea | undefined): Measured {
  let [inFace, fourth, faceCount, inPicture, count, r, g, b] = [0, 0, 0, 0, 0, 1e-6, 1e-6, 1e-6];
  for (let y = STEP >> 1; y < height; y += STEP) {
    for (let x = STEP >> 1; x < width; x += STEP) {
      const i = (y * width + x) * 3;
      const luminance = 0.3 * image[i]! + 0.6 * image[i + 1]! + 0.1 * image[i + 2]!;
      const log = Math.log(luminance + 2e-3);
      inPicture += log;
      count++;
      const weight = 1 / (luminance + 0.05);
      r += image[i]! * weight;
      g += image[i + 1]! * weight;
      b += image[i + 2]! * weight;
      if (face && (x - face.x) ** 2 + (0.8 * (y - face.y)) ** 2 < face.radius ** 2) {
        inFace += log;
        fourth += luminance ** 4;
        faceCount++;
      }
    }
  }
  const picture = Math.exp(inPicture / count);
  const mean = (r + g + b) / 3;
  return {
    picture,
    face: faceCount > 0 ? Math.exp(inFace / faceCount) : picture,
    bright: faceCount > 0 ? (fourth / faceCount) ** 0.25 + 1e-3 : picture,
    mean: [r / mean, g / mean, b / mean],
  };
}

/**
 * Starts the automatics of a camera.
 * @param lux illuminance at which the image's radiance of a white surface is 1
 * @param white colour of a white surface in the image; the one that the result takes is another from the frame on in which the light
 * has changed, and the balance follows
 */
export function createMetering(
  setup: SensorSetup,
  lux: number,
  white: Vec3,
): (
  image: Float32Array,
  width: number,
  height: number,
  face: FaceArea | undefined,
  elapsedS: number,
  random: Random,
  whiteNow?: Vec3,
) => Settings {
  const { model } = setup;
  let known = white;
  let logGain: number | undefined;
  let drift: readonly [number, number] = [0, 0];

  return (image, width, height, face, elapsedS, random, whiteNow = white) => {
    const measured = measure(image, width, height, face);
    const share = model.facePriority;
    const wanted =
      share * Math.log(setup.faceTarget / measured.face) +
      (1 - share) * Math.log(setup.pictureTarget / measured.picture);
    const settled = Math.min(
      Math.log(FACE_MOST / measured.face),
      Math.log(BRIGHT_MOST / measured.bright),
      Math.max(Math.log(FACE_LEAST / measured.face), wanted),
    );
    const keep = Math.exp(-elapsedS / FOLLOW_S);
    logGain = logGain === undefined ? settled : settled + (logGain - settled) * keep;

    if (whiteNow !== white) known = followColour(known, whiteNow, keep);
    const slow = Math.exp(-elapsedS / 20);
    const kick = 0.025 * Math.sqrt(1 - slow * slow);
    drift = [drift[0] * slow + random.normal(0, kick), drift[1] * slow + random.normal(0, kick)];
    // The camera's guess at the light: partly right, partly the picture's own mean.
    const guess = (c: 0 | 1 | 2): number => known[c] ** 0.82 * measured.mean[c] ** 0.18;
    const balanceOf = (c: 0 | 2, leaning: number, shift: number): number =>
      Math.min(5, Math.max(0.4, (guess(1) / guess(c)) ** setup.balance * leaning * Math.exp(shift)));
    const red = balanceOf(0, setup.leaning[0], drift[0]);
    const blue = balanceOf(2, setup.leaning[1], drift[1]);
    const least = Math.min(red, 1, blue);

    const needed = (Math.exp(logGain) * model.fullLux) / lux;
    const most = Math.max(1, needed / model.mostGain);
    return {
      gain: (Math.exp(logGain) / most ** 0.85) * least,
      amplification: Math.min(model.mostGain, Math.max(1, needed)),
      shutter: Math.min(1, Math.max(0.05, needed)),
      balance: [red / least, 1 / least, blue / least],
    };
  };
}

/** From one colour towards another in ratios: `keep` 1 stays, 0 is there. */
function followColour(from: Vec3, to: Vec3, keep: number): Vec3 {
  const follow = (c: 0 | 1 | 2): number => to[c] * (from[c] / to[c]) ** keep;
  return [follow(0), follow(1), follow(2)];
}
