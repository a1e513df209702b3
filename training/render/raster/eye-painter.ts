/** Paints the analytic eyes: each sample's ray meets cornea, iris disc and sclera exactly. */
import { AQUEOUS_INDEX, type EyeAnatomy } from '../scene/eye-anatomy.ts';
import { valueNoise } from '../random.ts';
import { cross, dot, normalize, type Vec3 } from '../vector.ts';
import { ambientAt, type Lighting } from './lighting.ts';
import type { Target } from './rasterizer.ts';
import { lightAt, type ShadowMap } from './shadow-map.ts';

/** An eye as it stands in a frame, camera axes, cm. */
export interface PosedEye {
  readonly anatomy: EyeAnatomy;
  readonly centre: Vec3;
  readonly opticalAxis: Vec3;
  /** Middle of the upper lid's margin, and the head's up direction. */
  readonly upperLid: Vec3;
  readonly headUp: Vec3;
  readonly pupilRadius: number;
  /** The lit screen: its corner and edges in camera axes, for the glint. */
  readonly screenCorner: Vec3;
  readonly screenRight: Vec3;
  readonly screenDown: Vec3;
}

/** Distance along a unit ray from the origin to a sphere's front, or -1. */
function meetSphere(ray: Vec3, centre: Vec3, radius: number): number {
  const b = dot(ray, centre);
  const c = dot(centre, centre) - radius * radius;
  const discriminant = b * b - c;
  return discriminant < 0 ? -1 : b - Math.sqrt(discriminant);
}

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
  const { anatomy, centre, opticalAxis: axis } = eye;
  const { width, height } = target;
  const depth = centre[2];
  const reach = ((anatomy.scleraRadius + 0.15) * focal) / depth;
  const middleX = (centre[0] * focal) / depth + width / 2;
  const middleY = (centre[1] * focal) / depth + height / 2;
  const corneaCentre: Vec3 = [
    centre[0] + axis[0] * anatomy.corneaLever,
    centre[1] + axis[1] * anatomy.corneaLever,
    centre[2] + axis[2] * anatomy.corneaLever,
  ];
  // Iris axes for its texture: any pair across the optical axis.
  const across = normalize(cross(eye.headUp, axis));
  const along = cross(axis, across);
  const colour = new Float32Array(3);
  const x0 = Math.max(0, Math.floor(middleX - reach));
  const x1 = Math.min(width - 1, Math.ceil(middleX + reach));
  const y0 = Math.max(0, Math.floor(middleY - reach));
  const y1 = Math.min(height - 1, Math.ceil(middleY + reach));
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const ray = normalize([(x + 0.5 - width / 2) / focal, (y + 0.5 - height / 2) / focal, 1]);
      const onSclera = meetSphere(ray, centre, anatomy.scleraRadius);
      const onCornea = meetSphere(ray, corneaCentre, anatomy.corneaRadius);
      let distance = onSclera;
      let corneal = false;
      if (onCornea > 0) {
        const lever =
          (ray[0] * onCornea - centre[0]) * axis[0] +
          (ray[1] * onCornea - centre[1]) * axis[1] +
          (ray[2] * onCornea - centre[2]) * axis[2];
        if (lever >= anatomy.irisLever) {
          corneal = true;
          distance = onCornea;
        }
      }
      if (distance <= 0) continue;
      const at = y * width + x;
      const z = ray[2] * distance;
      if (1 / z <= target.inverseDepth[at]!) continue;
      shadeEye(
        eye,
        lighting,
        shadows,
        screenLevel,
        ray,
        distance,
        corneal,
        corneaCentre,
        across,
        along,
        colour,
      );
      target.inverseDepth[at] = 1 / z;
      target.coverage[at] = 1;
      target.colour.set(colour, at * 3);
    }
  }
}

