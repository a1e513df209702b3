import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../training/render/random.ts';
import { createDrift, createSpells, Follower } from '../../../training/render/scene/drift.ts';
import { createFaceMotion } from '../../../training/render/scene/face-motion.ts';
import { createFixationNoise } from '../../../training/render/scene/fixation.ts';
import { drawHabits, type Habits } from '../../../training/render/scene/habits.ts';
import { createHeadMotion, drawPosture } from '../../../training/render/scene/head-motion.ts';

const DEGREE = Math.PI / 180;
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
const habitsOf = (name: string | number): Habits => drawHabits(createRandom('habits').fork(name));

describe('drawHabits', () => {
  const people = Array.from({ length: 500 }, (_, i) => habitsOf(i));

  it.each([
    ['headYawShare', 0.2, 0.6],
    ['headPitchShare', 0.2, 0.6],
    ['blinksPerMinute', 8, 25],
    ['fixationNoiseDeg', 0.3, 0.7],
  ] as const)('draws %s from %f to %f, the whole range', (habit, low, high) => {
    const values = people.map((person) => person[habit]);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
    expect(Math.max(...values)).toBeLessThanOrEqual(high);
    expect(Math.min(...values)).toBeLessThan(low + 0.05 * (high - low));
    expect(Math.max(...values)).toBeGreaterThan(high - 0.05 * (high - low));
  });
});

describe('createHeadMotion', () => {
  const calm = { ...habitsOf('calm'), restlessness: 0, postureShiftsPerMinute: 0 };

  it('sets off after its delay and is there within half a second, without overshooting', () => {
    const habits = { ...calm, headDelayS: 0.08, headSpeed: 10 };
    const move = createHeadMotion(habits, createRandom('late'));
    const start = move(0.01, { yaw: 0, pitch: 0 }, 0).yaw;
    const yaws = Array.from({ length: 80 }, () => (move(0.01, { yaw: 0.2, pitch: 0 }, 0).yaw - start) / 0.2);
    expect(Math.abs(yaws[6]!)).toBeLessThan(0.01);
    expect(yaws[20]!).toBeGreaterThan(0.2);
    expect(yaws[58]!).toBeGreaterThan(0.9);
    for (const yaw of yaws) expect(yaw).toBeLessThan(1.001);
  });

  it('is settled in photos that are taken a second apart', () => {
    const move = createHeadMotion(calm, createRandom('photos'));
    const start = move(1.2, { yaw: 0, pitch: 0 }, 0).yaw;
    expect(move(1.2, { yaw: 0.2, pitch: 0 }, 0).yaw - start).toBeCloseTo(0.2, 1.7);
  });

  it('takes the torso along, more slowly and less far', () => {
    const move = createHeadMotion(calm, createRandom('torso'));
    const start = move(0.02, { yaw: 0, pitch: 0 }, 0).torsoYaw;
    const turns = Array.from({ length: 200 }, () => move(0.02, { yaw: 0.4, pitch: 0 }, 0).torsoYaw - start);
    expect(turns[15]!).toBeLessThan(0.05);
    expect(turns.at(-1)!).toBeGreaterThan(0.08);
    expect(turns.at(-1)!).toBeLessThan(0.2);
  });

  it('drifts as far over an hour of photos as over an hour of video', () => {
    const habits = { ...calm, restlessness: 1 };
    const spread = (elapsedS: number): number => {
      const move = createHeadMotion(habits, createRandom('drift'));
      const count = Math.round(3600 / elapsedS);
      return deviation(Array.from({ length: count }, () => move(elapsedS, { yaw: 0, pitch: 0 }, 0).yaw));
    };
    expect(spread(2) / DEGREE).toBeGreaterThan(1.5);
    expect(spread(2) / spread(0.1)).toBeGreaterThan(0.7);
    expect(spread(2) / spread(0.1)).toBeLessThan(1.4);
  });

  it('shifts posture as often as the person does, leaning in and out', () => {
    const random = createRandom('postures');
    const leans = Array.from({ length: 2000 }, () => drawPosture(random, 1).offsetCm[2]);
    expect(leans.filter((z) => z < -4).length / 2000).toBeGreaterThan(0.15);
    expect(leans.filter((z) => z > 4).length / 2000).toBeGreaterThan(0.15);
    expect(Math.min(...leans)).toBeGreaterThan(-14);
    expect(Math.max(...leans)).toBeLessThan(14);
  });
});

