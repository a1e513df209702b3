/** Spectacles: which ones a person has, and how they sit on this face. */
import { RANGES } from '../assets/facekit.ts';
import { valueNoise, type Random } from '../random.ts';
import { add, RADIANS_PER_DEGREE, scale, type Vec3 } from '../vector.ts';
import type { EyeAnatomy } from './eye-anatomy.ts';
import {
  GLASSES_SHAPES,
  HELD_BACK_SHAPES,
  OUTLINE_POINTS,
  tabulateReach,
  traceOutline,
  type GlassesShape,
} from './glasses-shapes.ts';
import type { Mesh } from './mesh.ts';
import { ellipsoid, sweep, toMesh, type Finish, type Shape, type SweepPoint } from './sweep.ts';

/** Which glasses somebody owns. */
export interface GlassesDesign {
  readonly shape: GlassesShape;
  readonly material: 'metal' | 'plastic';
  readonly colour: Vec3;
  /** Spots of a second colour: tortoise. */
  readonly spots: Vec3 | undefined;
  /** Width of the rim as seen from the front, cm. */
  readonly rimCm: number;
  /** Distance between the lenses, cm. */
  readonly bridgeCm: number;
  readonly pantoscopicDeg: number;
  readonly wrapDeg: number;
  /** From the cornea to the back of the lens, cm. */
  readonly vertexCm: number;
  /** Radius of the lens's front surface, cm. */
  readonly frontRadiusCm: number;
  /** What the lenses make of the eyes' size: right, left. */
  readonly magnification: readonly [number, number];
  /** Share of light that comes through, per channel. */
  readonly transmission: Vec3;
  /** Share of light that both surfaces together mirror at right angles, per channel. */
  readonly reflectance: Vec3;
  readonly seed: number;
}

/** One lens in the head's space, cm. */
export interface Lens {
  /** Middle of the box around it, on the front surface. */
  readonly middle: Vec3;
  /** Unit axes: away from the nose, up, and out of the face. */
  readonly outward: Vec3;
  readonly up: Vec3;
  readonly forward: Vec3;
  /** Where the line of sight straight ahead goes through it: what it enlarges, it enlarges about this point. */
  readonly opticalCentre: Vec3;
  /** Vergence that it takes away, per cm: something d cm behind it looks 1 / (1 - d * power) as large. */
  readonly powerPerCm: number;
  /** [REACH_STEPS] cm */
  readonly reach: Float32Array;
}

/** Glasses on a face. */
export interface Glasses {
  readonly design: GlassesDesign;
  /** Before the right eye, before the left. */
  readonly lenses: readonly [Lens, Lens];
  /** Sides, bent behind the ears: drawn before the lenses, seen through them. */
  readonly temples: Mesh;
  /** Rims, bridge and pads: drawn over the lenses. */
  readonly front: Mesh;
}

const DARK_PLASTICS: readonly Vec3[] = [
  [0.012, 0.012, 0.013],
  [0.012, 0.012, 0.013],
  [0.02, 0.02, 0.022],
  [0.012, 0.016, 0.034],
];
const BROWN_PLASTICS: readonly Vec3[] = [
  [0.05, 0.025, 0.012],
  [0.03, 0.016, 0.01],
];
const COLOURED_PLASTICS: readonly Vec3[] = [
  [0.015, 0.035, 0.1],
  [0.13, 0.018, 0.022],
  [0.21, 0.19, 0.175],
  [0.03, 0.06, 0.045],
  [0.17, 0.1, 0.075],
];
const BLACK_METAL: Vec3 = [0.018, 0.018, 0.02];
/** Gun-metal, silver, gold, rose gold. */
const METALS: readonly Vec3[] = [
  [0.05, 0.05, 0.055],
  [0.075, 0.075, 0.08],
  [0.14, 0.14, 0.145],
  [0.15, 0.1, 0.042],
  [0.15, 0.088, 0.07],
];

/** What a frame is made of: dark 45 %, brown or tortoise 20 %, bare metal 25 %, coloured 10 %. */
function drawFrame(random: Random, thin: boolean): Pick<GlassesDesign, 'material' | 'colour' | 'spots'> {
  const share = random.uniform(0, 1);
  // Rims of wire alone carry no plastic.
  const bare = thin ? 0.45 : 0.18;
  if (share < bare) return { material: 'metal', colour: random.pick(METALS), spots: undefined };
  if (thin) return { material: 'metal', colour: BLACK_METAL, spots: undefined };
  if (share < 0.6)
    return random.chance(0.2)
      ? { material: 'metal', colour: BLACK_METAL, spots: undefined }
      : { material: 'plastic', colour: random.pick(DARK_PLASTICS), spots: undefined };
  if (share > 0.87) return { material: 'plastic', colour: random.pick(COLOURED_PLASTICS), spots: undefined };
  return random.chance(0.6)
    ? { material: 'plastic', colour: [0.11, 0.048, 0.017], spots: [0.016, 0.009, 0.006] }
    : { material: 'plastic', colour: random.pick(BROWN_PLASTICS), spots: undefined };
}

