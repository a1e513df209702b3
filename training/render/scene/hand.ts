/** A hand that holds the chin or lies on the cheek: a loose fist of swept fingers on a forearm. */
import { valueNoise, type Random } from '../random.ts';
import { add, normalize, scale, type Vec3 } from '../vector.ts';
import type { Mesh } from './mesh.ts';
import { ellipsoid, sweep, toMesh, type Shape, type SweepPoint } from './sweep.ts';

/** Share of the people who prop up their heads, and of their frames in which they do: 6 % of those. */
export const PROPPERS = 0.3;
export const PROPPED_SHARE = 0.06;
/** How long a hand stays on the chin, on average. */
const PROPPED_S = 9;

/** Says, frame by frame, whether the hand is up: stretches of time with random ends (a two-state Markov process). */
export function createPropping(random: Random): (elapsedS: number) => boolean {
  let propped = random.chance(PROPPED_SHARE);
  const restS = (PROPPED_S * (1 - PROPPED_SHARE)) / PROPPED_SHARE;
  const rate = 1 / PROPPED_S + 1 / restS;
  return (elapsedS) => {
    const keep = Math.exp(-rate * elapsedS);
    propped = random.chance((propped ? 1 : 0) * keep + PROPPED_SHARE * (1 - keep));
    return propped;
  };
}

/**
 * A hand at the chin, head space; show it in stretches of some seconds, PROPPED_SHARE of the time.
 * @param head [V * 3] the person's head: the knuckles lie on its jaw
 * @param skin reflectance of the skin; palms and knuckles are lighter and redder
 */
export function poseHand(head: Float32Array, skin: Vec3, sleeve: Vec3, random: Random): Mesh {
  const side = random.chance(0.5) ? -1 : 1;
  const cheek = random.chance(0.4);
  const chin = lowestBefore(head, cheek ? side * 4.6 : side * 1.2);
  // Fingers curl towards the palm; their backs look at the camera.
  const base: Vec3 = cheek
    ? [side * (Math.abs(chin[0]) + 1.5), chin[1] - 0.4, chin[2] - 0.2]
    : [chin[0] + side * 0.8, chin[1] - 1.3, chin[2] - 0.4];
  const across: Vec3 = normalize([-side, cheek ? -0.25 : 0.12, cheek ? 0.5 : 0.1]);
  const upward: Vec3 = normalize([cheek ? -side * 0.25 : 0, 1, 0.12]);
  const outward: Vec3 = normalize([side * 0.1, -0.1, 1]);
  const at = (a: number, u: number, o: number): Vec3 =>
    add(base, add(scale(across, a), add(scale(upward, u), scale(outward, o))));
  const shapes: Shape[] = [];
  const nails: Vec3[] = [];
  for (let finger = 0; finger < 4; finger++) {
    const a = -2.6 + finger * 1.75;
    const size = [0.72, 0.8, 0.84, 0.78][finger]!;
    const curl = random.uniform(0.85, 1.1);
    const line: readonly Vec3[] = [
      at(a, -2.2, 0.1),
      at(a, -0.2, 0.9),
      at(a * 0.97, 0.55, 1.3 * curl),
      at(a * 0.95, 0.5, 2.1 * curl),
      at(a * 0.94, -0.35, 2.75 * curl),
      at(a * 0.93, -1.5, 2.7 * curl),
      at(a * 0.93, -2.1, 2.15 * curl),
    ];
    shapes.push(
      tube(line, [size * 1.05, size * 1.08, size, size * 0.95, size * 0.92, size * 0.84, size * 0.55]),
    );
    nails.push(at(a * 0.93, -1.5, 3.4 * curl));
  }
  shapes.push(
    tube(
      [at(3.6, -3.2, 0.6), at(4.1, -1.4, 1.5), at(3.6, 0.3, 1.9), at(2.9, 1.2, 1.7)],
      [1.1, 0.95, 0.85, 0.6],
    ),
  );
  // Back of the hand, wrist and forearm down to the desk.
  shapes.push(ellipsoid(at(0.3, -3, 0.5), [3.7, 2.7, 1.7], 8, 12));
  const wrist = at(0.6, -6.4, 0.2);
  const elbow: Vec3 = [
    wrist[0] + side * random.uniform(4, 9),
    wrist[1] - 22,
    wrist[2] + random.uniform(1, 7),
  ];
  shapes.push(tube([at(0.4, -3.6, 0.4), wrist, add(scale(wrist, 0.75), scale(elbow, 0.25))], [2.9, 2.6, 3]));
  const arm = sweep(
    [0.2, 0.45, 0.7, 1].map((t, k) => point(add(scale(wrist, 1 - t), scale(elbow, t)), 3.7 + 0.5 * k)),
    false,
    14,
  );
  const seed = Math.floor(random.uniform(0, 2 ** 31));
  const cuff = wrist[1] - 3.9;
  return toMesh([...shapes, arm], {
    colour: (x, y, z) => {
      if (y < cuff) {
        const fold = 1 + 0.25 * valueNoise(x * 0.5, y * 0.8, z * 0.5, seed);
        return [sleeve[0] * fold, sleeve[1] * fold, sleeve[2] * fold];
      }
      const nail = nails.some((n) => Math.hypot(x - n[0], y - n[1], z - n[2]) < 0.75);
      const mottle = 1 + 0.1 * valueNoise(x, y, z, seed);
      return [
        skin[0] * mottle * (nail ? 1.12 : 1),
        skin[1] * mottle * (nail ? 1.05 : 0.95),
        skin[2] * mottle * (nail ? 1.08 : 0.94),
      ];
    },
    gloss: 0.04,
    headWeight: 1,
  });
}

const point = (at: Vec3, radius: number): SweepPoint => ({
  at,
  across: radius,
  along: radius,
  up: [0.1, 0.2, 1],
});

const tube = (line: readonly Vec3[], radii: readonly number[]): Shape =>
  sweep(
    line.map((at, k) => point(at, radii[k]!)),
    false,
    10,
  );

/** The lowest point of the jaw near an x, in front of the neck. */
function lowestBefore(head: Float32Array, x: number): Vec3 {
  let found: Vec3 = [x, -6, 9];
  let lowest = Infinity;
  for (let v = 0; v < 9409; v++) {
    const z = head[3 * v + 2]!;
    const y = head[3 * v + 1]!;
    if (Math.abs(head[3 * v]! - x) > 0.6 || z < 6.5 || y < -9) continue;
    const depth = y - 0.5 * z;
    if (depth < lowest) {
      lowest = depth;
      found = [x, y, z];
    }
  }
  return found;
}
