/** Light on skin, hair and cloth: ambient from the environment, the key light with its shadow, and the screen. */
import { harmonicBasis } from '../assets/environment.ts';
import type { LightSetup } from '../scene/light.ts';
import { dot, multiply, normalize, subtract, transpose, type Vec3 } from '../vector.ts';
import { lightAt, type ShadowMap } from './shadow-map.ts';

/** A sitting's light, ready to be asked per vertex; all in camera axes. */
export interface Lighting {
  readonly setup: LightSetup;
  /** [LATTICE^3 * 3] irradiance over pi on a lattice of normals, camera axes. */
  readonly ambient: Float32Array;
  readonly screenDirection: Vec3;
}

const LATTICE = 9;
/** Numbers from a node to the next row and the next slab. */
const ROW = LATTICE * 3;
const SLAB = LATTICE * LATTICE * 3;

/** Tabulates the ambient light over a lattice of normals, so that a vertex costs one lookup instead of nine harmonics. */
export function createLighting(setup: LightSetup, face: Vec3, screenCentre: Vec3): Lighting {
  const ambient = new Float32Array(LATTICE ** 3 * 3);
  const toEnvironment = transpose(setup.turn);
  for (let i = 0; i < LATTICE ** 3; i++) {
    const at = (k: number): number => (k / (LATTICE - 1)) * 2 - 1;
    const raw: Vec3 = [
      at(i % LATTICE),
      at(Math.floor(i / LATTICE) % LATTICE),
      at(Math.floor(i / LATTICE ** 2)),
    ];
    const normal = dot(raw, raw) > 0 ? normalize(raw) : ([0, 0, -1] as const);
    const basis = harmonicBasis(multiply(toEnvironment, normal));
    for (let c = 0; c < 3; c++) {
      let sum = 0;
      basis.forEach((value, k) => (sum += value * setup.environment.harmonics[k]![c]!));
      ambient[3 * i + c] = Math.max(0.04 * setup.environment.mean, sum) * setup.ambientStrength;
    }
  }
  return { setup, ambient, screenDirection: normalize(subtract(screenCentre, face)) };
}

/** Ambient irradiance over pi at a unit normal, interpolated in the lattice; written to `out`. */
export function ambientAt(lighting: Lighting, nx: number, ny: number, nz: number, out: Float32Array): void {
  const half = (LATTICE - 1) / 2;
  // Stretched onto the cube's surface, where the lattice is finest.
  const ax = nx < 0 ? -nx : nx;
  const ay = ny < 0 ? -ny : ny;
  const az = nz < 0 ? -nz : nz;
  const largest = ax > ay ? (ax > az ? ax : az) : ay > az ? ay : az;
  const stretch = half / (largest || 1);
  const fx = nx * stretch + half;
  const fy = ny * stretch + half;
  const fz = nz * stretch + half;
  const last = LATTICE - 2;
  const x = fx >= last ? last : fx | 0;
  const y = fy >= last ? last : fy | 0;
  const z = fz >= last ? last : fz | 0;
  const tx = fx - x;
  const ty = fy - y;
  const tz = fz - z;
  const w3 = tx * ty * (1 - tz);
  const w7 = tx * ty * tz;
  const w1 = tx * (1 - tz) - w3;
  const w5 = tx * tz - w7;
  const w2 = ty * (1 - tz) - w3;
  const w6 = ty * tz - w7;
  const w0 = 1 - tz - w1 - w2 - w3;
  const w4 = tz - w5 - w6 - w7;
  const table = lighting.ambient;
  const near = (x + LATTICE * (y + LATTICE * z)) * 3;
  const above = near + ROW;
  const far = near + SLAB;
  const both = far + ROW;
  for (let c = 0; c < 3; c++)
    out[c] =
      w0 * table[near + c]! +
      w1 * table[near + 3 + c]! +
      w2 * table[above + c]! +
      w3 * table[above + 3 + c]! +
      w4 * table[far + c]! +
      w5 * table[far + 3 + c]! +
      w6 * table[both + c]! +
      w7 * table[both + 3 + c]!;
}

/** Light wraps around skin because it travels within it: red farthest. @see Jensen et al. 2001 */
const WRAP = [0.28, 0.14, 0.1] as const;

/** What a surface does with light. */
export interface Surface {
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  readonly albedo: Float32Array;
  readonly openness: Float32Array;
  readonly gloss: number;
  readonly twoSided: boolean;
}

/**
 * Radiance towards the camera of every vertex in the range.
 * @param surface positions [V * 3] cm and unit normals [V * 3] in camera axes
 * @param colours [V * 3] written
 * @param highlights [V * 3] takes the specular part, where a texture will multiply it; else `colours` includes it
 */