/** Draws a pair of glasses; with `shift` of a shape that is held back, without it never. */
export function drawGlasses(random: Random, shift = false): GlassesDesign {
  const shape = random.pick(shift ? HELD_BACK_SHAPES : GLASSES_SHAPES);
  const thin = shape.rim === 'none' || shape.rim === 'upper' || shape.doubleBridge;
  const frame = drawFrame(random.fork('frame'), thin);
  const { material } = frame;
  const sight = random.uniform(0, 1);
  // Most wearers are short-sighted: their eyes look smaller.
  const size =
    sight < 0.55
      ? random.clamped(0.95, 0.03, 0.85, 0.99)
      : sight < 0.75
        ? random.uniform(0.99, 1.01)
        : random.clamped(1.04, 0.03, 1.01, 1.1);
  const coating = random.uniform(0, 1);
  const residue: Vec3 =
    coating < 0.5
      ? [0.006, 0.014, 0.008]
      : coating < 0.66
        ? [0.011, 0.007, 0.013]
        : coating < 0.82
          ? [0.009, 0.01, 0.026]
          : [0.045, 0.045, 0.047];
  // Sunglasses are rare before a screen, faint tints less so.
  const shade = random.uniform(0, 1);
  const tinted = shade < 0.012 ? random.uniform(0.25, 0.5) : shade < 0.07 ? random.uniform(0.78, 0.93) : 1;
  const brown = tinted < 1 && random.chance(0.5);
  const clear: Vec3 = coating >= 0.66 && coating < 0.82 ? [0.97, 0.96, 0.88] : [0.97, 0.97, 0.97];
  return {
    shape,
    ...frame,
    rimCm: material === 'metal' ? random.uniform(0.09, 0.15) : 0.2 + 0.28 * random.uniform(0, 1) ** 1.5,
    bridgeCm: random.uniform(1.6, 2),
    pantoscopicDeg: random.uniform(5, 10),
    wrapDeg: random.uniform(2, 6),
    vertexCm: random.uniform(1.2, 1.4),
    // Strong lenses for short-sighted eyes are nearly flat in front, for long-sighted ones bulging.
    frontRadiusCm:
      size < 0.95 ? random.uniform(14, 40) : size > 1.02 ? random.uniform(7, 10) : random.uniform(9, 14),
    magnification: [size, Math.min(1.1, Math.max(0.85, size + random.normal(0, 0.008)))],
    transmission: [
      clear[0] * tinted,
      clear[1] * tinted * (brown ? 0.94 : 1),
      clear[2] * tinted * (brown ? 0.86 : 1),
    ],
    reflectance: residue,
    seed: Math.floor(random.uniform(0, 2 ** 31)),
  };
}

/** How somebody wears them today. */
export interface Seating {
  /** How far they have slid down the nose, cm. */
  readonly slideCm: number;
  readonly rollDeg: number;
}

