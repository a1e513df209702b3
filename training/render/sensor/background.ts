/** What the camera sees behind the person: the environment map through its lens, out of focus. */
import { sampleEnvironment } from '../assets/environment.ts';
import type { Sitting } from '../scene/sitting.ts';
import { multiply, normalize, transpose } from '../vector.ts';

/** Linear radiance of the background [height * width * 3]; the camera stands still, so once per sitting. */
export function renderBackground(sitting: Sitting, widthPx: number, heightPx: number): Float32Array {
  const out = new Float32Array(widthPx * heightPx * 3);
  const focal = heightPx / 2 / Math.tan((sitting.camera.verticalFovDeg * Math.PI) / 360);
  const toEnvironment = transpose(sitting.light.turn);
  const colour = new Float32Array(3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const ray = normalize([(x + 0.5 - widthPx / 2) / focal, (y + 0.5 - heightPx / 2) / focal, 1]);
      sampleEnvironment(sitting.light.environment, multiply(toEnvironment, ray), colour);
      for (let c = 0; c < 3; c++) out[(y * widthPx + x) * 3 + c] = colour[c]! * sitting.light.ambientStrength;
    }
  }
  return out;
}
