/** Draws hair: strands from a map, soft ends and outlines, and the two highlights of a fibre. */
import type { Pose } from '../scene/performance.ts';
import type { StrandMesh } from '../scene/strand-mesh.ts';
import { multiply, normalize } from '../vector.ts';
import { ambientAt, type Lighting } from './lighting.ts';
import type { Target } from './rasterizer.ts';
import { lightAt, type ShadowMap } from './shadow-map.ts';
import { strandMap, TILE_ACROSS_CM, TILE_ALONG_CM } from './strand-texture.ts';

/** Numbers per shaded vertex: x, y, 1/z, radiance (3), cosine to the half vector, highlight, across, along, cover. */
const STRIDE = 11;
/** Along the strand, the light reflected at the surface moves to the root and that from inside to the tip. @see Marschner et al. 2003 */
const SURFACE_SHIFT = 0.09;
const INSIDE_SHIFT = -0.14;
const SURFACE_POWER = 56;
const INSIDE_POWER = 14;
const TABLE = 128;
/** Hair above this height of the head's space that faces away by this cosine is never seen. */
const HIDDEN_ABOVE_CM = 3.5;
const HIDDEN_FACING = 0.3;
const BUCKETS = 512;
const LEAST_SHARE = 1 / 64;

/** Falls of (1 - d^2)^(p / 2) over d^2 in 0..1. */
const lobe = (power: number): Float32Array =>
  Float32Array.from({ length: TABLE + 1 }, (_, i) => (1 - i / TABLE) ** (power / 2));
const SURFACE_LOBE = lobe(SURFACE_POWER);
const INSIDE_LOBE = lobe(INSIDE_POWER);

let shaded = new Float32Array(0);
let order = new Uint32Array(0);
let bucketOf = new Uint16Array(0);
const counts = new Uint32Array(BUCKETS + 1);

/**
 * Draws hair over what is in the target, farthest triangles first.
 * @param camera [V * 3] cm, and unit normals of the surface [V * 3], in camera axes
 * @param focal focal length in samples; the principal point is the target's middle
 */
export function paintHair(
  target: Target,
  mesh: StrandMesh,
  camera: Float32Array,
  normals: Float32Array,
  pose: Pose,
  lighting: Lighting,
  shadows: ShadowMap,
  screenLevel: number,
  focal: number,
): void {
  const count = camera.length / 3;
  if (shaded.length < count * STRIDE) shaded = new Float32Array(count * STRIDE);
  shadeStrands(target, mesh, camera, normals, pose, lighting, shadows, screenLevel, focal);
  const triangles = sortTriangles(mesh.triangles);
  const depth = camera.length > 2 ? Math.max(1, pose.pivotCamera[2]) : 1;
  const pitchCm = depth / focal;
  fillTriangles(target, mesh, lighting, triangles, pitchCm);
}