/** Puts glasses on a face: on the nose, clear of brow and cheek, the sides over the ears. */
export function fitGlasses(
  design: GlassesDesign,
  head: Float32Array,
  eyes: readonly [EyeAnatomy, EyeAnatomy],
  { slideCm, rollDeg }: Seating,
): Glasses {
  const { shape, bridgeCm } = design;
  const templeHalfCm = widestAt(head, 3.6, 5.6, 4.5, 6.5);
  const earHalfCm = widestAt(head, 5, 6.4, 1.5, 3.5);
  const scaleBy = Math.min(1.12, Math.max(0.9, (templeHalfCm - 0.55 - bridgeCm / 2) / shape.widthCm));
  const outline = traceOutline(shape, scaleBy);
  const reach = tabulateReach(outline);
  const halfCm = (shape.widthCm * scaleBy) / 2;
  const eyeHeight = (eyes[0].centre[1] + eyes[1].centre[1]) / 2;
  const apex = Math.max(...eyes.map((eye) => eye.centre[2] + eye.corneaLever + eye.corneaRadius));
  const tilt = design.pantoscopicDeg * RADIANS_PER_DEGREE;
  const middleY = eyeHeight - 0.25 - slideCm;
  const place = (z: number): readonly [Lens, Lens] => {
    const lens = (i: 0 | 1): Lens => {
      const side = i === 0 ? -1 : 1;
      const wrap = design.wrapDeg * RADIANS_PER_DEGREE;
      const roll = rollDeg * RADIANS_PER_DEGREE * side;
      const flat: Vec3 = [side * Math.cos(wrap), 0, -Math.sin(wrap)];
      const risen: Vec3 = [0, Math.cos(tilt), Math.sin(tilt)];
      const outward = add(scale(flat, Math.cos(roll)), scale(risen, Math.sin(roll)));
      const up = add(scale(risen, Math.cos(roll)), scale(flat, -Math.sin(roll)));
      const forward: Vec3 = [
        side * Math.sin(wrap) * Math.cos(tilt),
        -Math.sin(tilt) * Math.cos(wrap),
        Math.cos(tilt) * Math.cos(wrap),
      ];
      const middle: Vec3 = [
        side * (bridgeCm / 2 + halfCm * Math.cos(wrap)),
        middleY + Math.sin(roll) * (bridgeCm / 2 + halfCm),
        z - halfCm * Math.sin(wrap) * 0.4,
      ];
      const eye = eyes[i].centre;
      const across = (eye[0] - middle[0]) * outward[0] + (eye[1] - middle[1]) * outward[1];
      const above = (eye[0] - middle[0]) * up[0] + (eye[1] - 0.15 - middle[1]) * up[1];
      const opticalCentre = add(middle, add(scale(outward, across), scale(up, above)));
      const behind = opticalCentre[2] - (eye[2] + eyes[i].irisLever);
      return {
        middle,
        outward,
        up,
        forward,
        opticalCentre,
        powerPerCm: (1 - 1 / design.magnification[i]) / behind,
        reach,
      };
    };
    return [lens(0), lens(1)];
  };
  const wanted = apex + design.vertexCm + 0.15 + 0.3 * slideCm;
  const z = wanted + Math.min(0.9, Math.max(0, collision(head, place(wanted), design.rimCm)));
  const lenses = place(z);
  const metal = design.material === 'metal';
  const finish: Omit<Finish, 'blended'> = {
    colour: (x, y, w) => {
      if (metal) {
        // Polished wire mirrors the room: dark and bright by turns.
        const gleam = 0.35 + 1.3 * Math.max(0, valueNoise(x * 1.3, y * 1.3, w * 0.9, design.seed) + 0.35);
        return scale(design.colour, gleam);
      }
      const spot = design.spots && valueNoise(x * 1.6, y * 1.6, w * 1.2, design.seed) > 0.05;
      return spot ? design.spots! : design.colour;
    },
    gloss: metal ? 0.14 : 0.09,
  };
  return {
    design,
    lenses,
    temples: toMesh(
      lenses.map((lens, i) => templeOf(design, lens, outline, i === 0 ? -1 : 1, earHalfCm, eyeHeight + 0.8)),
      finish,
    ),
    front: toMesh(frontOf(design, lenses, outline), { ...finish, blended: true }),
  };
}

/** A point of a lens's front surface by its place in the box. */
export function pointOfLens(lens: Lens, x: number, y: number, frontRadiusCm: number): Vec3 {
  const sag = (x * x + y * y) / (2 * frontRadiusCm);
  return add(lens.middle, add(scale(lens.outward, x), add(scale(lens.up, y), scale(lens.forward, -sag))));
}

/** Largest |x| of the head between two heights and two depths. */
function widestAt(head: Float32Array, y0: number, y1: number, z0: number, z1: number): number {
  let widest = 0;
  for (let v = 0; v < RANGES.headAndNeck[1]; v++) {
    const y = head[3 * v + 1]!;
    const z = head[3 * v + 2]!;
    if (y > y0 && y < y1 && z > z0 && z < z1) widest = Math.max(widest, Math.abs(head[3 * v]!));
  }
  return widest;
}

/** How far the face reaches through the back of the lenses or rims, cm. */
function collision(head: Float32Array, lenses: readonly [Lens, Lens], rimCm: number): number {
  let most = -Infinity;
  for (let v = 0; v < RANGES.face[1]; v++) {
    const x = head[3 * v]!;
    if (Math.abs(x) < 0.9) continue;
    const lens = lenses[x < 0 ? 0 : 1];
    const dx = x - lens.middle[0];
    const dy = head[3 * v + 1]! - lens.middle[1];
    const u = dx * lens.outward[0] + dy * lens.outward[1];
    const w = dx * lens.up[0] + dy * lens.up[1];
    if (Math.hypot(u, w) > reachAt(lens.reach, u, w) + rimCm) continue;
    const surface =
      lens.middle[2] -
      (u * lens.forward[0] * Math.sign(x) * Math.sign(lens.outward[0]) + dy * lens.forward[1]) /
        lens.forward[2];
    most = Math.max(most, head[3 * v + 2]! + 0.25 - surface);
  }
  return most;
}

/** Distance of the outline from the middle of the box in the direction of (x, y). */
export function reachAt(reach: Float32Array, x: number, y: number): number {
  const turn = (Math.atan2(y, x) / (2 * Math.PI) + 1) * reach.length;
  const low = Math.floor(turn);
  const t = turn - low;
  return reach[low % reach.length]! * (1 - t) + reach[(low + 1) % reach.length]! * t;
}

