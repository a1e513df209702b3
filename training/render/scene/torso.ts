/** A person's upper body in a garment: chest and shoulders lofted through rings, sleeves, a collar. */
import { smoothBetween, valueNoise, type Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import { createSleeves } from './arms.ts';
import { collarShapes, jacketEdge, type Collar } from './collar.ts';
import type { Mesh } from './mesh.ts';
import { joinMeshes, toMesh } from './sweep.ts';
import { drawBuild, pointOfRing, ringAt, RINGS, type Build } from './torso-shape.ts';

const SEGMENTS = 52;
const ROWS_PER_RING = 4;

const COLLARS: readonly Collar[] = [
  'crew',
  'crew',
  'crew',
  'crew',
  'v-neck',
  'v-neck',
  'shirt',
  'shirt',
  'shirt',
  'hoodie',
  'hoodie',
  'turtleneck',
  'blazer',
  'blazer',
  'scarf',
];

const JACKETS: readonly Vec3[] = [
  [0.012, 0.012, 0.014],
  [0.014, 0.02, 0.045],
  [0.04, 0.04, 0.043],
  [0.12, 0.12, 0.125],
  [0.09, 0.06, 0.035],
];

/** What a garment is made of. */
interface Cloth {
  readonly colour: Vec3;
  /** Per cm, 0 none. */
  readonly stripes: number;
  readonly checks: number;
  readonly seed: number;
}

/** Dresses a body: one colour, sometimes stripes, checks or a dark jacket over it. */
export function createTorso(random: Random): Mesh {
  const kind = random.fork('collar').pick(COLLARS);
  const style = random.fork('style');
  const build = drawBuild(random.fork('build'));
  const vDepthCm = kind === 'v-neck' || kind === 'blazer' || kind === 'shirt' ? style.uniform(2.5, 6) : 0;
  const cloth: Cloth = {
    // Under a jacket mostly a white or pale blue shirt.
    colour:
      kind === 'blazer' && style.chance(0.75)
        ? style.pick([
            [0.62, 0.62, 0.62],
            [0.42, 0.5, 0.62],
          ] as const)
        : drawColour(random),
    stripes: kind !== 'shirt' && kind !== 'blazer' && style.chance(0.12) ? style.uniform(1.2, 4) : 0,
    checks: kind === 'shirt' && style.chance(0.35) ? style.uniform(1.4, 3.2) : 0,
    seed: Math.floor(random.uniform(0, 2 ** 31)),
  };
  const jacket = kind === 'blazer';
  const outer: Cloth = jacket ? { ...cloth, colour: style.pick(JACKETS), stripes: 0, checks: 0 } : cloth;
  const body = createBody(build, cloth, jacket ? outer : undefined, vDepthCm, random.uniform(-0.8, 0.6));
  const sleeves = createSleeves(build, (x, y, z) => colourAt(outer, x, y, z), cloth.seed + 7);
  const second: Vec3 = [style.uniform(0.03, 0.6), style.uniform(0.03, 0.6), style.uniform(0.03, 0.6)];
  const plain =
    kind === 'scarf' && style.chance(0.7) ? second : kind === 'blazer' ? outer.colour : cloth.colour;
  const around = collarShapes(kind, build, style);
  const parts = [body, sleeves];
  if (around.length > 0)
    parts.push(
      toMesh(around, {
        colour: (x, y, z) =>
          scaled(plain, 1.06 + 0.2 * valueNoise(x * 0.8, y * 0.8, z * 0.8, cloth.seed + 4)),
        gloss: 0,
        headWeight: 0,
      }),
    );
  return joinMeshes(parts);
}

function drawColour(random: Random): Vec3 {
  const hue: Vec3 = [random.uniform(0.02, 0.7), random.uniform(0.02, 0.7), random.uniform(0.02, 0.7)];
  // Most clothes are dark, grey, white or blue.
  const grey = 1 - random.uniform(0, 1) ** 2 * 0.85;
  const level = random.chance(0.45) ? random.uniform(0.03, 0.14) : random.uniform(0.3, 1);
  const mean = (hue[0] + hue[1] + hue[2]) / 3;
  return hue.map((c) => (c + (mean - c) * grey) * level) as unknown as Vec3;
}

const scaled = (c: Vec3, by: number): Vec3 => [c[0] * by, c[1] * by, c[2] * by];

function colourAt({ colour, stripes, checks, seed }: Cloth, x: number, y: number, z: number): Vec3 {
  const stripe = stripes > 0 && Math.sin(y * stripes) > 0.2 ? 0.45 : 1;
  const check = checks > 0 && (Math.sin(y * checks) > 0.4 || Math.sin(x * checks) > 0.4) ? 0.5 : 1;
  const crease = 1 + 0.1 * valueNoise(x * 0.16 + y * 0.2, y * 0.12, z * 0.16, seed + 2);
  const weave = 1 + 0.08 * valueNoise(x * 0.8, y * 0.9, z * 0.8, seed + 1);
  return scaled(colour, stripe * check * crease * weave);
}

/** Where arm and chest meet in front, from which the cloth's folds fan out. */
const ARMPIT: Vec3 = [16.2, -22.5, 5];

/** Height of the folds at a place of the chest, cm. */
function foldsAt(x: number, y: number, z: number, build: Build, seed: number): number {
  const dx = ARMPIT[0] * build.wide - Math.abs(x);
  const dy = y - (ARMPIT[1] - build.dropCm);
  const far = Math.hypot(dx, dy, 0.6 * (z - ARMPIT[2]));
  const fan = Math.sin(Math.atan2(dy, dx) * 8 + 2.5 * valueNoise(x * 0.15, y * 0.15, 0, seed + 5));
  const near = smoothBetween(15, 5, far) * smoothBetween(0, 2.5, far) * smoothBetween(-6, 2, z);
  const hang =
    smoothBetween(-14, -20, y) * valueNoise(x * 0.22 + y * 0.06, y * 0.1, z * 0.22, seed + 3) * 0.45;
  return 0.42 * near * fan + hang;
}

/** @param over the jacket that is open over the garment */
function createBody(
  build: Build,
  cloth: Cloth,
  over: Cloth | undefined,
  vDepthCm: number,
  collarCm: number,
): Mesh {
  const rows = (RINGS.length - 1) * ROWS_PER_RING + 1;
  const count = rows * SEGMENTS;
  const positions = new Float32Array(count * 3);
  const albedo = new Float32Array(count * 3);
  const openness = new Float32Array(count);
  const triangles: number[] = [];
  for (let row = 0; row < rows; row++) {
    const at = row / ROWS_PER_RING;
    const ring = ringAt(at, build);
    const rim = Math.max(0, 1 - at);
    for (let segment = 0; segment < SEGMENTS; segment++) {
      const angle = (segment / SEGMENTS) * 2 * Math.PI;
      const cos = Math.cos(angle);
      const v = row * SEGMENTS + segment;
      const [x, y, z] = pointOfRing(ring, angle);
      const fold = foldsAt(x, y, z, build, cloth.seed);
      const size = 1 + fold / ring[1];
      positions[3 * v] = x * size;
      positions[3 * v + 1] =
        y +
        collarCm * rim -
        0.6 * Math.max(0, cos) * (at < 1 ? 1 : 0) -
        // The front of a V: lower towards the middle, and less so the farther down the chest.
        vDepthCm *
          Math.max(0, 1 - Math.abs(Math.atan2(Math.sin(angle), cos)) / 0.62) *
          Math.max(0, 1 - at / 4);
      positions[3 * v + 2] = ring[3] + (z - ring[3]) * size;
      const open = cos > 0 && Math.abs(x) < jacketEdge(y) + 2.4;
      albedo.set(colourAt(over && !open ? over : cloth, x, y, z), 3 * v);
      // Valleys of folds, the neck's rim and the side below the arm are darker.
      const below = smoothBetween(12, 15.5, Math.abs(x) / build.wide) * smoothBetween(-19, -24, y);
      openness[v] = Math.max(0.25, 0.62 + 0.3 * Math.min(1, at) + 0.28 * Math.min(0.3, fold) - 0.5 * below);
      if (row + 1 === rows) continue;
      const b = row * SEGMENTS + ((segment + 1) % SEGMENTS);
      triangles.push(v, v + SEGMENTS, b + SEGMENTS, v, b + SEGMENTS, b);
    }
  }
  return {
    positions,
    triangles: Uint32Array.from(triangles),
    albedo,
    headWeights: new Float32Array(count),
    openness,
    twoSided: true,
    opacity: 1,
    gloss: 0,
    castsShadow: true,
  };
}
