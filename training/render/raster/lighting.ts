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
  const largest = Math.max(Math.abs(nx), Math.abs(ny), Math.abs(nz)) || 1;
  const fx = (nx / largest + 1) * half;
  const fy = (ny / largest + 1) * half;
  const fz = (nz / largest + 1) * half;
  const x = Math.min(LATTICE - 2, Math.floor(fx));
  const y = Math.min(LATTICE - 2, Math.floor(fy));
  const z = Math.min(LATTICE - 2, Math.floor(fz));
  const tx = fx - x;
  const ty = fy - y;
  const tz = fz - z;
  const table = lighting.ambient;
  for (let c = 0; c < 3; c++) {
    const o = (x + LATTICE * (y + LATTICE * z)) * 3 + c;
    const row = LATTICE * 3;
    const slab = LATTICE * LATTICE * 3;
    const near =
      (table[o]! * (1 - tx) + table[o + 3]! * tx) * (1 - ty) +
      (table[o + row]! * (1 - tx) + table[o + row + 3]! * tx) * ty;
    const far =
      (table[o + slab]! * (1 - tx) + table[o + slab + 3]! * tx) * (1 - ty) +
      (table[o + slab + row]! * (1 - tx) + table[o + slab + row + 3]! * tx) * ty;
    out[c] = near * (1 - tz) + far * tz;
  }
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
  for (const [from, to] of ranges) {
    for (let v = from; v < to; v++) {
      const i = 3 * v;
      const x = positions[i]!;
      const y = positions[i + 1]!;
      const z = positions[i + 2]!;
      let nx = normals[i]!;
      let ny = normals[i + 1]!;
      let nz = normals[i + 2]!;
      const facing = nx * x + ny * y + nz * z;
      if (facing > 0) {
        if (!twoSided) continue;
        nx = -nx;
        ny = -ny;
        nz = -nz;
      }
      ambientAt(lighting, nx, ny, nz, ambient);
      const cosKey = nx * key[0] + ny * key[1] + nz * key[2];
      const lit = keyStrength > 0.01 && cosKey > -0.3 ? lightAt(shadows, x, y, z, 0.5) : 0;
      const cosScreen = Math.max(
        0,
        nx * screenDirection[0] + ny * screenDirection[1] + nz * screenDirection[2],
      );
      const open = openness[v]!;
      // Blinn-Phong about the half vector of key light and camera.
      let highlight = 0;
      if (gloss > 0 && cosKey > 0 && lit > 0) {
        const far = 1 / Math.sqrt(x * x + y * y + z * z);
        const hx = key[0] - x * far;
        const hy = key[1] - y * far;
        const hz = key[2] - z * far;
        const cosHalf = Math.max(0, (nx * hx + ny * hy + nz * hz) / Math.sqrt(hx * hx + hy * hy + hz * hz));
        const p2 = cosHalf * cosHalf;
        const p8 = p2 * p2 * p2 * p2;
        highlight = gloss * p8 * p8 * lit * keyStrength * cosKey * 2;
      }
      for (const { direction, colour, strength } of fills) {
        const cos = nx * direction[0] + ny * direction[1] + nz * direction[2];
        for (let c = 0; c < 3; c++) {
          const wrap = WRAP[c]!;
          ambient[c] = ambient[c]! + Math.max(0, (cos + wrap) / (1 + wrap)) * strength * colour[c]!;
        }
      }
      for (let c = 0; c < 3; c++) {
        const wrap = WRAP[c]!;
        const direct = Math.max(0, (cosKey + wrap) / (1 + wrap)) * lit * keyStrength;
        const diffuse =
          albedo[i + c]! *
          (ambient[c]! * open + direct * keyColour[c]! + cosScreen * screen * screenColour[c]! * open);
        const specular = highlight * keyColour[c]!;
        colours[i + c] = highlights ? diffuse : diffuse + specular;
        if (highlights) highlights[i + c] = specular;
      }
    }
  }
}
