/** Paints the analytic eyes: each sample's rays meet cornea, iris disc and sclera exactly. */
import { cross, dot, length, normalize, scale, subtract, type Vec3 } from '../vector.ts';
import { createEyeShader, type EyeShader } from './eye-shader.ts';
import { corneaCentre, meetEye, meetScreen, meetSphere, mirror, type PosedEye } from './eye-surface.ts';
import type { Lighting } from './lighting.ts';
import type { Target } from './rasterizer.ts';
import type { ShadowMap } from './shadow-map.ts';

/** Rays per sample and axis on the cornea, and for the edges of the screen's reflection. */
const CORNEA_RAYS = 2;
const GLINT_RAYS = 5;
/** Reflectance of the tear film at normal incidence. */
const TEAR_REFLECTANCE = 0.025;

/** The samples that an eye can cover. */
export function eyeBox(target: Pick<Target, 'width' | 'height'>, eye: PosedEye, focal: number) {
  const { anatomy, centre } = eye;
  const reach = ((anatomy.scleraRadius + 0.25) * focal) / centre[2];
  const x = (centre[0] * focal) / centre[2] + target.width / 2;
  const y = (centre[1] * focal) / centre[2] + target.height / 2;
  return {
    x0: Math.max(0, Math.floor(x - reach)),
    x1: Math.min(target.width - 1, Math.ceil(x + reach)),
    y0: Math.max(0, Math.floor(y - reach)),
    y1: Math.min(target.height - 1, Math.ceil(y + reach)),
  };
}

/** Unit ray through a place of the target. */
export const rayThrough = (
  target: Pick<Target, 'width' | 'height'>,
  focal: number,
  x: number,
  y: number,
): Vec3 => normalize([(x - target.width / 2) / focal, (y - target.height / 2) / focal, 1]);

/**
 * Draws one eye, depth-tested against what is in the target.
 * @param focal focal length in samples of the target; the principal point is its middle
 */
export function paintEye(
  target: Target,
  eye: PosedEye,
  lighting: Lighting,
  shadows: ShadowMap,
  screenLevel: number,
  focal: number,
): void {
  if (eye.centre[2] < 5) return;
  const cornea = corneaCentre(eye);
  const shader = createEyeShader(eye, lighting, shadows, screenLevel, eye.centre[2] / focal / CORNEA_RAYS);
  const glint = createScreenGlint(target, eye, cornea, lighting, screenLevel, focal);
  const colour = new Float64Array(3);
  const sum = new Float64Array(3);
  const { x0, x1, y0, y1 } = eyeBox(target, eye, focal);
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const at = y * target.width + x;
      const ray = rayThrough(target, focal, x + 0.5, y + 0.5);
      const { distance, corneal } = meetEye(eye, cornea, ray);
      if (distance <= 0) continue;
      const inverse = 1 / (ray[2] * distance);
      if (inverse <= target.inverseDepth[at]!) continue;
      sum.fill(0);
      const rays = corneal ? CORNEA_RAYS : 1;
      let met = 0;
      for (let k = 0; k < rays * rays; k++) {
        const subRay =
          rays === 1
            ? ray
            : rayThrough(
                target,
                focal,
                x + ((k % rays) + 0.5) / rays,
                y + (Math.floor(k / rays) + 0.5) / rays,
              );
        const hit = rays === 1 ? { distance, corneal } : meetEye(eye, cornea, subRay);
        if (hit.distance <= 0) continue;
        met++;
        shader.shade(subRay, hit.distance, hit.corneal, cornea, colour);
        for (let c = 0; c < 3; c++) sum[c] = sum[c]! + colour[c]!;
      }
      if (met === 0) continue;
      if (corneal) glint(x, y, met, sum);
      write(target, at, inverse, sum, 1 / met);
    }
  }
  paintCaruncle(target, eye, shader, focal);
}

function write(target: Target, at: number, inverse: number, colour: Float64Array, share: number): void {
  target.inverseDepth[at] = inverse;
  target.coverage[at] = 1;
  for (let c = 0; c < 3; c++) target.colour[3 * at + c] = colour[c]! * share;
}

