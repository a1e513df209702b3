/** Light on and in an eye: sclera, iris behind the cornea, the wet film over both, and the lids' shade. */
import { sampleIris } from '../scene/iris.ts';
import { veinsAt } from '../scene/sclera-veins.ts';
import { smoothBetween } from '../random.ts';
import { dot, scale, subtract, type Vec3 } from '../vector.ts';
import { irisAxes, lidHeight, mirror, reachIris, type PosedEye } from './eye-surface.ts';
import { ambientAt, type Lighting } from './lighting.ts';
import { createReflection } from './reflection.ts';
import { lightAt, type ShadowMap } from './shadow-map.ts';

export interface EyeShader {
  /** Radiance towards the camera of the eye's surface at a distance along a unit ray; written to `out`. */
  shade(ray: Vec3, distance: number, corneal: boolean, cornea: Vec3, out: Float64Array): void;
  /** The same for the caruncle. */
  shadeFlesh(ray: Vec3, distance: number, normal: Vec3, out: Float64Array): void;
}

const PUPIL = 0.004;
const FLESH: Vec3 = [0.5, 0.24, 0.21];
/** How far the upper lid's edge stands before the eyeball, cm: what its shadow falls from. */
const LID_THICKNESS = 0.16;
/** Angular radius of the key light in the cornea's mirror, radians: a lamp's shade or a part of a window. */
const KEY_RADIUS = 0.11;
/** The sclera's film is uneven: its highlights are wider. */
const SCLERA_ROUGHNESS = 0.16;

/**
 * Prepares an eye's light in a frame.
 * @param footprintCm width of a ray's share of the picture at the eye
 */