function frontOf(design: GlassesDesign, lenses: readonly [Lens, Lens], outline: Float32Array): Shape[] {
  const { shape, rimCm, frontRadiusCm, material } = design;
  const shapes: Shape[] = [];
  const metal = material === 'metal';
  const at = (lens: Lens, k: number, grow: number): Vec3 => {
    const p = (k % OUTLINE_POINTS) * 2;
    const [x, y] = [outline[p]!, outline[p + 1]!];
    const size = Math.hypot(x, y);
    const g = 1 + grow / size;
    return pointOfLens(lens, x * g, y * g, frontRadiusCm);
  };
  for (const lens of lenses) {
    const radius: Vec3 = lens.forward;
    const point = (k: number): SweepPoint => {
      const upper = Math.max(0, Math.sin((k / OUTLINE_POINTS) * 2 * Math.PI));
      const heavy =
        shape.rim === 'brow' ? 0.35 + 1.9 * upper : shape.rim === 'upper' ? 0.9 : 0.85 + 0.3 * upper;
      const across = Math.max(0.05, (rimCm / 2) * heavy);
      return { at: at(lens, k, across * 0.8), across, along: metal ? 0.07 : 0.16, up: radius };
    };
    const half = OUTLINE_POINTS / 2;
    if (shape.rim === 'full' || shape.rim === 'brow')
      shapes.push(
        sweep(
          Array.from({ length: OUTLINE_POINTS }, (_, k) => point(k)),
          true,
          4,
        ),
      );
    else if (shape.rim === 'upper')
      shapes.push(
        sweep(
          Array.from({ length: half + 3 }, (_, k) => point((k + OUTLINE_POINTS - 1) % OUTLINE_POINTS)),
          false,
          4,
        ),
      );
  }
  const inner = (lens: Lens, turn: number): Vec3 => at(lens, Math.round(OUTLINE_POINTS * turn), 0.02);
  const bar = (turn: number, rise: number, half: number): Shape => {
    const a = inner(lenses[0], turn);
    const b = inner(lenses[1], turn);
    const points = Array.from({ length: 7 }, (_, k): SweepPoint => {
      const t = k / 6;
      const arch = 4 * t * (1 - t);
      return {
        at: add(add(scale(a, 1 - t), scale(b, t)), [0, rise * arch, 0.22 * arch]),
        across: half * 0.8,
        along: half,
        up: [0, 1, 0],
      };
    });
    return sweep(points, false, 6);
  };
  shapes.push(bar(0.41, metal ? 0.22 : 0.08, metal ? 0.08 : Math.max(0.14, rimCm * 0.5)));
  if (shape.doubleBridge) shapes.push(bar(0.34, 0.12, 0.07));
  if (metal)
    for (const [i, lens] of lenses.entries()) {
      const rim = inner(lens, 0.53);
      const side = i === 0 ? 1 : -1;
      shapes.push(ellipsoid(add(rim, [side * 0.14, -0.15, -0.45]), [0.1, 0.34, 0.2], 5, 8));
    }
  return shapes;
}

/** A side: from the outer end of the rim along the temple, over the ear and down behind it. */
function templeOf(
  design: GlassesDesign,
  lens: Lens,
  outline: Float32Array,
  side: -1 | 1,
  earHalfCm: number,
  earY: number,
): Shape {
  const k = Math.round(OUTLINE_POINTS * 0.055) * 2;
  const start = pointOfLens(lens, outline[k]! + 0.1, outline[k + 1]!, design.frontRadiusCm);
  const high = design.material === 'metal' ? 0.08 : 0.13 + design.rimCm * 0.45;
  const thick = design.material === 'metal' ? 0.05 : 0.1;
  const earX = side * (earHalfCm + 0.18);
  const hingeX = side * Math.max(Math.abs(start[0]) + 0.2, earHalfCm - 0.6);
  const points: readonly (readonly [Vec3, number])[] = [
    [[start[0], start[1], start[2]], 1],
    [[hingeX, start[1], start[2] - 0.25], 1],
    [[hingeX + (earX - hingeX) * 0.3, start[1] + 0.05, start[2] - 2.5], 0.95],
    [[hingeX + (earX - hingeX) * 0.75, start[1] + (earY - start[1]) * 0.6, 4], 0.85],
    [[earX, earY, 1], 0.8],
    [[earX + side * 0.15, earY - 0.4, -0.3], 0.8],
    [[earX, earY - 1.9, -1.5], 0.75],
  ];
  return sweep(
    points.map(([at, size]) => ({ at, across: thick, along: high * size, up: [0, 1, 0] })),
    false,
    6,
  );
}