/**
 * The screen's picture on the cornea: the share of a sample that mirrors the screen, from rays that are spread evenly over it, so that
 * the glint keeps its place and light however small it is. Adds `weight` times its radiance.
 */
function createScreenGlint(
  target: Target,
  eye: PosedEye,
  cornea: Vec3,
  lighting: Lighting,
  screenLevel: number,
  focal: number,
): (x: number, y: number, weight: number, sum: Float64Array) => void {
  const { setup } = lighting;
  const middle = subtract(
    [0, 1, 2].map(
      (c) => eye.screenCorner[c]! + 0.5 * (eye.screenRight[c]! + eye.screenDown[c]!),
    ) as unknown as Vec3,
    eye.centre,
  );
  const normal = cross(eye.screenRight, eye.screenDown);
  const solidAngle = Math.abs(dot(normal, middle)) / length(middle) ** 3;
  // The screen's irradiance over pi is known: spread over its solid angle it is the screen's radiance.
  const radiance = solidAngle > 0 ? (setup.screenStrength * screenLevel * Math.PI) / solidAngle : 0;
  return (x, y, weight, sum) => {
    if (radiance === 0) return;
    const uv = reflected(x + 0.5, y + 0.5);
    // Far from the quad no ray of the sample can meet it: a sample turns the mirror by much less than a screen's width.
    if (!uv || uv[0] < -2 || uv[0] > 3 || uv[1] < -2 || uv[1] > 3) return;
    let met = 0;
    for (let k = 0; k < GLINT_RAYS * GLINT_RAYS; k++) {
      const [u, v] = reflected(
        x + ((k % GLINT_RAYS) + 0.5) / GLINT_RAYS,
        y + (Math.floor(k / GLINT_RAYS) + 0.5) / GLINT_RAYS,
      ) ?? [-1, -1];
      if (u >= 0 && u <= 1 && v >= 0 && v <= 1) met++;
    }
    const amount = (weight * TEAR_REFLECTANCE * radiance * met) / GLINT_RAYS ** 2;
    for (let c = 0; c < 3; c++) sum[c] = sum[c]! + amount * setup.screenColour[c]!;
  };

  function reflected(x: number, y: number): readonly [number, number] | undefined {
    const ray = rayThrough(target, focal, x, y);
    const distance = meetSphere(ray, cornea, eye.anatomy.corneaRadius);
    if (distance <= 0) return undefined;
    const point = scale(ray, distance);
    return meetScreen(eye, point, mirror(ray, scale(subtract(point, cornea), 1 / eye.anatomy.corneaRadius)));
  }
}

/** The flesh at the inner corner, cm. */
const CARUNCLE_RADIUS = 0.17;

function paintCaruncle(target: Target, eye: PosedEye, shader: EyeShader, focal: number): void {
  const { caruncle } = eye;
  const reach = (CARUNCLE_RADIUS * focal) / caruncle[2] + 1;
  const middleX = (caruncle[0] * focal) / caruncle[2] + target.width / 2;
  const middleY = (caruncle[1] * focal) / caruncle[2] + target.height / 2;
  const colour = new Float64Array(3);
  for (
    let y = Math.max(0, Math.floor(middleY - reach));
    y <= Math.min(target.height - 1, middleY + reach);
    y++
  ) {
    for (
      let x = Math.max(0, Math.floor(middleX - reach));
      x <= Math.min(target.width - 1, middleX + reach);
      x++
    ) {
      const ray = rayThrough(target, focal, x + 0.5, y + 0.5);
      const distance = meetSphere(ray, caruncle, CARUNCLE_RADIUS);
      const at = y * target.width + x;
      if (distance <= 0 || 1 / (ray[2] * distance) <= target.inverseDepth[at]!) continue;
      shader.shadeFlesh(
        ray,
        distance,
        scale(subtract(scale(ray, distance), caruncle), 1 / CARUNCLE_RADIUS),
        colour,
      );
      write(target, at, 1 / (ray[2] * distance), colour, 1);
    }
  }
}