export function createEyeShader(
  eye: PosedEye,
  lighting: Lighting,
  shadows: ShadowMap,
  screenLevel: number,
  footprintCm: number,
): EyeShader {
  const { anatomy, centre, opticalAxis: axis, headLeft, headUp, headForward, pupilRadius } = eye;
  const { setup } = lighting;
  const { limbusRadius, scleraRadius } = anatomy;
  const [across, along] = irisAxes(eye);
  const reflect = createReflection(lighting);
  const key = setup.keyDirection;
  const keyed = setup.keyStrength > 0.01;
  const screen = setup.screenStrength * screenLevel;
  const keyInHead: Vec3 = [dot(key, headLeft), dot(key, headUp), dot(key, headForward)];
  // Light that falls through the cornea is bent to the iris's far side.
  const keyAcross = dot(key, across);
  const keyAlong = dot(key, along);
  const keyAside = Math.hypot(keyAcross, keyAlong) || 1;
  const limbusWidth = anatomy.limbusSoftness + footprintCm * 0.2;
  const pupilWidth = 0.006 + footprintCm * 0.2;
  const level = anatomy.iris[irisLevel()]!;
  // A ray's share of the picture, mirrored in the cornea, is this wide.
  const mirrored = footprintCm / anatomy.corneaRadius;
  const corneaLobe = KEY_RADIUS ** 2 + mirrored ** 2;
  const scleraLobe = corneaLobe + SCLERA_ROUGHNESS ** 2;
  const ambient = new Float32Array(3);
  const albedo = new Float64Array(3);
  const iris = new Float64Array(3);
  const place = new Float64Array(3);
  let shadeAmbient = 1;
  let shadeKey = 1;
  let wet = 0;

  return {
    shade(ray, distance, corneal, cornea, out) {
      const point = scale(ray, distance);
      const from = subtract(point, centre);
      const hub = corneal ? cornea : centre;
      const normal = scale(subtract(point, hub), 1 / (corneal ? anatomy.corneaRadius : scleraRadius));
      const lever = dot(from, axis);
      const aside = Math.sqrt(Math.max(0, dot(from, from) - lever * lever));
      // The limbus is a soft edge: the iris fades into the sclera on both of its sides.
      const white =
        lever < 0 ? 1 : smoothBetween(limbusRadius - limbusWidth, limbusRadius + limbusWidth, aside);
      let depth = from;
      let caustic = 1;
      if (white < 1) {
        if (corneal) {
          depth = reachIris(eye, ray, point, normal);
          caustic = paintIris(dot(depth, across), dot(depth, along));
        } else sampleIris(level, Math.atan2(dot(from, along), dot(from, across)), 1, iris);
      }
      if (white > 0) paintSclera(from, lever, aside);
      if (white === 0) depth = mixVectors(from, depth, 0.7);
      castLids(depth);
      const shadingNormal = corneal ? axis : normal;
      ambientAt(lighting, shadingNormal[0], shadingNormal[1], shadingNormal[2], ambient);
      const lit = keyed ? lightAt(shadows, point[0], point[1], point[2], 0.6) * shadeKey : 0;
      // Light travels some way within the sclera.
      const wrap = corneal ? 0.05 : 0.18;
      const cosKey = Math.max(0, (dot(shadingNormal, key) + wrap) / (1 + wrap)) * lit * setup.keyStrength;
      const cosScreen =
        Math.max(0, dot(shadingNormal, lighting.screenDirection)) * screen * (0.4 + 0.6 * shadeAmbient);
      for (const { direction, colour, strength } of setup.fills ?? []) {
        const cos = Math.max(0, dot(shadingNormal, direction)) * strength;
        for (let c = 0; c < 3; c++) ambient[c] = ambient[c]! + cos * colour[c]!;
      }
      for (let c = 0; c < 3; c++) {
        const base = iris[c]! * (1 - white) + albedo[c]! * white;
        const glow = 1 + (caustic - 1) * (1 - white);
        out[c] =
          base *
          (ambient[c]! * shadeAmbient +
            cosKey * glow * setup.keyColour[c]! +
            cosScreen * setup.screenColour[c]!);
      }
      addFilm(ray, normal, lit, corneal ? corneaLobe : scleraLobe, out);
    },
    shadeFlesh(ray, distance, normal, out) {
      const point = scale(ray, distance);
      castLids(subtract(point, centre));
      ambientAt(lighting, normal[0], normal[1], normal[2], ambient);
      const lit = keyed ? lightAt(shadows, point[0], point[1], point[2], 0.6) : 0;
      const direct = Math.max(0, (dot(normal, key) + 0.25) / 1.25) * lit * setup.keyStrength;
      for (let c = 0; c < 3; c++)
        out[c] =
          FLESH[c]! *
          (0.75 * ambient[c]! + direct * setup.keyColour[c]! + 0.7 * screen * setup.screenColour[c]!);
      wet = 0;
      addFilm(ray, normal, lit, scleraLobe, out);
    },
  };

  /** The level of the iris map whose texels are about as wide as a ray's share. */
  function irisLevel(): number {
    const texel = (limbusRadius - pupilRadius) / anatomy.iris[0]!.radii;
    return Math.max(0, Math.min(anatomy.iris.length - 1, Math.round(Math.log2(footprintCm / texel))));
  }

  /** Reflectance of iris and pupil at a place of the iris plane; returns how much the cornea gathers light there. */
  function paintIris(u: number, v: number): number {
    const r = Math.sqrt(u * u + v * v);
    const open = smoothBetween(pupilRadius - pupilWidth, pupilRadius + pupilWidth, r);
    if (open > 0) {
      const t = Math.max(0, (r - pupilRadius) / (limbusRadius - pupilRadius));
      sampleIris(level, Math.atan2(v, u), Math.min(1, t), iris);
    }
    for (let c = 0; c < 3; c++) iris[c] = PUPIL + (iris[c]! - PUPIL) * open;
    if (!keyed) return 1;
    const away = -(u * keyAcross + v * keyAlong) / (limbusRadius * keyAside);
    // Bright opposite the light, dark under the limbus on its side; the more so the more it comes from aside.
    return 1 + keyAside * (1.3 * smoothBetween(0, 0.9, away) - 0.55 * smoothBetween(0.2, 0.95, -away));
  }

  function paintSclera(from: Vec3, lever: number, aside: number): void {
    const x = dot(from, headLeft);
    const corner = smoothBetween(0.62, 1.1, Math.abs(x));
    const angle = Math.atan2(dot(from, along), dot(from, across));
    const vein = veinsAt(anatomy.veins, angle, Math.atan2(aside, lever));
    const visible = vein * Math.max(0.35, 1 - footprintCm / 0.06) * (0.25 + 0.75 * corner);
    const [red, green, blue] = anatomy.scleraColour;
    albedo[0] = red * (1 - 0.14 * visible - 0.06 * corner);
    albedo[1] = green * (1 - 0.42 * visible - 0.22 * corner);
    albedo[2] = blue * (1 - 0.42 * visible - 0.22 * corner);
  }

  /** What lids, lashes and brow leave of the light at a place relative to the eye's centre. */
  function castLids(from: Vec3): void {
    const x = dot(from, headLeft);
    const y = dot(from, headUp);
    const z = dot(from, headForward);
    const underUpper = lidHeight(eye.upperLid, x) - y;
    const aboveLower = y - lidHeight(eye.lowerLid, x);
    // The upper lid and its lashes take the sky; the lower lid only darkens its contact.
    shadeAmbient =
      (0.26 + 0.74 * smoothBetween(-0.06, 0.5, underUpper)) *
      (0.62 + 0.38 * smoothBetween(-0.02, 0.14, aboveLower)) *
      (1 - 0.35 * smoothBetween(0.75, 1.3, Math.abs(x)));
    // Nearly shut, lids and lashes keep out almost everything.
    const apart = smoothBetween(0.02, 0.4, underUpper + aboveLower);
    shadeAmbient *= 0.35 + 0.65 * apart;
    wet = smoothBetween(0.075, 0.02, aboveLower) * smoothBetween(-0.06, 0, aboveLower) * apart;
    shadeKey = 1;
    if (!keyed) return;
    // Towards the light, where the ray passes the height of the lid's edge.
    const facing = Math.max(0.12, (keyInHead[0] * x + keyInHead[1] * y + keyInHead[2] * z) / scleraRadius);
    const travel = LID_THICKNESS / facing;
    const px = x + keyInHead[0] * travel;
    const clear = lidHeight(eye.upperLid, px) - (y + keyInHead[1] * travel);
    shadeKey = 0.06 + 0.94 * smoothBetween(-0.07, 0.08, clear);
  }

  /** The tear film mirrors the place and the key light, and stands as a wet line on the lower lid. */
  function addFilm(ray: Vec3, normal: Vec3, lit: number, lobe: number, out: Float64Array): void {
    const cos = Math.max(0, -dot(ray, normal));
    const fresnel = 0.025 + 0.975 * (1 - cos) ** 5;
    const towards = mirror(ray, normal);
    reflect(towards, place);
    // The face stands in the way of what comes from behind and from above.
    const free =
      smoothBetween(-0.1, 0.45, dot(towards, headForward)) *
      (1 - 0.75 * smoothBetween(0.45, 0.8, dot(towards, headUp))) *
      (0.3 + 0.7 * shadeAmbient);
    const angle2 = 2 - 2 * dot(towards, key);
    const glint = lit > 0 ? (lit * setup.keyStrength * Math.exp(-angle2 / lobe)) / lobe : 0;
    for (let c = 0; c < 3; c++)
      out[c] =
        out[c]! +
        fresnel * (place[c]! * free + glint * setup.keyColour[c]!) +
        wet * (0.1 * ambient[c]! + 0.22 * lit * setup.keyStrength * setup.keyColour[c]! + 0.1 * screen);
  }
}

const mixVectors = (a: Vec3, b: Vec3, t: number): Vec3 => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];
