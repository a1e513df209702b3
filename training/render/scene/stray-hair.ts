/** Single strands that stand off the rest. */
import type { Random } from '../random.ts';
import { SKULL_CENTRE, type StrandParts } from './strand-mesh.ts';

const STEPS = 5;
const WIDTH_CM = 0.045;

/** Grows strands from random vertices of the hair, outwards and then down; they keep its colour. */
export function growStrays(hair: StrandParts, count: number, lengthCm: number, random: Random): StrandParts {
  const per = 2 * (STEPS + 1);
  const positions = new Float32Array(count * per * 3);
  const uvCm = new Float32Array(count * per * 2);
  const cover = new Float32Array(count * per);
  const albedo = new Float32Array(count * per * 3);
  const openness = new Float32Array(count * per).fill(1);
  const triangles = new Uint32Array(count * STEPS * 6);
  const vertices = hair.positions.length / 3;
  for (let n = 0; n < count; n++) {
    const root = Math.floor(random.uniform(0, vertices));
    const start = [0, 1, 2].map((c) => hair.positions[3 * root + c]!) as [number, number, number];
    // Not over the face.
    const over = start[2] > 5 && start[1] < 9.5;
    const far = Math.hypot(start[0], start[1] - SKULL_CENTRE[1], start[2]) || 1;
    const outward = [start[0] / far, (start[1] - SKULL_CENTRE[1]) / far, start[2] / far] as const;
    const length = over ? 0 : lengthCm * random.uniform(0.4, 1.3);
    const lean = [random.normal(0, 0.6), random.normal(0, 0.4), random.normal(0, 0.6)] as const;
    const curl = random.uniform(0.5, 1.6);
    const side = Math.abs(outward[2]) > 0.7 ? ([1, 0, 0] as const) : ([0, 0, 1] as const);
    for (let step = 0; step <= STEPS; step++) {
      const t = step / STEPS;
      const rise = length * (t - 0.45 * curl * t * t);
      for (let edge = 0; edge < 2; edge++) {
        const at = n * per + 2 * step + edge;
        for (let c = 0; c < 3; c++) {
          const drop = c === 1 ? -0.5 * curl * length * t * t : 0;
          positions[3 * at + c] =
            start[c]! +
            outward[c]! * rise * 0.75 +
            lean[c]! * length * t * t * 0.6 +
            drop +
            (edge - 0.5) * WIDTH_CM * (1 - 0.6 * t) * (side[c]! + (c === 0 ? 0.6 : 0));
          albedo[3 * at + c] = hair.albedo[3 * root + c]! * 1.1;
        }
        uvCm[2 * at] = n * 0.37 + edge * WIDTH_CM;
        uvCm[2 * at + 1] = -length * t;
        cover[at] = 0.8 - 0.3 * t;
      }
      if (step === STEPS) continue;
      const a = n * per + 2 * step;
      triangles.set([a, a + 1, a + 2, a + 2, a + 1, a + 3], (n * STEPS + step) * 6);
    }
  }
  return { positions, triangles, uvCm, cover, albedo, openness };
}