function shadeEye(
  eye: PosedEye,
  lighting: Lighting,
  shadows: ShadowMap,
  screenLevel: number,
  ray: Vec3,
  distance: number,
  corneal: boolean,
  corneaCentre: Vec3,
  across: Vec3,
  along: Vec3,
  out: Float32Array,
): void {
  const { anatomy, centre, opticalAxis: axis } = eye;
  const { setup } = lighting;
  const point: Vec3 = [ray[0] * distance, ray[1] * distance, ray[2] * distance];
  const hub = corneal ? corneaCentre : centre;
  const radius = corneal ? anatomy.corneaRadius : anatomy.scleraRadius;
  const normal: Vec3 = [
    (point[0] - hub[0]) / radius,
    (point[1] - hub[1]) / radius,
    (point[2] - hub[2]) / radius,
  ];
  let albedo: Vec3 = anatomy.scleraColour;
  let shadingNormal: Vec3 = normal;
  if (corneal) {
    albedo = irisAlbedo(eye, ray, point, normal, across, along);
    shadingNormal = axis;
  } else {
    const off = 1 - dot(normal, axis);
    const vein = valueNoise(normal[0] * 9, normal[1] * 14, normal[2] * 9, anatomy.irisSeed + 5);
    const red = Math.min(0.35, off * 0.35) * (1 + 0.6 * vein);
    // The limbus is a soft edge: the iris shows through the last of the sclera.
    const edge = Math.min(
      1,
      Math.max(0, (Math.sqrt(1 - (1 - off) ** 2) * anatomy.scleraRadius - anatomy.limbusRadius) / 0.06),
    );
    const rim = 1 - 0.55 * (1 - edge);
    albedo = [albedo[0] * (1 - 0.15 * red) * rim, albedo[1] * (1 - red) * rim, albedo[2] * (1 - red) * rim];
  }
  // The upper lid and its lashes shade the top of the eye.
  const below = dot(
    [eye.upperLid[0] - point[0], eye.upperLid[1] - point[1], eye.upperLid[2] - point[2]],
    eye.headUp,
  );
  const shade = 0.42 + 0.58 * Math.min(1, Math.max(0, below / 0.42 + 0.1));
  ambientAt(lighting, shadingNormal[0], shadingNormal[1], shadingNormal[2], out);
  const cosKey = Math.max(0, dot(shadingNormal, setup.keyDirection));
  const lit = setup.keyStrength > 0.01 ? lightAt(shadows, point[0], point[1], point[2], 0.6) : 0;
  const cosScreen = Math.max(0, dot(shadingNormal, lighting.screenDirection));
  // Mirror direction for the glints.
  const facing = dot(ray, normal);
  const mirror: Vec3 = [
    ray[0] - 2 * facing * normal[0],
    ray[1] - 2 * facing * normal[1],
    ray[2] - 2 * facing * normal[2],
  ];
  const fresnel = 0.025 + 0.975 * (1 + facing) ** 5;
  const screenGlint = meetsScreen(eye, point, mirror) ? setup.screenStrength * screenLevel * 9 : 0;
  const cosMirror = Math.max(0, dot(mirror, setup.keyDirection));
  const keyGlint = lit * setup.keyStrength * cosMirror ** 300 * 60;
  for (let c = 0; c < 3; c++) {
    out[c] =
      albedo[c]! *
        shade *
        (out[c]! * 0.8 +
          cosKey * lit * setup.keyStrength * setup.keyColour[c]! +
          cosScreen * setup.screenStrength * screenLevel * setup.screenColour[c]!) +
      fresnel *
        (screenGlint * setup.screenColour[c]! + keyGlint * setup.keyColour[c]! + out[c]! * 0.5 * shade);
  }
}

/** Reflectance of the iris disc or the pupil where the ray, refracted at the cornea, meets it. */
function irisAlbedo(eye: PosedEye, ray: Vec3, point: Vec3, normal: Vec3, across: Vec3, along: Vec3): Vec3 {
  const { anatomy, centre, opticalAxis: axis } = eye;
  const ratio = 1 / AQUEOUS_INDEX;
  const cos = -dot(ray, normal);
  const bend = ratio * cos - Math.sqrt(Math.max(0, 1 - ratio * ratio * (1 - cos * cos)));
  const inside: Vec3 = [
    ratio * ray[0] + bend * normal[0],
    ratio * ray[1] + bend * normal[1],
    ratio * ray[2] + bend * normal[2],
  ];
  const px = point[0] - centre[0];
  const py = point[1] - centre[1];
  const pz = point[2] - centre[2];
  const travel =
    (anatomy.irisLever - (px * axis[0] + py * axis[1] + pz * axis[2])) / Math.min(-0.05, dot(inside, axis));
  const qx = px + inside[0] * travel;
  const qy = py + inside[1] * travel;
  const qz = pz + inside[2] * travel;
  const u = qx * across[0] + qy * across[1] + qz * across[2];
  const v = qx * along[0] + qy * along[1] + qz * along[2];
  const r = Math.sqrt(u * u + v * v);
  const pupil = eye.pupilRadius;
  if (r < pupil) return [0.006, 0.005, 0.005];
  const t = Math.min(1, (r - pupil) / (anatomy.limbusRadius - pupil));
  const angle = Math.atan2(v, u);
  const fibre = 1 + 0.35 * valueNoise(Math.cos(angle) * 9, Math.sin(angle) * 9, r * 4, anatomy.irisSeed);
  const collarette = 1 + 0.35 * Math.exp(-(((t - 0.3) / 0.14) ** 2));
  const ring = t > 0.72 ? Math.min(1, (t - 0.72) / 0.22) : 0;
  const at = (c: 0 | 1 | 2): number =>
    (anatomy.irisColour[c] * (1 - ring) + anatomy.irisRim[c] * ring) * fibre * collarette;
  return [at(0), at(1), at(2)];
}

function meetsScreen(eye: PosedEye, point: Vec3, mirror: Vec3): boolean {
  const { screenCorner, screenRight, screenDown } = eye;
  const plane = cross(screenRight, screenDown);
  const along = dot(mirror, plane);
  const from: Vec3 = [screenCorner[0] - point[0], screenCorner[1] - point[1], screenCorner[2] - point[2]];
  const distance = dot(from, plane) / along;
  if (!(distance > 0)) return false;
  const hit: Vec3 = [
    mirror[0] * distance - from[0],
    mirror[1] * distance - from[1],
    mirror[2] * distance - from[2],
  ];
  const u = dot(hit, screenRight) / dot(screenRight, screenRight);
  const v = dot(hit, screenDown) / dot(screenDown, screenDown);
  return u >= 0 && u <= 1 && v >= 0 && v <= 1;
}