function shadeStrands(
  target: Target,
  mesh: StrandMesh,
  camera: Float32Array,
  surfaceNormals: Float32Array,
  pose: Pose,
  lighting: Lighting,
  shadows: ShadowMap,
  screenLevel: number,
  focal: number,
): void {
  const { strands, albedo, openness, headWeights } = mesh;
  const { setup, screenDirection } = lighting;
  const { keyDirection: key, keyColour, keyStrength, screenColour } = setup;
  const screen = setup.screenStrength * screenLevel;
  const fills = setup.fills ?? [];
  const ambient = new Float32Array(3);
  const above = new Float32Array(3);
  // The sky's highlight: as if all of it came from above and behind the camera.
  const up = normalize(multiply(pose.headRotation, [0, 0.8, 0.6]));
  ambientAt(lighting, up[0], up[1], up[2], above);
  const skyLevel = (above[0]! + above[1]! + above[2]!) / 3;
  for (let v = 0; v < camera.length / 3; v++) {
    const i = 3 * v;
    const o = v * STRIDE;
    const r = headWeights[v]! > 0.5 ? pose.headRotation : pose.torsoRotation;
    const x = camera[i]!;
    const y = camera[i + 1]!;
    const z = camera[i + 2]!;
    const inverse = z > 1 ? 1 / z : 0;
    shaded[o] = x * focal * inverse + target.width / 2;
    shaded[o + 1] = y * focal * inverse + target.height / 2;
    shaded[o + 2] = inverse;
    const a = strands.normals[i]!;
    const b = strands.normals[i + 1]!;
    const c = strands.normals[i + 2]!;
    const nx = r[0] * a + r[1] * b + r[2] * c;
    const ny = r[3] * a + r[4] * b + r[5] * c;
    const nz = r[6] * a + r[7] * b + r[8] * c;
    const far = 1 / Math.sqrt(x * x + y * y + z * z);
    // What grows on the far side of the skull is behind it.
    if (mesh.positions[i + 1]! > HIDDEN_ABOVE_CM && (nx * x + ny * y + nz * z) * far > HIDDEN_FACING) {
      shaded[o + 10] = -1;
      continue;
    }
    const p = strands.tangents[i]!;
    const q = strands.tangents[i + 1]!;
    const s = strands.tangents[i + 2]!;
    const tx = r[0] * p + r[1] * q + r[2] * s;
    const ty = r[3] * p + r[4] * q + r[5] * s;
    const tz = r[6] * p + r[7] * q + r[8] * s;
    const open = openness[v]!;
    ambientAt(lighting, nx, ny, nz, ambient);
    for (const { direction, colour, strength } of fills) {
      const cos = nx * direction[0] + ny * direction[1] + nz * direction[2];
      const wrapped = Math.max(0, (cos + 0.3) / 1.3) * strength;
      for (let k = 0; k < 3; k++) ambient[k] = ambient[k]! + wrapped * colour[k]!;
    }
    const cosKey = nx * key[0] + ny * key[1] + nz * key[2];
    const lit = keyStrength > 0.01 && cosKey > -0.4 ? lightAt(shadows, x, y, z, 0.9) * keyStrength : 0;
    // A fibre is lit most from across (Kajiya and Kay 1989), and wraps around as the strands scatter on.
    const along = tx * key[0] + ty * key[1] + tz * key[2];
    const direct =
      lit * Math.max(0, (cosKey + 0.35) / 1.35) * (0.35 + 0.65 * Math.sqrt(Math.max(0, 1 - along * along)));
    const cosScreen =
      Math.max(0, nx * screenDirection[0] + ny * screenDirection[1] + nz * screenDirection[2]) *
      screen *
      open;
    let hx = key[0] - x * far;
    let hy = key[1] - y * far;
    let hz = key[2] - z * far;
    const hSize = 1 / (Math.sqrt(hx * hx + hy * hy + hz * hz) || 1);
    hx *= hSize;
    hy *= hSize;
    hz *= hSize;
    let sx = up[0] - x * far;
    let sy = up[1] - y * far;
    let sz = up[2] - z * far;
    const sSize = 1 / (Math.sqrt(sx * sx + sy * sy + sz * sz) || 1);
    sx *= sSize;
    sy *= sSize;
    sz *= sSize;
    const toSky = tx * sx + ty * sy + tz * sz;
    const sky = (1 - toSky * toSky) ** 8 * skyLevel * open * 0.055 * strands.sheen;
    for (let k = 0; k < 3; k++)
      shaded[o + 3 + k] =
        albedo[i + k]! * (ambient[k]! * open + direct * keyColour[k]! + cosScreen * screenColour[k]!) +
        sky * (0.35 + 0.65 * strands.tint[k]!) * (above[k]! / (skyLevel || 1));
    shaded[o + 6] = tx * hx + ty * hy + tz * hz;
    shaded[o + 7] = lit * Math.max(0, Math.min(1, cosKey + 0.25)) * strands.sheen * open;
    shaded[o + 8] = strands.uvCm[2 * v]!;
    shaded[o + 9] = strands.uvCm[2 * v + 1]!;
    // Where the surface turns away only single strands stand before what is behind.
    const facing = Math.abs(
      (surfaceNormals[i]! * x + surfaceNormals[i + 1]! * y + surfaceNormals[i + 2]! * z) * far,
    );
    shaded[o + 10] = strands.cover[v]! * Math.min(1, 0.22 + 2.6 * facing);
  }
}

