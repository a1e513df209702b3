/** The brim of a cap: a bent blade before the forehead, which shades the eyes. */
import type { Random } from '../random.ts';
import type { Vec3 } from '../vector.ts';
import { SKULL_CENTRE } from './strand-mesh.ts';
import type { Shape } from './sweep.ts';

const ACROSS = 18;
const DEEP = 6;
const THICK_CM = 0.3;
/** Half of the angle that the brim spans about the head. */
const SPAN = 1.08;

/**
 * @param rim distance of the cap's lower edge from the skull's middle, and its polar angle, by angle from the front
 */
export function brim(
  rim: (angle: number) => { readonly radius: number; readonly polar: number },
  random: Random,
): Shape {
  const lengthCm = random.uniform(6.4, 7.4);
  const bend = random.uniform(0.008, 0.035);
  const drop = random.uniform(0.02, 0.24);
  const positions: number[] = [];
  const triangles: number[] = [];
  for (const level of [0, THICK_CM])
    for (let i = 0; i <= ACROSS; i++) {
      const t = (i / ACROSS) * 2 - 1;
      const angle = t * SPAN;
      const { radius, polar } = rim(angle);
      const root: Vec3 = [
        Math.sin(polar) * Math.sin(angle) * radius,
        SKULL_CENTRE[1] + Math.cos(polar) * radius,
        Math.sin(polar) * Math.cos(angle) * radius,
      ];
      for (let k = 0; k <= DEEP; k++) {
        const s = k / DEEP;
        const reach = lengthCm * s * Math.sqrt(Math.max(0, 1 - t ** 2 * 0.97));
        const x = root[0] * (1 - 0.1 * s);
        positions.push(x, root[1] + 0.1 - drop * reach - bend * x * x * s + level, root[2] - 0.2 + reach);
      }
    }
  const row = DEEP + 1;
  const upper = (ACROSS + 1) * row;
  for (let i = 0; i < ACROSS; i++) {
    for (let k = 0; k < DEEP; k++) {
      const a = i * row + k;
      triangles.push(a, a + row, a + 1, a + 1, a + row, a + row + 1);
      const b = upper + a;
      triangles.push(b, b + 1, b + row, b + 1, b + row + 1, b + row);
    }
    // The edge between the two sides.
    const a = i * row + DEEP;
    triangles.push(a, a + row, upper + a, upper + a, a + row, upper + a + row);
  }
  return { positions, triangles };
}
