/** The optics of an eye, computed another way than the renderer does: light takes the path of least time (Fermat). */

export type Triple = readonly [number, number, number];

const minus = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const size = (a: Triple): number => Math.hypot(...a);

/** Rotation matrix, row-major, about an axis of the coordinate system. */
export function rotation(axis: 'x' | 'y' | 'z', degrees: number): readonly Triple[] {
  const c = Math.cos((degrees * Math.PI) / 180);
  const s = Math.sin((degrees * Math.PI) / 180);
  if (axis === 'x')
    return [
      [1, 0, 0],
      [0, c, -s],
      [0, s, c],
    ];
  if (axis === 'y')
    return [
      [c, 0, s],
      [0, 1, 0],
      [-s, 0, c],
    ];
  return [
    [c, -s, 0],
    [s, c, 0],
    [0, 0, 1],
  ];
}

export const turn = (m: readonly Triple[], v: Triple): Triple =>
  m.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as unknown as Triple;

/**
 * The point of a sphere where the sum of the distances to two points, the second `index` times as long, is stationary: Newton's method
 * on the path's length over longitude and latitude about the direction to the camera (the origin).
 * With index 1 and an outer point that is the mirror image, with the aqueous humour's and a point inside the refracted one.
 */
export function leastPath(centre: Triple, radius: number, other: Triple, index: number): Triple {
  const towards = centre.map((v) => -v / size(centre)) as unknown as Triple;
  const helper: Triple = Math.abs(towards[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const raw = cross(helper, towards);
  const e1 = raw.map((v) => v / size(raw)) as unknown as Triple;
  const e2 = cross(towards, e1);
  const at = (u: number, v: number): Triple => {
    const w = Math.sqrt(1 - u * u - v * v);
    return [0, 1, 2].map(
      (c) => centre[c]! + radius * (u * e1[c]! + v * e2[c]! + w * towards[c]!),
    ) as unknown as Triple;
  };
  const path = (u: number, v: number): number => {
    const p = at(u, v);
    return size(p) + index * size(minus(other, p));
  };
  let [u, v] = [0, 0];
  const h = 1e-3;
  for (let step = 0; step < 30; step++) {
    const middle = path(u, v);
    const gu = (path(u + h, v) - path(u - h, v)) / (2 * h);
    const gv = (path(u, v + h) - path(u, v - h)) / (2 * h);
    const uu = (path(u + h, v) - 2 * middle + path(u - h, v)) / h ** 2;
    const vv = (path(u, v + h) - 2 * middle + path(u, v - h)) / h ** 2;
    const uv =
      (path(u + h, v + h) - path(u + h, v - h) - path(u - h, v + h) + path(u - h, v - h)) / (4 * h ** 2);
    const determinant = uu * vv - uv * uv;
    const stride = Math.min(
      1,
      0.2 / Math.hypot((vv * gu - uv * gv) / determinant, (uu * gv - uv * gu) / determinant),
    );
    u -= (stride * (vv * gu - uv * gv)) / determinant;
    v -= (stride * (uu * gv - uv * gu)) / determinant;
    if (Math.hypot(gu, gv) < 1e-9) break;
  }
  return at(u, v);
}

/**
 * Distance of a spherical surface's image of an axial point from its vertex (paraxial): 1 / s' = n / s - (n - 1) / r.
 * @see https://en.wikipedia.org/wiki/Vertex_distance and any text on the entrance pupil
 */
export function paraxialDepth(depth: number, radius: number, index: number): number {
  return 1 / (index / depth - (index - 1) / radius);
}
