/** Outlines of spectacle lenses: shapes that are worn, and some that only the shift set sees. */

export interface GlassesShape {
  readonly name: string;
  /** Width and height of the box around a lens, cm. @see ISO 8624 (the boxing system) */
  readonly widthCm: number;
  readonly heightCm: number;
  /** 2 is an ellipse, more is squarer; 0 is a hexagon. */
  readonly squareness: number;
  /** How much wider the top is than the bottom, as a share of the half width. */
  readonly taper: number;
  /** How far the outer upper corner is drawn up, cm. */
  readonly liftCm: number;
  /** How far the lower half hangs outwards, cm. */
  readonly droopCm: number;
  readonly rim: 'full' | 'upper' | 'none' | 'brow';
  /** A second bar above the bridge. */
  readonly doubleBridge: boolean;
}

const shape = (
  name: string,
  widthCm: number,
  heightCm: number,
  squareness: number,
  more: Partial<GlassesShape> = {},
): GlassesShape => ({
  name,
  widthCm,
  heightCm,
  squareness,
  taper: 0,
  liftCm: 0,
  droopCm: 0,
  rim: 'full',
  doubleBridge: false,
  ...more,
});

export const GLASSES_SHAPES: readonly GlassesShape[] = [
  shape('round', 4.7, 4.4, 2),
  shape('oval', 5.1, 3.4, 2.3),
  shape('rectangular', 5.3, 3.3, 5),
  shape('wayfarer', 5.2, 4.1, 3.6, { taper: 0.12, liftCm: 0.12 }),
  shape('aviator', 5.6, 4.8, 2.7, { droopCm: 0.28, doubleBridge: true, taper: 0.05 }),
  shape('cat-eye', 5.3, 3.9, 2.9, { liftCm: 0.5, taper: 0.08 }),
  shape('rimless', 5.2, 3.4, 4, { rim: 'none' }),
  shape('half-rim', 5.3, 3.4, 4, { rim: 'upper' }),
  shape('browline', 5.1, 4, 2.8, { rim: 'brow', taper: 0.08 }),
  shape('oversize', 5.7, 5, 3, { taper: 0.06 }),
];

/** Drawn for the shift set only. */
export const HELD_BACK_SHAPES: readonly GlassesShape[] = [
  shape('hexagonal', 5, 4.4, 0),
  shape('narrow', 5.2, 2.6, 3.4),
  shape('square', 5.4, 4.7, 6),
];

/** Points of an outline. */
export const OUTLINE_POINTS = 44;

/** The outline [OUTLINE_POINTS * 2] cm about the middle of its box: outwards from the nose, and up; counter-clockwise from the temple. */
export function traceOutline(lens: GlassesShape, scale: number): Float32Array {
  const out = new Float32Array(OUTLINE_POINTS * 2);
  for (let k = 0; k < OUTLINE_POINTS; k++) {
    const angle = (k / OUTLINE_POINTS) * 2 * Math.PI;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    let x: number;
    let y: number;
    if (lens.squareness === 0) {
      const within = ((angle % (Math.PI / 3)) + Math.PI / 3) % (Math.PI / 3);
      const radius = Math.cos(Math.PI / 6) / Math.cos(within - Math.PI / 6);
      x = cos * radius;
      y = (sin * radius) / Math.cos(Math.PI / 6);
    } else {
      x = Math.sign(cos) * Math.abs(cos) ** (2 / lens.squareness);
      y = Math.sign(sin) * Math.abs(sin) ** (2 / lens.squareness);
    }
    const up = Math.max(0, y);
    out[2 * k] =
      scale * ((lens.widthCm / 2) * x * (1 + lens.taper * y) + lens.droopCm * Math.max(0, -y) * 0.9);
    out[2 * k + 1] = scale * ((lens.heightCm / 2) * y + lens.liftCm * up * Math.max(0, x) ** 2);
  }
  return out;
}

/** Angles of the table in which a point's reach is looked up. */
export const REACH_STEPS = 128;

/** Distance of the outline from the middle, by angle [REACH_STEPS]: a point nearer than that lies within. */
export function tabulateReach(outline: Float32Array): Float32Array {
  const out = new Float32Array(REACH_STEPS);
  for (let k = 0; k < REACH_STEPS; k++) {
    const angle = (k / REACH_STEPS) * 2 * Math.PI;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    for (let p = 0; p < outline.length; p += 2) {
      const q = (p + 2) % outline.length;
      const ax = outline[p]!;
      const ay = outline[p + 1]!;
      const ex = outline[q]! - ax;
      const ey = outline[q + 1]! - ay;
      const cross = cos * ey - sin * ex;
      if (Math.abs(cross) < 1e-9) continue;
      const radius = (ax * ey - ay * ex) / cross;
      const along = (ax * sin - ay * cos) / cross;
      if (radius > 0 && along >= 0 && along <= 1) out[k] = Math.max(out[k]!, radius);
    }
  }
  return out;
}