/** Triangle starts in order of 1 / z, smallest first (counting sort). */
function sortTriangles(triangles: Uint32Array): {
  order: Uint32Array;
  count: number;
  triangles: Uint32Array;
} {
  const count = triangles.length / 3;
  if (order.length < count) {
    order = new Uint32Array(count);
    bucketOf = new Uint16Array(count);
  }
  let least = Infinity;
  let most = 0;
  let seen = 0;
  for (let t = 0; t < count; t++) {
    const a = triangles[3 * t]! * STRIDE;
    const b = triangles[3 * t + 1]! * STRIDE;
    const c = triangles[3 * t + 2]! * STRIDE;
    if (shaded[a + 10]! < 0 || shaded[b + 10]! < 0 || shaded[c + 10]! < 0) {
      bucketOf[t] = BUCKETS;
      continue;
    }
    bucketOf[t] = 0;
    seen++;
    const w = shaded[a + 2]!;
    if (w < least) least = w;
    if (w > most) most = w;
  }
  const scale = (BUCKETS - 1) / (most - least || 1);
  counts.fill(0);
  for (let t = 0; t < count; t++) {
    if (bucketOf[t] === BUCKETS) continue;
    const mean =
      (shaded[triangles[3 * t]! * STRIDE + 2]! +
        shaded[triangles[3 * t + 1]! * STRIDE + 2]! +
        shaded[triangles[3 * t + 2]! * STRIDE + 2]!) /
      3;
    const bucket = Math.max(0, Math.min(BUCKETS - 1, Math.floor((mean - least) * scale)));
    bucketOf[t] = bucket;
    counts[bucket + 1] = counts[bucket + 1]! + 1;
  }
  for (let k = 0; k < BUCKETS; k++) counts[k + 1] = counts[k + 1]! + counts[k]!;
  for (let t = 0; t < count; t++) {
    const bucket = bucketOf[t]!;
    if (bucket === BUCKETS) continue;
    order[counts[bucket]!] = 3 * t;
    counts[bucket] = counts[bucket]! + 1;
  }
  return { order, count: seen, triangles };
}

