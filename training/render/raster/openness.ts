/** How open each vertex of the head is to the sky: ambient occlusion, measured once on the mean head. */
import { computeNormals } from '../scene/mesh.ts';
import type { Vec3 } from '../vector.ts';
import { aimShadowMap, createShadowMap, drawShadow, lightAt } from './shadow-map.ts';

const DIRECTIONS = 64;

/** Mean visibility over the hemisphere of each vertex, cosine-weighted: [V], 0 buried .. 1 free. */
export function measureOpenness(positions: Float32Array, triangles: Uint32Array): Float32Array {
  const normals = new Float32Array(positions.length);
  computeNormals(positions, triangles, [[0, positions.length / 3]], normals);
  const map = createShadowMap(256);
  const scratch = new Float32Array(positions.length);
  const seen = new Float32Array(positions.length / 3);
  const total = new Float32Array(positions.length / 3);
  for (let k = 0; k < DIRECTIONS; k++) {
    // A Fibonacci sphere: even in solid angle.
    const y = 1 - (2 * (k + 0.5)) / DIRECTIONS;
    const angle = k * 2.399963;
    const ring = Math.sqrt(1 - y * y);
    const direction: Vec3 = [ring * Math.cos(angle), y, ring * Math.sin(angle)];
    aimShadowMap(map, direction, [0, -2, 2], 19);
    drawShadow(map, positions, [[0, positions.length / 3]], triangles, scratch);
    for (let v = 0; v < seen.length; v++) {
      const i = 3 * v;
      const cos =
        normals[i]! * direction[0] + normals[i + 1]! * direction[1] + normals[i + 2]! * direction[2];
      if (cos <= 0) continue;
      total[v] = total[v]! + cos;
      seen[v] = seen[v]! + cos * lightAt(map, positions[i]!, positions[i + 1]!, positions[i + 2]!, 0.35);
    }
  }
  return seen.map((value, v) => 0.12 + 0.88 * (total[v]! > 0 ? value / total[v]! : 1));
}
