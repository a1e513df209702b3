/** A shadow map of the key light: how far along the light each surface begins. */
import { cross, normalize, type Vec3 } from '../vector.ts';

export interface ShadowMap {
  readonly size: number;
  /** [size * size] depth along the light, smaller is nearer to it; Infinity where nothing is. */
  readonly depth: Float32Array;
  right: Vec3;
  up: Vec3;
  towards: Vec3;
  origin: Vec3;
  scale: number;
}

export function createShadowMap(size: number): ShadowMap {
  return {
    size,
    depth: new Float32Array(size * size),
    right: [1, 0, 0],
    up: [0, 1, 0],
    towards: [0, 0, 1],
    origin: [0, 0, 0],
    scale: 1,
  };
}

/** Aims the map at a sphere, seen from the light, and clears it. */
export function aimShadowMap(map: ShadowMap, towardsLight: Vec3, centre: Vec3, radius: number): void {
  const helper: Vec3 = Math.abs(towardsLight[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0];
  map.right = normalize(cross(helper, towardsLight));
  map.up = cross(towardsLight, map.right);
  map.towards = towardsLight;
  map.origin = centre;
  map.scale = map.size / (2 * radius);
  map.depth.fill(Infinity);
}

/**
 * Draws triangles into the map.
 * @param positions [V * 3] cm, camera axes; only the vertices in `ranges` are read
 */
export function drawShadow(
  map: ShadowMap,
  positions: Float32Array,
  ranges: readonly (readonly [number, number])[],
  triangles: Uint32Array,
  scratch: Float32Array,
): void {
  const { size, depth, right, up, towards, origin, scale } = map;
  const half = size / 2;
  for (const [from, to] of ranges) {
    for (let i = 3 * from; i < 3 * to; i += 3) {
      const x = positions[i]! - origin[0];
      const y = positions[i + 1]! - origin[1];
      const z = positions[i + 2]! - origin[2];
      scratch[i] = (x * right[0] + y * right[1] + z * right[2]) * scale + half;
      scratch[i + 1] = (x * up[0] + y * up[1] + z * up[2]) * scale + half;
      scratch[i + 2] = -(x * towards[0] + y * towards[1] + z * towards[2]);
    }
  }
  for (let t = 0; t < triangles.length; t += 3) {
    const a = triangles[t]! * 3;
    const b = triangles[t + 1]! * 3;
    const c = triangles[t + 2]! * 3;
    const ax = scratch[a]!;
    const ay = scratch[a + 1]!;
    const bx = scratch[b]!;
    const by = scratch[b + 1]!;
    const cx = scratch[c]!;
    const cy = scratch[c + 1]!;
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    // The light sees the surfaces that face it: half the triangles cast the whole shadow.
    if (area <= 1e-9) continue;
    const xLeast = ax < bx ? (ax < cx ? ax : cx) : bx < cx ? bx : cx;
    const xMost = ax > bx ? (ax > cx ? ax : cx) : bx > cx ? bx : cx;
    const x0 = xLeast > 0.5 ? Math.ceil(xLeast - 0.5) : 0;
    const x1 = xMost < size ? Math.floor(xMost - 0.5) : size - 1;
    // Many a triangle falls between the map's samples.
    if (x0 > x1) continue;
    const yLeast = ay < by ? (ay < cy ? ay : cy) : by < cy ? by : cy;
    const yMost = ay > by ? (ay > cy ? ay : cy) : by > cy ? by : cy;
    const y0 = yLeast > 0.5 ? Math.ceil(yLeast - 0.5) : 0;
    const y1 = yMost < size ? Math.floor(yMost - 0.5) : size - 1;
    if (y0 > y1) continue;
    const inverse = 1 / area;
    const bStepX = (cy - ay) * inverse;
    const bStepY = (ax - cx) * inverse;
    const cStepX = (ay - by) * inverse;
    const cStepY = (bx - ax) * inverse;
    const da = scratch[a + 2]!;
    const db = scratch[b + 2]! - da;
    const dc = scratch[c + 2]! - da;
    for (let y = y0; y <= y1; y++) {
      const py = y + 0.5 - ay;
      const px = x0 + 0.5 - ax;
      let wb = px * bStepX + py * bStepY;
      let wc = px * cStepX + py * cStepY;
      let at = y * size + x0;
      for (let x = x0; x <= x1; x++, at++, wb += bStepX, wc += cStepX) {
        if (wb < -1e-7 || wc < -1e-7 || wb + wc > 1 + 1e-7) continue;
        const d = da + wb * db + wc * dc;
        if (d < depth[at]!) depth[at] = d;
      }
    }
  }
}

/** Share of the key light that reaches a point: 3x3 samples, each with a bias against self-shadow. */
export function lightAt(map: ShadowMap, x: number, y: number, z: number, biasCm: number): number {
  const { size, depth, right, up, towards, origin, scale } = map;
  const dx = x - origin[0];
  const dy = y - origin[1];
  const dz = z - origin[2];
  const u = Math.floor((dx * right[0] + dy * right[1] + dz * right[2]) * scale + size / 2);
  const v = Math.floor((dx * up[0] + dy * up[1] + dz * up[2]) * scale + size / 2);
  if (u < 1 || v < 1 || u >= size - 1 || v >= size - 1) return 1;
  const d = -(dx * towards[0] + dy * towards[1] + dz * towards[2]) - biasCm;
  let lit = 0;
  for (let row = v - 1; row <= v + 1; row++)
    for (let column = u - 1; column <= u + 1; column++) if (depth[row * size + column]! >= d) lit++;
  return lit / 9;
}