describe('createFixationNoise', () => {
  it.each([
    [1.5, 'photos'],
    [0.04, 'a video'],
  ])('has the RMS length that is asked for, at intervals of %f s (%s)', (elapsedS) => {
    const noise = createFixationNoise(createRandom('noise'), 0.5);
    const squares = Array.from({ length: 40_000 }, () => {
      const [x, y] = noise(elapsedS);
      return x * x + y * y;
    });
    expect(Math.sqrt(mean(squares))).toBeGreaterThan(0.46);
    expect(Math.sqrt(mean(squares))).toBeLessThan(0.54);
  });

  it('draws photos independently, frames of a video not', () => {
    const correlation = (elapsedS: number): number => {
      const noise = createFixationNoise(createRandom('steps'), 0.5);
      const xs = Array.from({ length: 20_000 }, () => noise(elapsedS)[0]);
      return mean(xs.slice(1).map((x, i) => x * xs[i]!)) / deviation(xs) ** 2;
    };
    expect(correlation(2.5)).toBeLessThan(0.1);
    expect(correlation(0.04)).toBeGreaterThan(0.8);
  });
});

describe('createFaceMotion', () => {
  it('speaks and smiles for the shares of time that the person does, within the shapes it has', () => {
    const habits = { ...habitsOf('talker'), speechShare: 0.15, smilesPerMinute: 2, smile: 0 };
    const move = createFaceMotion(habits, createRandom('face'));
    let speaking = 0;
    let smiling = 0;
    let mouthMoves = 0;
    let lowest = 0;
    let highest = 0;
    const frames = 20_000;
    for (let frame = 0; frame < frames; frame++) {
      const face = move(0.2);
      speaking += face.speaking / frames;
      if (face.smile > 0.2) smiling += 1 / frames;
      if ((face.weights.get('jawOpen') ?? 0) > 0.15) mouthMoves += 1 / frames;
      for (const weight of face.weights.values()) {
        lowest = Math.min(lowest, weight);
        highest = Math.max(highest, weight);
      }
    }
    expect(lowest).toBeGreaterThanOrEqual(0);
    expect(highest).toBeLessThanOrEqual(1);
    expect(speaking).toBeGreaterThan(0.09);
    expect(speaking).toBeLessThan(0.2);
    expect(smiling).toBeGreaterThan(0.03);
    expect(smiling).toBeLessThan(0.2);
    expect(mouthMoves).toBeGreaterThan(0.02);
  });
});

describe('processes', () => {
  it('a follower comes to rest at its goal', () => {
    const follower = new Follower(0, 10);
    expect(follower.advance(1, 0.1)).toBeCloseTo(1 - 2 * Math.exp(-1), 9);
    expect(follower.advance(1, 5)).toBeCloseTo(1, 9);
  });

  it('a drift has its deviation at any interval', () => {
    for (const elapsedS of [0.1, 10]) {
      const drift = createDrift(createRandom('d'), 2, 1);
      expect(deviation(Array.from({ length: 50_000 }, () => drift(elapsedS)))).toBeCloseTo(2, 0.5);
    }
  });

  it('spells take their share of the time', () => {
    const spells = createSpells(createRandom('s'), 6, () => 2);
    let share = 0;
    for (let i = 0; i < 50_000; i++) if (spells(0.1)) share += 1 / 50_000;
    // Six a minute, counted between spells: 2 s in every 12.
    expect(share).toBeGreaterThan(0.13);
    expect(share).toBeLessThan(0.21);
  });
});
