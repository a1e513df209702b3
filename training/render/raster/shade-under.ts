/** What a fringe, a cap or a headscarf takes from the sky's light on a face. */
import { RANGES } from '../assets/facekit.ts';
import type { Mesh } from '../scene/mesh.ts';
import { normalize, type Vec3 } from '../vector.ts';
import { aimShadowMap, createShadowMap, drawShadow, lightAt } from './shadow-map.ts';

/** From above and before the face, where its light comes from; head space. */
const DIRECTIONS: readonly Vec3[] = [-0.9, -0.3, 0.3, 0.9].flatMap((x) =>
  [0.1, 0.7, 1.6].map((y) => normalize([x, y, 1])),
);
/** Light that comes around and through strands. */
const LEAST = 0.3;

const map = createShadowMap(128);

/**
 * Openness of the head's vertices [V] under what is worn.
 * @param head [V * 3] cm, head space
 */
export function shadeUnder(head: Float32Array, openness: Float32Array, worn: readonly Mesh[]): Float32Array {
  if (worn.length === 0) return openness;
  const count = RANGES.headAndNeck[1];
  const seen = new Float32Array(count);
  for (const direction of DIRECTIONS) {
    aimShadowMap(map, direction, [0, 2, 2], 22);
    for (const mesh of worn) {
      const scratch = new Float32Array(mesh.positions.length);
      drawShadow(map, mesh.positions, [[0, mesh.positions.length / 3]], mesh.triangles, scratch);
    }
    for (let v = 0; v < count; v++)
      seen[v] = seen[v]! + lightAt(map, head[3 * v]!, head[3 * v + 1]!, head[3 * v + 2]!, 0.4);
  }
  return openness.map((value, v) =>
    v < count ? value * (LEAST + ((1 - LEAST) * seen[v]!) / DIRECTIONS.length) : value,
  );
}
