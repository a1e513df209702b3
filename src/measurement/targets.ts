// The dots of a measurement: where, how large and in which colour, from a seed.
import { createRandom, shuffle } from './random.ts';

/** Targets of a whole measurement, as in the article that Fovea builds on. */
export const TARGET_COUNT = 100;
/** CSS pixels. The smallest still shows its centre mark, the largest is still looked at in one place. */
export const TARGET_DIAMETER_PX = { min: 18, max: 46 } as const;

export type Target = {
  /** 0..1: the dot's place in the room that its centre has, so 0 and 1 touch the edges and it is always whole. */
  readonly xRoom: number;
  readonly yRoom: number;
  readonly diameterPx: number;
  /** A CSS colour, bright enough for the dark stage. */
  readonly colour: string;
};

/** Coarse cells a side. A round of 25 targets visits each once. */
const COARSE = 5;
/** Each coarse cell has 2 x 2 fine ones; four rounds visit all of them. */
const QUARTERS = 4;

/**
 * Targets that look random and are balanced: every run of 25 from the start visits each cell of a 5 x 5 grid once, and
 * every 100 each cell of a 10 x 10 grid, at a random place in the cell. So a measurement that stops early covers the
 * screen too. The same seed gives the same targets, and a longer count only appends.
 */
export function createTargets(seed: number, count: number = TARGET_COUNT): Target[] {
  const random = createRandom(seed);
  const cells = Array.from({ length: COARSE * COARSE }, (_, cell) => cell);
  const targets: Target[] = [];
  let quarters: number[][] = [];
  for (let round = 0; targets.length < count; round += 1) {
    if (round % QUARTERS === 0) quarters = cells.map(() => shuffle([0, 1, 2, 3], random));
    for (const cell of shuffle(cells, random)) {
      const quarter = quarters[cell]?.[round % QUARTERS] ?? 0;
      targets.push({
        xRoom: ((cell % COARSE) + ((quarter % 2) + random()) / 2) / COARSE,
        yRoom: (Math.floor(cell / COARSE) + (Math.floor(quarter / 2) + random()) / 2) / COARSE,
        diameterPx: TARGET_DIAMETER_PX.min + random() * (TARGET_DIAMETER_PX.max - TARGET_DIAMETER_PX.min),
        colour: `oklch(${(0.72 + 0.18 * random()).toFixed(3)} 0.17 ${Math.floor(random() * 360)})`,
      });
    }
  }
  return targets.slice(0, count);
}

/** The centre of a target in CSS pixels of a stage: diameter / 2 + room * (stage - diameter), on each axis. */
export function placeTarget(
  target: Target,
  stage: { readonly widthPx: number; readonly heightPx: number },
): { xPx: number; yPx: number } {
  const { diameterPx } = target;
  return {
    xPx: diameterPx / 2 + target.xRoom * (stage.widthPx - diameterPx),
    yPx: diameterPx / 2 + target.yRoom * (stage.heightPx - diameterPx),
  };
}
