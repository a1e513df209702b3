/** Short hair: the scalp's own surface in layers, each with the strands that reach so far. */
import { RANGES } from '../assets/facekit.ts';
import { smoothBetween, valueNoise, type Random } from '../random.ts';
import type { HairLook } from './hair-fit.ts';
import { GREY_HAIR } from './skin.ts';
import { computeNormals } from './mesh.ts';
import { SKULL_CENTRE, type StrandParts } from './strand-mesh.ts';

export interface ShellStyle {
  readonly layers: number;
  /** Length of the hair on top and at the sides, cm. */
  readonly topCm: number;
  readonly sideCm: number;
  /** How far the hairline at the temples has gone back, 0..1, and whether the crown is bare, 0..1. */
  readonly receding: number;
  readonly crown: number;
  /** Height of uneven tufts as a share of the length. */
  readonly tufts: number;
}

/** Density of hair on the scalp of the mean head: 0 bare .. 1. */
export function scalpDensity(x: number, y: number, z: number, style: ShellStyle, seed: number): number {
  const side = Math.abs(x);
  const uneven =
    0.7 * valueNoise(x * 0.5, y * 0.5, z * 0.5, seed) + 0.7 * valueNoise(x * 1.7, y * 1.7, z * 1.7, seed + 1);
  const temples = (0.45 + style.receding * 2.6) * Math.exp(-(((side - 4.6) / 2) ** 2)) + style.receding * 1.1;
  const hairline = 10.1 - 0.02 * side * side - 1.4 * Math.max(0, 6.9 - z) + temples * smoothBetween(0, 4, z);
  const front = smoothBetween(hairline - 0.8, hairline + 1.7, y + uneven);
  const nape = smoothBetween(-6.6, -5, y);
  const sideburn = smoothBetween(5.6, 4.4, z) * smoothBetween(1.2, 2.4, y);
  const back = smoothBetween(0.2, -1.6, z);
  const ear = side > 6.4 && z > -2.4 && z < 3.4 && y < 4.8 ? 0 : 1;
  const lower = Math.max(back, y > 4.8 ? smoothBetween(6.6, 5.2, z) : sideburn * smoothBetween(3, 3.6, z));
  const region = y > 7.5 ? front : Math.min(front > 0 ? 1 : 0, front + 0.4) * lower;
  const bare = style.crown * smoothBetween(5.4, 2.6, Math.hypot(x, z + 2.4)) * smoothBetween(9, 11, y);
  return Math.max(0, region * nape * ear * (1 - bare));
}

/**
 * Grows hair on the scalp.
 * @param neutral [V * 3] the mean head, on which regions are found
 * @param head [V * 3] the person's head
 * @param skin [T * 3] the head's triangles
 */
export function growShells(
  neutral: Float32Array,
  head: Float32Array,
  skin: Uint32Array,
  style: ShellStyle,
  look: HairLook,
  random: Random,
): StrandParts {
  const seed = Math.floor(random.uniform(0, 2 ** 31));
  const count = RANGES.headAndNeck[1];
  const density = new Float32Array(count);
  for (let v = 0; v < count; v++)
    density[v] = scalpDensity(neutral[3 * v]!, neutral[3 * v + 1]!, neutral[3 * v + 2]!, style, seed);
  const normals = new Float32Array(head.length);
  computeNormals(head, skin, [[0, count]], normals);
  const index = new Int32Array(count).fill(-1);
  const scalp: number[] = [];
  const faces: number[] = [];
  for (let t = 0; t < skin.length; t += 3) {
    const corners = [skin[t]!, skin[t + 1]!, skin[t + 2]!];
    if (corners.some((v) => v >= count) || corners.every((v) => density[v]! <= 0)) continue;
    for (const v of corners) {
      if (index[v]! < 0) {
        index[v] = scalp.length;
        scalp.push(v);
      }
      faces.push(index[v]!);
    }
  }
  const per = scalp.length;
  const { layers } = style;
  const positions = new Float32Array(per * layers * 3);
  const uvCm = new Float32Array(per * layers * 2);
  const cover = new Float32Array(per * layers);
  const albedo = new Float32Array(per * layers * 3);
  const openness = new Float32Array(per * layers);
  const triangles = new Uint32Array(faces.length * layers);
  for (let layer = 0; layer < layers; layer++) {
    const height = layers === 1 ? 0.3 : layer / (layers - 1);
    for (let k = 0; k < per; k++) {
      const v = scalp[k]!;
      const at = layer * per + k;
      const x = neutral[3 * v]!;
      const y = neutral[3 * v + 1]!;
      const z = neutral[3 * v + 2]!;
      const thick = density[v]!;
      const top = smoothBetween(6.5, 10.5, y) * smoothBetween(0, 0.9, thick);
      const tuft = 1 + style.tufts * valueNoise(x * 0.7, y * 0.7, z * 0.7, seed + 1);
      const length = (style.sideCm + (style.topCm - style.sideCm) * top) * tuft * (0.25 + 0.75 * thick);
      const out = 0.06 + length * height;
      for (let c = 0; c < 3; c++) positions[3 * at + c] = head[3 * v + c]! + normals[3 * v + c]! * out;
      // Longitude and latitude about the crown, a centimetre to a centimetre.
      const dy = y - SKULL_CENTRE[1];
      const far = Math.hypot(x, dy, z + 2) || 1;
      const latitude = Math.acos(Math.min(1, Math.max(-1, (0.9 * dy - 0.43 * (z + 2)) / far)));
      uvCm[2 * at] = Math.atan2(x, z + 3) * 9 + 40;
      uvCm[2 * at + 1] = 60 - latitude * 9;
      cover[at] = thick * (1 - 0.78 * height);
      openness[at] = (0.45 + 0.55 * height) * (y < 3 ? 0.75 : 1);
      // Temples turn grey first.
      const grey = Math.min(1, 0.6 * look.grey * smoothBetween(9, 4, y));
      for (let c = 0; c < 3; c++) albedo[3 * at + c] = look.colour[c]! * (1 - grey) + GREY_HAIR[c]! * grey;
    }
    for (let k = 0; k < faces.length; k++) triangles[layer * faces.length + k] = faces[k]! + layer * per;
  }
  return { positions, triangles, uvCm, cover, albedo, openness };
}
