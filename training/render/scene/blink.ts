/** Blinks: when they come and how far the lids are shut at each moment of them. */
import type { Random } from '../random.ts';

/**
 * One blink: lids fall fast, rest for a moment and rise slowly.
 * @see VanderWerf et al., Eyelid movements: behavioral studies of blinking in humans, J. Neurophysiol. 2003
 */
export interface Blink {
  readonly closingS: number;
  readonly shutS: number;
  readonly openingS: number;
  /** How far the lids come down, 0..1. */
  readonly depth: number;
}

/** Share of blinks that do not close the eye. */
const PARTIAL_SHARE = 0.18;
/** How often eyes are shut for longer (rubbed, tired, a sneeze), each for `LONG_S`. */
const LONG_PER_MINUTE = 0.35;
const LONG_S = [0.5, 2.5] as const;
/** The shortest time between the starts of two blinks. */
const SHORTEST_INTERVAL_S = 0.5;
/** Spread of the intervals' logarithms. */
const INTERVAL_SPREAD = 0.75;

export function drawBlink(random: Random, shutS = random.uniform(0.02, 0.05)): Blink {
  return {
    closingS: random.uniform(0.075, 0.1),
    shutS,
    openingS: random.uniform(0.15, 0.25),
    depth: random.chance(PARTIAL_SHARE) ? random.uniform(0.35, 0.85) : 1,
  };
}

export const blinkSeconds = ({ closingS, shutS, openingS }: Blink): number => closingS + shutS + openingS;

/** Minimum-jerk step from 0 to 1. */
const step = (t: number): number => t * t * t * (10 + t * (6 * t - 15));

/** How far the lids are shut, 0..1, `timeS` after a blink began. */
export function closureAt(blink: Blink, timeS: number): number {
  const { closingS, shutS, openingS, depth } = blink;
  if (timeS <= 0 || timeS >= blinkSeconds(blink)) return 0;
  if (timeS < closingS) return depth * step(timeS / closingS);
  if (timeS <= closingS + shutS) return depth;
  // The lid leaves quickly and comes to rest slowly.
  return depth * (1 - step(((timeS - closingS - shutS) / openingS) ** 0.75));
}

/**
 * Starts the blinks of one person; call the result once per frame, in order, for how far the lids are shut.
 * `rateFactor` is below 1 where a task holds blinks back, as reading does.
 */
export function createBlinks(
  random: Random,
  perMinute: number,
): (elapsedS: number, rateFactor?: number) => number {
  const drawInterval = (): number => {
    const meanS = 60 / perMinute - SHORTEST_INTERVAL_S;
    const median = meanS / Math.exp(INTERVAL_SPREAD ** 2 / 2);
    return SHORTEST_INTERVAL_S + median * Math.exp(random.normal(0, INTERVAL_SPREAD));
  };
  let current: Blink | undefined;
  let sinceStartS = 0;
  let untilNextS = drawInterval() * random.uniform(0, 1);
  return (elapsedS, rateFactor = 1) => {
    sinceStartS += elapsedS;
    untilNextS -= elapsedS * rateFactor;
    while (untilNextS <= 0) {
      const long = random.chance(LONG_PER_MINUTE / perMinute);
      current = long ? { ...drawBlink(random, random.uniform(...LONG_S)), depth: 1 } : drawBlink(random);
      sinceStartS = -untilNextS / rateFactor;
      untilNextS += Math.max(drawInterval(), blinkSeconds(current) * rateFactor);
    }
    return current ? closureAt(current, sinceStartS) : 0;
  };
}