export function shadeVertices(
  surface: Surface,
  lighting: Lighting,
  shadows: ShadowMap,
  screenLevel: number,
  ranges: readonly (readonly [number, number])[],
  colours: Float32Array,
  highlights?: Float32Array,
): void {
  const { setup, screenDirection } = lighting;
  const { keyDirection: key, keyColour, keyStrength, screenColour } = setup;
  const { positions, normals, albedo, openness, gloss, twoSided } = surface;
  const screen = setup.screenStrength * screenLevel;
  const fills = setup.fills ?? [];
  const ambient = new Float32Array(3);
  const mirrored = new Float32Array(3);
  for (const [from, to] of ranges) {
    for (let v = from; v < to; v++) {
      const i = 3 * v;
      const x = positions[i]!;
      const y = positions[i + 1]!;
      const z = positions[i + 2]!;
      let nx = normals[i]!;
      let ny = normals[i + 1]!;
      let nz = normals[i + 2]!;
      const along = nx * x + ny * y + nz * z;
      if (along > 0) {
        // What looks away is drawn only as the far corner of a triangle at the outline: black, not what an earlier frame left there.
        if (!twoSided && along > 0.3 * z) {
          colours.fill(0, i, i + 3);
          highlights?.fill(0, i, i + 3);
          continue;
        }
        if (twoSided) {
          nx = -nx;
          ny = -ny;
          nz = -nz;
        }
      }
      const open = openness[v]!;
      const far = 1 / Math.sqrt(x * x + y * y + z * z);
      const facing = Math.min(1, Math.abs(along) * far);
      let red = 0;
      let green = 0;
      let blue = 0;
      const cosKey = nx * key[0] + ny * key[1] + nz * key[2];
      const lit = keyStrength > 0.01 && cosKey > -WRAP[0] ? lightAt(shadows, x, y, z, 0.5) * keyStrength : 0;
      if (lit > 0) {
        const share = lit / keyStrength;
        // Red light that enters beside a shadow comes out within it.
        const bleed = 1 + 0.35 * (1 - share);
        red = bleed * lit * keyColour[0] * Math.max(0, (cosKey + WRAP[0]) / (1 + WRAP[0]));
        green = lit * keyColour[1] * Math.max(0, (cosKey + WRAP[1]) / (1 + WRAP[1]));
        blue = lit * keyColour[2] * Math.max(0, (cosKey + WRAP[2]) / (1 + WRAP[2]));
      }
      ambientAt(lighting, nx, ny, nz, ambient);
      const cosScreen =
        screen * Math.max(0, nx * screenDirection[0] + ny * screenDirection[1] + nz * screenDirection[2]);
      red += open * (ambient[0]! + cosScreen * screenColour[0]);
      green += open * (ambient[1]! + cosScreen * screenColour[1]);
      blue += open * (ambient[2]! + cosScreen * screenColour[2]);
      for (let k = 0; k < fills.length; k++) {
        const { direction, colour, strength } = fills[k]!;
        const cos = nx * direction[0] + ny * direction[1] + nz * direction[2];
        if (cos <= -WRAP[0]) continue;
        const level = strength * open;
        red += level * colour[0] * Math.max(0, (cos + WRAP[0]) / (1 + WRAP[0]));
        green += level * colour[1] * Math.max(0, (cos + WRAP[1]) / (1 + WRAP[1]));
        blue += level * colour[2] * Math.max(0, (cos + WRAP[2]) / (1 + WRAP[2]));
      }
      red *= albedo[i]!;
      green *= albedo[i + 1]!;
      blue *= albedo[i + 2]!;
      let shineRed = 0;
      let shineGreen = 0;
      let shineBlue = 0;
      if (gloss > 0) {
        // A broad sheen of the surroundings, stronger at grazing angles.
        const grazing = 1 - facing;
        const g2 = grazing * grazing;
        const sheen = gloss * open * (0.4 + 5 * g2 * g2 * grazing);
        const twice = 2 * along * far;
        ambientAt(lighting, x * far - twice * nx, y * far - twice * ny, z * far - twice * nz, mirrored);
        shineRed = sheen * mirrored[0]!;
        shineGreen = sheen * mirrored[1]!;
        shineBlue = sheen * mirrored[2]!;
        if (lit > 0 && cosKey > 0) {
          const level = gloss * lit * highlightOf(key, x * far, y * far, z * far, nx, ny, nz, cosKey);
          shineRed += level * keyColour[0];
          shineGreen += level * keyColour[1];
          shineBlue += level * keyColour[2];
        }
        for (let k = 0; k < fills.length; k++) {
          const { direction, colour, strength } = fills[k]!;
          const cos = nx * direction[0] + ny * direction[1] + nz * direction[2];
          if (cos <= 0) continue;
          const level =
            gloss * open * strength * highlightOf(direction, x * far, y * far, z * far, nx, ny, nz, cos);
          shineRed += level * colour[0];
          shineGreen += level * colour[1];
          shineBlue += level * colour[2];
        }
      }
      if (highlights) {
        highlights[i] = shineRed;
        highlights[i + 1] = shineGreen;
        highlights[i + 2] = shineBlue;
        colours[i] = red;
        colours[i + 1] = green;
        colours[i + 2] = blue;
      } else {
        colours[i] = red + shineRed;
        colours[i + 1] = green + shineGreen;
        colours[i + 2] = blue + shineBlue;
      }
    }
  }
}

/**
 * Blinn-Phong about the half vector of a light and the camera: a broad lobe of rough skin and a narrow one of its film of sebum.
 * @param viewX the unit direction from the camera to the surface
 */
function highlightOf(
  light: Vec3,
  viewX: number,
  viewY: number,
  viewZ: number,
  nx: number,
  ny: number,
  nz: number,
  cosLight: number,
): number {
  const hx = light[0] - viewX;
  const hy = light[1] - viewY;
  const hz = light[2] - viewZ;
  const size = Math.sqrt(hx * hx + hy * hy + hz * hz) || 1;
  const cosHalf = (nx * hx + ny * hy + nz * hz) / size;
  if (cosHalf <= 0) return 0;
  // Schlick's Fresnel over that at normal incidence, 0.028.
  const away = 1 - size / 2;
  const fresnel = 1 + 34 * away * away * away * away * away;
  const p2 = cosHalf * cosHalf;
  const p4 = p2 * p2;
  const p8 = p4 * p4;
  const p16 = p8 * p8;
  return (0.9 * p8 * p4 + 1.9 * p16 * p16 * p8) * fresnel * cosLight;
}
