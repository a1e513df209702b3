/** The form of neck base, shoulders, chest and arms under a garment, in the head's space. */
import { smoothBetween, type Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';

/** Somebody's build. */
export interface Build {
  /** Factors on the width of shoulders and chest, and on the depth of the chest. */
  readonly wide: number;
  readonly deep: number;
  /** How much lower than usual the shoulders hang, cm. */
  readonly dropCm: number;
  /** Factor on the thickness of the arms. */
  readonly arms: number;
  /** How far the elbows stand off and forward, cm. */
  readonly elbowOutCm: number;
  readonly elbowForwardCm: number;
}

export function drawBuild(random: Random): Build {
  const wide = random.clamped(1, 0.07, 0.86, 1.16);
  return {
    wide,
    deep: random.clamped(1 + 0.5 * (wide - 1), 0.08, 0.85, 1.25),
    dropCm: random.clamped(0, 0.9, -1.5, 2),
    arms: random.clamped(0.5 + 0.5 * wide, 0.09, 0.8, 1.25),
    elbowOutCm: random.uniform(-0.5, 6),
    elbowForwardCm: random.uniform(1, 9),
  };
}

/** Height, half width, half depth and middle of a ring, cm. */
export type Ring = readonly [y: number, halfWidth: number, halfDepth: number, z: number];

/** From the neck over the trapezius to the shoulders (half as far apart as two acromia, 19 cm), below them the narrower chest. */
export const RINGS: readonly Ring[] = [
  [-10.3, 7.6, 7.6, -1.3],
  [-10.9, 9.9, 8.5, -1.9],
  [-12.1, 13.4, 9.6, -2.3],
  [-14, 16.2, 9.9, -2.3],
  [-15.9, 18.2, 10.3, -2.3],
  [-18.7, 18.6, 10.8, -2.1],
  [-23, 17, 11.4, -1.8],
  [-30, 16.2, 12.2, -1.2],
  [-45, 16, 12.8, -1],
  [-80, 17.5, 14, -1],
];

/** A ring's outline is a superellipse of this exponent. */
const SQUARE = 0.85;

/** The ring at a height of the torso, `at` rings below the first. */
export function ringAt(at: number, build: Build): Ring {
  const index = Math.max(0, Math.min(RINGS.length - 2, Math.floor(at)));
  const t = at - index;
  const [upper, lower] = [RINGS[index]!, RINGS[index + 1]!];
  const mix = (i: 0 | 1 | 2 | 3): number => upper[i] + (lower[i] - upper[i]) * t;
  // The neck's opening is as wide for all; shoulders hang as they do.
  const own = smoothBetween(1.5, 4, at);
  return [
    mix(0) - build.dropCm * smoothBetween(2, 5, at),
    mix(1) * (1 + (build.wide - 1) * own),
    mix(2) * (1 + (build.deep - 1) * own),
    mix(3),
  ];
}

/** A point of a ring by its angle from the front, and the ring's size there. */
export function pointOfRing([y, halfWidth, halfDepth, z]: Ring, angle: number): Vec3 {
  const sin = Math.sin(angle);
  const cos = Math.cos(angle);
  return [
    Math.sign(sin) * Math.abs(sin) ** SQUARE * halfWidth,
    y,
    z + Math.sign(cos) * Math.abs(cos) ** SQUARE * halfDepth,
  ];
}

/** Depth of the chest's front at a place, cm. */
export function frontOfChest(x: number, y: number, build: Build): number {
  let at = 0;
  while (at < RINGS.length - 1.01 && ringAt(at, build)[0] > y) at += 0.1;
  const [, halfWidth, halfDepth, z] = ringAt(at, build);
  const across = Math.min(1, Math.abs(x) / halfWidth) ** (2 / SQUARE);
  return z + halfDepth * (1 - across) ** (SQUARE / 2);
}

/** The middle line of an arm from the shoulder over the elbow to the wrist, with its radius; `side` 1 is the person's left. */
export function armLine(
  side: -1 | 1,
  build: Build,
): readonly { readonly at: Vec3; readonly radius: number }[] {
  const { wide, dropCm, arms, elbowOutCm: out, elbowForwardCm: forward } = build;
  const point = (x: number, y: number, z: number, radius: number) => ({
    at: [side * x, y - dropCm, z] as Vec3,
    radius: radius * arms,
  });
  const shoulder = 17.3 * wide;
  return [
    point(shoulder - 4, -17.6, -2.6, 2.4),
    point(shoulder - 1.8, -18.3, -2.5, 3.8),
    point(shoulder + 0.2, -20.3, -2.3, 4.8),
    point(shoulder + 1.5, -24, -1.9 + 0.1 * forward, 5.1),
    point(shoulder + 2.4 + 0.4 * out, -31, -1.2 + 0.45 * forward, 4.9),
    point(shoulder + 2.4 + 0.75 * out, -39, -0.4 + 0.8 * forward, 4.7),
    point(shoulder + 2 + out, -45, 0.8 + forward, 4.5),
    point(shoulder + 0.8 + 0.7 * out, -47, 7 + forward, 4.2),
    point(shoulder - 3, -46.5, 24, 3.1),
  ];
}
