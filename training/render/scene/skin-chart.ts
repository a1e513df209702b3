/** The head's UV charts as pictures of where each texel lies on the mean head; made once for all people. */
import type { Facekit } from '../assets/facekit.ts';

/** A square picture of a chart. */
export interface SkinChart {
  readonly sizePx: number;
  /** [size * size * 3] cm on the mean head; rows follow v upwards, so that the head's up is a later row. */
  readonly positions: Float32Array;
  /** [N] indices of the texels on the chart, with a rim of a few texels around it. */
  readonly texels: Uint32Array;
  /** [size * size] largest vertex index of the triangle that the texel lies in: tells the mouth and the sockets apart. */
  readonly parts: Uint16Array;
  /** [T * 3] vertices of the chart's triangles and their corners in `uvs`. */
  readonly triangles: Uint32Array;
  readonly corners: Uint32Array;
  /** [U * 2] 0..1 */
  readonly uvs: Float32Array;
  /** Edge of a texel on the skin, cm (mean). */
  readonly texelCm: number;
}

/** Texels beyond a chart's edge that take the nearest place on it, so that filtering finds skin there. */
const RIM = 4;

/** Draws the chart of the quads of one material. */
export function drawChart(facekit: Facekit, material: string, sizePx: number): SkinChart {
  const { quads, quadUvs, uvs, neutral } = facekit;
  const wanted = facekit.materials.indexOf(material);
  const triangles: number[] = [];
  const corners: number[] = [];
  for (let q = 0; q < facekit.quadMaterials.length; q++) {
    if (facekit.quadMaterials[q] !== wanted) continue;
    for (const k of [0, 1, 2, 0, 2, 3]) {
      triangles.push(quads[4 * q + k]!);
      corners.push(quadUvs[4 * q + k]!);
    }
  }
  const local = Float32Array.from(uvs, (value, i) => (i % 2 === 0 ? value - Math.floor(value) : value));
  const positions = new Float32Array(sizePx * sizePx * 3);
  const parts = new Uint16Array(sizePx * sizePx);
  const covered = new Uint8Array(sizePx * sizePx);
  let area = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const vertices = triangles.slice(t, t + 3);
    const x = corners.slice(t, t + 3).map((u) => local[2 * u]! * sizePx);
    const y = corners.slice(t, t + 3).map((u) => local[2 * u + 1]! * sizePx);
    area += fillTriangle(vertices, x, y);
  }
  const texels = spread(positions, parts, covered, sizePx);
  return {
    sizePx,
    positions,
    texels,
    parts,
    triangles: Uint32Array.from(triangles),
    corners: Uint32Array.from(corners),
    uvs: local,
    texelCm: Math.sqrt(area / texels.length),
  };

  /** Writes where each texel of a triangle lies; returns the triangle's area on the head, cm2. */
  function fillTriangle(vertices: readonly number[], x: readonly number[], y: readonly number[]): number {
    const [a, b, c] = vertices.map((v) => neutral.subarray(3 * v, 3 * v + 3)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const [ax, bx, cx] = x as [number, number, number];
    const [ay, by, cy] = y as [number, number, number];
    const double = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    const part = Math.max(...vertices);
    if (Math.abs(double) > 1e-9)
      for (
        let row = Math.max(0, Math.floor(Math.min(ay, by, cy)));
        row <= Math.min(sizePx - 1, Math.ceil(Math.max(ay, by, cy)));
        row++
      )
        for (
          let column = Math.max(0, Math.floor(Math.min(ax, bx, cx)));
          column <= Math.min(sizePx - 1, Math.ceil(Math.max(ax, bx, cx)));
          column++
        ) {
          const dx = column + 0.5 - ax;
          const dy = row + 0.5 - ay;
          const wb = (dx * (cy - ay) - dy * (cx - ax)) / double;
          const wc = (dy * (bx - ax) - dx * (by - ay)) / double;
          if (wb < -1e-6 || wc < -1e-6 || wb + wc > 1 + 1e-6) continue;
          const at = row * sizePx + column;
          for (let k = 0; k < 3; k++) positions[3 * at + k] = (1 - wb - wc) * a[k]! + wb * b[k]! + wc * c[k]!;
          parts[at] = part;
          covered[at] = 1;
        }
    const u = [b[0]! - a[0]!, b[1]! - a[1]!, b[2]! - a[2]!] as const;
    const v = [c[0]! - a[0]!, c[1]! - a[1]!, c[2]! - a[2]!] as const;
    return Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) / 2;
  }
}

/** Carries the chart's edge outwards and lists every texel that then has a place. */
function spread(
  positions: Float32Array,
  parts: Uint16Array,
  covered: Uint8Array,
  sizePx: number,
): Uint32Array {
  for (let round = 0; round < RIM; round++) {
    const before = covered.slice();
    for (let y = 0; y < sizePx; y++)
      for (let x = 0; x < sizePx; x++) {
        const at = y * sizePx + x;
        if (before[at]) continue;
        const near = [
          x > 0 ? at - 1 : at,
          x < sizePx - 1 ? at + 1 : at,
          y > 0 ? at - sizePx : at,
          y < sizePx - 1 ? at + sizePx : at,
        ].find((other) => before[other]);
        if (near === undefined) continue;
        positions.copyWithin(3 * at, 3 * near, 3 * near + 3);
        parts[at] = parts[near]!;
        covered[at] = 1;
      }
  }
  const texels: number[] = [];
  for (let at = 0; at < covered.length; at++) if (covered[at]) texels.push(at);
  return Uint32Array.from(texels);
}
