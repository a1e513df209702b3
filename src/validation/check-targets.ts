// The dots of a check: a fixed layout, moved a little at random, away from dots that Fovea has learned from.
import type { ScreenPlace } from '../measurement/error-metrics.ts';
import { createRandom, shuffle } from '../measurement/random.ts';
import type { Target } from '../measurement/targets.ts';

/** `quick`: 5 targets, e.g. between the tasks of a study. `full`: 13. */
export type CheckKind = 'quick' | 'full';

/** Places as fractions of the screen. The outermost dots stand off the edge, where pages have their content. */
const CORNERS = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.1, 0.9],
  [0.9, 0.9],
] as const;
const CENTRE = [[0.5, 0.5]] as const;
const SIDES = [
  [0.5, 0.1],
  [0.1, 0.5],
  [0.9, 0.5],
  [0.5, 0.9],
] as const;
const INNER = [
  [0.3, 0.3],
  [0.7, 0.3],
  [0.3, 0.7],
  [0.7, 0.7],
] as const;

const LAYOUTS: Record<CheckKind, readonly (readonly [number, number])[]> = {
  quick: [...CENTRE, ...CORNERS],
  full: [...CENTRE, ...CORNERS, ...SIDES, ...INNER],
};

export const CHECK_TARGET_COUNT: Record<CheckKind, number> = {
  quick: LAYOUTS.quick.length,
  full: LAYOUTS.full.length,
};

/** A dot lies at most so far from its place in the layout, on each axis. */
export const MOST_SHIFT = 0.05;
/** Of so many random places the one that is farthest from all dots learned from is taken. */
const CANDIDATES = 24;
const DIAMETER_PX = 28;
/** Bright on the dark stage; one colour, so that nothing but the place differs. */
const COLOUR = 'oklch(0.86 0.15 85)';

/**
 * Targets in random order. The same seed and `learned` give the same ones.
 * @param learned places that the person's photos were taken at, or samples of which the tracker was told
 */
export function createCheckTargets(
  kind: CheckKind,
  seed: number,
  learned: readonly ScreenPlace[] = [],
): Target[] {
  const random = createRandom(seed);
  const shift = (): number => (2 * random() - 1) * MOST_SHIFT;
  const targets = LAYOUTS[kind].map(([x, y]) => {
    const candidates = Array.from({ length: CANDIDATES }, () => ({
      xScreen: x + shift(),
      yScreen: y + shift(),
    }));
    const { xScreen, yScreen } = findFarthest(candidates, learned);
    return { xRoom: xScreen, yRoom: yScreen, diameterPx: DIAMETER_PX, colour: COLOUR };
  });
  return shuffle(targets, random);
}

function findFarthest(candidates: readonly ScreenPlace[], others: readonly ScreenPlace[]): ScreenPlace {
  const distance = (place: ScreenPlace): number =>
    Math.min(
      ...others.map(({ xScreen, yScreen }) => Math.hypot(xScreen - place.xScreen, yScreen - place.yScreen)),
    );
  return candidates.reduce((best, place) => (distance(place) > distance(best) ? place : best));
}
