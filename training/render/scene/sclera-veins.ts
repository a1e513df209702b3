/** Blood vessels of the sclera: branched lines that wander from the corners and lids towards the limbus. */
import type { Random } from '../random.ts';

const AZIMUTHS = 256;
const LATITUDES = 64;

/** [LATITUDES * AZIMUTHS] 0 white .. 1 vessel: angle about the optical axis, and angle from it (0.4 .. 1.7 rad). */
export type VeinMap = Float32Array;

const NEAREST = 0.4;
const FARTHEST = 1.7;

/** Draws the vessels of an eye; redder eyes have more of them. */
export function drawVeins(random: Random, redness: number): VeinMap {
  const map = new Float32Array(AZIMUTHS * LATITUDES);
  const count = Math.round(random.uniform(14, 26) * (1 + 6 * redness));
  for (let vein = 0; vein < count; vein++) {
    // Most come from the corners: azimuth 0 and pi are horizontal.
    const corner = random.chance(0.5) ? 0 : AZIMUTHS / 2;
    const x = random.chance(0.7) ? corner + random.normal(0, 16) : random.uniform(0, AZIMUTHS);
    wander(map, random, x, LATITUDES - 1, random.uniform(0.25, 0.85), random.uniform(8, 60), 2);
  }
  return map;
}

function wander(
  map: VeinMap,
  random: Random,
  fromX: number,
  fromY: number,
  strength: number,
  steps: number,
  branches: number,
): void {
  let x = fromX;
  let y = fromY;
  let lean = random.normal(0, 0.6);
  for (let step = 0; step < steps && y > 1; step++) {
    lean = 0.85 * lean + random.normal(0, 0.45);
    x += lean;
    y -= 0.8;
    const fade = strength * (1 - step / steps);
    deposit(map, x, y, fade);
    if (branches > 0 && random.chance(0.05))
      wander(map, random, x, y, fade * 0.8, (steps - step) * 0.7, branches - 1);
  }
}

/** Adds to the texels around a place, in proportion to their nearness. */
function deposit(map: VeinMap, x: number, y: number, amount: number): void {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  for (const [dx, dy] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    const row = y0 + dy;
    if (row < 0 || row >= LATITUDES) continue;
    const share = (1 - Math.abs(x - x0 - dx)) * (1 - Math.abs(y - y0 - dy));
    const at = row * AZIMUTHS + ((((x0 + dx) % AZIMUTHS) + AZIMUTHS) % AZIMUTHS);
    map[at] = Math.min(1, map[at]! + amount * share);
  }
}

/** Strength of vessels at an azimuth (radians) and an angle from the optical axis (radians), 0..1. */
export function veinsAt(map: VeinMap, azimuth: number, latitude: number): number {
  const x = ((azimuth / (2 * Math.PI) + 1) % 1) * AZIMUTHS;
  const y = ((latitude - NEAREST) / (FARTHEST - NEAREST)) * (LATITUDES - 1);
  if (y < 0 || y >= LATITUDES - 1) return 0;
  const x0 = Math.floor(x) % AZIMUTHS;
  const x1 = (x0 + 1) % AZIMUTHS;
  const y0 = Math.floor(y);
  const fx = x - Math.floor(x);
  const fy = y - y0;
  return (
    (map[y0 * AZIMUTHS + x0]! * (1 - fx) + map[y0 * AZIMUTHS + x1]! * fx) * (1 - fy) +
    (map[(y0 + 1) * AZIMUTHS + x0]! * (1 - fx) + map[(y0 + 1) * AZIMUTHS + x1]! * fx) * fy
  );
}
