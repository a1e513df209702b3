/** Random processes in time that people's movements are made of; each is advanced once per frame, in order. */
import type { Random } from '../random.ts';

/** Advances by some seconds and says the value then. */
export type Process = (elapsedS: number) => number;

/** A slow random walk that returns to zero (Ornstein-Uhlenbeck); its deviation is the same at any interval of frames. */
export function createDrift(random: Random, deviation: number, timeS: number): Process {
  let value = random.normal(0, deviation);
  return (elapsedS) => {
    const keep = Math.exp(-elapsedS / timeS);
    value = value * keep + random.normal(0, deviation * Math.sqrt(1 - keep * keep));
    return value;
  };
}

/** A value that is drawn anew at random moments, `perS` times a second, and holds in between. */
export function createJumps<T>(
  random: Random,
  perS: number,
  draw: (random: Random) => T,
): (elapsedS: number) => T {
  let value = draw(random);
  return (elapsedS) => {
    if (random.chance(1 - Math.exp(-perS * elapsedS))) value = draw(random);
    return value;
  };
}

/** Follows a goal without overshooting (critically damped): x'' = w^2 (goal - x) - 2 w x', solved exactly for a goal that holds. */
export class Follower {
  private value: number;
  private speed = 0;
  private readonly frequency: number;

  constructor(start: number, frequency: number) {
    this.value = start;
    this.frequency = frequency;
  }

  advance(goal: number, elapsedS: number): number {
    const w = this.frequency;
    const offset = this.value - goal;
    const slope = this.speed + w * offset;
    const decay = Math.exp(-w * elapsedS);
    this.value = goal + (offset + slope * elapsedS) * decay;
    this.speed = (this.speed - w * slope * elapsedS) * decay;
    return this.value;
  }
}

/** A stretch of time in which something goes on. */
export interface Spell {
  readonly sinceS: number;
  readonly leftS: number;
}

/** Spells of something (speech, a smile) that come at random, `perMinute` of them, and last a while; undefined between them. */
export function createSpells(
  random: Random,
  perMinute: number,
  drawSeconds: (random: Random) => number,
): (elapsedS: number) => Spell | undefined {
  const drawGap = (): number => (-60 / perMinute) * Math.log(1 - random.uniform(0, 1));
  // The first frame may fall into the middle of a spell.
  const firstS = drawSeconds(random);
  const within = random.chance(Math.min(0.9, (perMinute * firstS) / 60));
  let leftS = within ? firstS * random.uniform(0, 1) : 0;
  let sinceS = firstS - leftS;
  let gapS = drawGap();
  return (elapsedS) => {
    let timeS = elapsedS;
    for (;;) {
      if (leftS > timeS) {
        leftS -= timeS;
        sinceS += timeS;
        return { sinceS, leftS };
      }
      timeS -= leftS;
      leftS = 0;
      if (gapS > timeS) {
        gapS -= timeS;
        return undefined;
      }
      timeS -= gapS;
      gapS = drawGap();
      leftS = drawSeconds(random);
      sinceS = 0;
    }
  };
}
