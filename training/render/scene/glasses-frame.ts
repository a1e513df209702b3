/** The frame around spectacle lenses: rims, bridge, pads and sides. */
import { add, scale, type Vec3 } from '../vector.ts';
import type { GlassesDesign } from './glasses-design.ts';
import { pointOfLens, type Lens } from './glasses-lens.ts';
import { OUTLINE_POINTS } from './glasses-shapes.ts';
import { ellipsoid, sweep, type Shape, type SweepPoint } from './sweep.ts';

/** Rims, bridge and pads. */
export function frontOf(
  design: GlassesDesign,
  lenses: readonly [Lens, Lens],
  outline: Float32Array,
): Shape[] {
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
export function templeOf(
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