function fillTriangles(
  target: Target,
  mesh: StrandMesh,
  lighting: Lighting,
  sorted: { order: Uint32Array; count: number; triangles: Uint32Array },
  pitchCm: number,
): void {
  const { width, height, inverseDepth, colour, coverage } = target;
  const { strands } = mesh;
  const map = strandMap(strands.kind);
  const finest = map.levels[0]!;
  const wanted = Math.round(Math.log2(Math.max(1e-3, pitchCm / (TILE_ACROSS_CM / finest.across))) - 0.3);
  const level = map.levels[Math.max(0, Math.min(map.levels.length - 1, wanted))]!;
  const { across, along, tone, reach, tilt, salt } = level;
  const acrossScale = across / TILE_ACROSS_CM;
  const alongScale = along / TILE_ALONG_CM;
  const acrossMask = across - 1;
  const alongMask = along - 1;
  const { keyColour } = lighting.setup;
  const [kr, kg, kb] = keyColour;
  const [tr, tg, tb] = strands.tint;
  const greys = strands.salt;
  const { triangles } = sorted;
  for (let n = 0; n < sorted.count; n++) {
    const t = sorted.order[n]!;
    const a = triangles[t]! * STRIDE;
    let b = triangles[t + 1]! * STRIDE;
    let c = triangles[t + 2]! * STRIDE;
    const ax = shaded[a]!;
    const ay = shaded[a + 1]!;
    let area = (shaded[b]! - ax) * (shaded[c + 1]! - ay) - (shaded[b + 1]! - ay) * (shaded[c]! - ax);
    if (area < 0) {
      const swap = b;
      b = c;
      c = swap;
      area = -area;
    }
    if (area < 1e-6) continue;
    const bx = shaded[b]!;
    const by = shaded[b + 1]!;
    const cx = shaded[c]!;
    const cy = shaded[c + 1]!;
    const az = shaded[a + 2]!;
    const bz = shaded[b + 2]!;
    const cz = shaded[c + 2]!;
    if (az <= 0 || bz <= 0 || cz <= 0) continue;
    const ak = shaded[a + 10]!;
    const bk = shaded[b + 10]!;
    const ck = shaded[c + 10]!;
    if (ak <= 0 && bk <= 0 && ck <= 0) continue;
    const left = ax < bx ? (ax < cx ? ax : cx) : bx < cx ? bx : cx;
    const right = ax > bx ? (ax > cx ? ax : cx) : bx > cx ? bx : cx;
    const x0 = left > 0.5 ? Math.ceil(left - 0.5) : 0;
    const x1 = right < width ? Math.floor(right - 0.5) : width - 1;
    if (x0 > x1) continue;
    const top = ay < by ? (ay < cy ? ay : cy) : by < cy ? by : cy;
    const bottom = ay > by ? (ay > cy ? ay : cy) : by > cy ? by : cy;
    const y0 = top > 0.5 ? Math.ceil(top - 0.5) : 0;
    const y1 = bottom < height ? Math.floor(bottom - 0.5) : height - 1;
    if (y0 > y1) continue;
    const inverseArea = 1 / area;
    const bStepX = (cy - ay) * inverseArea;
    const bStepY = (ax - cx) * inverseArea;
    const cStepX = (ay - by) * inverseArea;
    const cStepY = (bx - ax) * inverseArea;
    // A blended sample on a shared edge must belong to one triangle only.
    for (let y = y0; y <= y1; y++) {
      const dy = y + 0.5 - ay;
      const dx = x0 + 0.5 - ax;
      let wb = dx * bStepX + dy * bStepY;
      let wc = dx * cStepX + dy * cStepY;
      let entered = false;
      for (let at = y * width + x0, end = y * width + x1; at <= end; at++, wb += bStepX, wc += cStepX) {
        const wa = 1 - wb - wc;
        if (wa < 0 || wb < 0 || wc < 0) {
          if (entered) break;
          continue;
        }
        entered = true;
        const z = wa * az + wb * bz + wc * cz;
        if (z <= inverseDepth[at]!) continue;
        const u = wa * shaded[a + 8]! + wb * shaded[b + 8]! + wc * shaded[c + 8]!;
        const v = wa * shaded[a + 9]! + wb * shaded[b + 9]! + wc * shaded[c + 9]!;
        const texel = ((v * alongScale) & alongMask) * across + ((u * acrossScale) & acrossMask);
        const cover = wa * ak + wb * bk + wc * ck;
        let share = (cover * 1.3 - reach[texel]!) * 4.5;
        if (share < LEAST_SHARE) continue;
        if (share > 1) share = 1;
        let bright = tone[texel]!;
        if (greys) {
          const turned = Math.max(0, Math.min(1, 0.5 + (greys.grey - salt[texel]!) * 4));
          // A sample sees a dozen strands: of their difference less than half is left.
          bright =
            (1 + 0.75 * (bright - 1)) * (0.58 + 0.42 * (greys.dark + (greys.bright - greys.dark) * turned));
        }
        const highlight = wa * shaded[a + 7]! + wb * shaded[b + 7]! + wc * shaded[c + 7]!;
        let surface = 0;
        let inside = 0;
        if (highlight > 0.01) {
          const d = wa * shaded[a + 6]! + wb * shaded[b + 6]! + wc * shaded[c + 6]! + tilt[texel]!;
          const d1 = d + SURFACE_SHIFT;
          const d2 = d + INSIDE_SHIFT;
          const q1 = d1 * d1;
          const q2 = d2 * d2;
          surface = q1 < 1 ? SURFACE_LOBE[(q1 * TABLE) | 0]! * highlight * 0.07 * bright : 0;
          inside = q2 < 1 ? INSIDE_LOBE[(q2 * TABLE) | 0]! * highlight * 0.11 * bright : 0;
        }
        const red = bright * (wa * shaded[a + 3]! + wb * shaded[b + 3]! + wc * shaded[c + 3]!);
        const green = bright * (wa * shaded[a + 4]! + wb * shaded[b + 4]! + wc * shaded[c + 4]!);
        const blue = bright * (wa * shaded[a + 5]! + wb * shaded[b + 5]! + wc * shaded[c + 5]!);
        const o = at * 3;
        if (share > 0.5) inverseDepth[at] = z;
        coverage[at] = coverage[at]! + (1 - coverage[at]!) * share;
        colour[o] = colour[o]! + (red + (surface + inside * tr) * kr - colour[o]!) * share;
        colour[o + 1] = colour[o + 1]! + (green + (surface + inside * tg) * kg - colour[o + 1]!) * share;
        colour[o + 2] = colour[o + 2]! + (blue + (surface + inside * tb) * kb - colour[o + 2]!) * share;
      }
    }
  }
}
