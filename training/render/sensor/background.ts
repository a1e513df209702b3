/** What the camera sees behind the person: the environment map or a room, through its lens, out of focus. */
import { sampleEnvironment } from '../assets/environment.ts';
import { createRandom } from '../random.ts';
import type { Sitting } from '../scene/sitting.ts';
import { multiply, normalize, transpose } from '../vector.ts';
import { createRoom } from './room.ts';

/** Raster samples per background sample and axis: it is out of focus, so coarser is enough. */
const COARSE = 2;
/** Spread of everything far behind the face, in pixels of a crop of 480: webcams focus at arm's length. */
const LEAST_BLUR_PX = 0.9;

/** Linear radiance [height * width * 3] at the raster's size; the camera stands still, so once per sitting. */
export function renderBackground(sitting: Sitting, width: number, height: number): Float32Array {
  const { camera, light } = sitting;
  const w = width / COARSE;
  const h = height / COARSE;
  const coarse = new Float32Array(w * h * 3);
  const focal = h / 2 / Math.tan((camera.verticalFovDeg * Math.PI) / 360) / camera.overscan;
  const toEnvironment = transpose(light.turn);
  const colour = new Float32Array(3);
  const room = light.room ? createRoom(createRandom(`${sitting.seed}/room`), sitting) : undefined;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const ray = normalize([(x + 0.5 - w / 2) / focal, (y + 0.5 - h / 2) / focal, 1]);
      if (room) room(ray, colour);
      else {
        sampleEnvironment(light.environment, multiply(toEnvironment, ray), colour);
        for (let c = 0; c < 3; c++) colour[c]! *= light.ambientStrength;
      }
      coarse.set(colour, (y * w + x) * 3);
    }
  }
  const sigma = Math.hypot(LEAST_BLUR_PX, sitting.sensor.backgroundBlurPx) * (h / 480);
  blur(coarse, w, h, sigma);
  return enlarge(coarse, w, h, width, height);
}

/** Three box blurs along each axis: near a Gaussian of the given standard deviation, in place. */
function blur(image: Float32Array, width: number, height: number, sigma: number): void {
  const radius = Math.round(Math.sqrt(sigma * sigma + 0.25) - 0.5);
  const line = new Float32Array(Math.max(width, height));
  const pass = (start: number, count: number, step: number, share: number, reach: number): void => {
    for (let c = 0; c < 3; c++) {
      for (let k = 0; k < count; k++) line[k] = image[start + c + k * step]!;
      let sum = 0;
      for (let k = -reach; k <= reach; k++) sum += line[Math.min(count - 1, Math.max(0, k))]!;
      for (let k = 0; k < count; k++) {
        const o = start + c + k * step;
        image[o] = line[k]! + share * (sum / (2 * reach + 1) - line[k]!);
        sum += line[Math.min(count - 1, k + reach + 1)]! - line[Math.max(0, k - reach)]!;
      }
    }
  };
  // Below one sample the box is blended in by its share of the variance (2 / 3 for three taps).
  const share = radius < 1 ? Math.min(1, (sigma * sigma) / 2) : 1;
  for (let repeat = 0; repeat < 3; repeat++) {
    for (let y = 0; y < height; y++) pass(y * width * 3, width, 3, share, Math.max(1, radius));
    for (let x = 0; x < width; x++) pass(x * 3, height, width * 3, share, Math.max(1, radius));
  }
}

function enlarge(from: Float32Array, w: number, h: number, width: number, height: number): Float32Array {
  const out = new Float32Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const v = Math.min(h - 1.001, Math.max(0, ((y + 0.5) * h) / height - 0.5));
    const y0 = Math.floor(v);
    const fy = v - y0;
    for (let x = 0; x < width; x++) {
      const u = Math.min(w - 1.001, Math.max(0, ((x + 0.5) * w) / width - 0.5));
      const x0 = Math.floor(u);
      const fx = u - x0;
      const i = (y0 * w + x0) * 3;
      const j = i + w * 3;
      for (let c = 0; c < 3; c++)
        out[(y * width + x) * 3 + c] =
          (from[i + c]! * (1 - fx) + from[i + 3 + c]! * fx) * (1 - fy) +
          (from[j + c]! * (1 - fx) + from[j + 3 + c]! * fx) * fy;
    }
  }
  return out;
}
