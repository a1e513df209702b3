import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../training/render/random.ts';
import {
  amplitudeDeg,
  createGlances,
  type Movement,
  type Task,
} from '../../../training/render/scene/eye-movement.ts';
import { PLANS, planScanpath, type Plan } from '../../../training/render/scene/scanpath.ts';

const SCREEN = { widthDeg: 33, heightDeg: 19 };

const plan = (what: Plan, seconds = 600): Movement[] =>
  planScanpath(createRandom(`scan ${what}`), what, SCREEN, seconds);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const sizeOf = ({ from, to }: Movement): number => amplitudeDeg(SCREEN, from, to);
const ofKind = (movements: readonly Movement[], kind: Movement['kind']): Movement[] =>
  movements.filter((movement) => movement.kind === kind);

describe.each(PLANS)('planScanpath: %s', (what) => {
  const movements = plan(what);

  it('is a path without a gap in time or place that stays on the screen', () => {
    expect(movements[0]!.startS).toBe(0);
    expect(movements.at(-1)!.endS).toBeGreaterThanOrEqual(600);
    const broken = movements.slice(1).filter((movement, i) => {
      const before = movements[i]!;
      const joins = movement.startS === before.endS && movement.from === before.to;
      const lasts = movement.endS > movement.startS;
      return !joins || !lasts || movement.to.some((value) => value <= 0 || value >= 1);
    });
    expect(broken).toEqual([]);
  });

  it('has saccades on the main sequence: 2.2 ms per degree and 21 ms', () => {
    const saccades = ofKind(movements, 'saccade');
    expect(saccades.length).toBeGreaterThan(20);
    for (const saccade of saccades)
      expect(1000 * (saccade.endS - saccade.startS)).toBeCloseTo(21 + 2.2 * sizeOf(saccade), 6);
  });

  it('is the same for the same seed', () => {
    expect(plan(what, 30)).toEqual(plan(what, 600).slice(0, plan(what, 30).length));
  });
});

describe('createGlances', () => {
  it('accelerates and brakes within a saccade: a peak of 1.875 times the mean speed in its middle', () => {
    const saccade: Movement = {
      kind: 'saccade',
      task: 'dots',
      startS: 0,
      endS: 0.04,
      from: [0, 0],
      to: [1, 0],
    };
    const at = createGlances([saccade]);
    const places = Array.from({ length: 401 }, (_, i) => at(i / 10_000).point[0]);
    const speeds = places.slice(1).map((x, i) => (x - places[i]!) / 1e-4);
    expect(Math.max(...speeds) * 0.04).toBeCloseTo(1.875, 2);
    expect(speeds.indexOf(Math.max(...speeds)) / 400).toBeCloseTo(0.5, 1);
    expect(speeds[0]! * 0.04).toBeLessThan(0.01);
  });

  it('refuses to go back in time', () => {
    const at = createGlances(plan('dots', 30));
    at(10);
    expect(() => at(1)).toThrow(/ascending/);
  });
});

describe('reading', () => {
  const movements = plan('reading');
  const rests = ofKind(movements, 'fixation').map(({ startS, endS }) => 1000 * (endS - startS));
  const saccades = ofKind(movements, 'saccade');
  const forward = saccades.filter((s) => s.to[0] > s.from[0] && sizeOf(s) < 5);

  it('rests for 200 to 250 ms on average, skewed as lognormal times are', () => {
    const sorted = rests.toSorted((a, b) => a - b);
    expect(mean(rests)).toBeGreaterThan(200);
    expect(mean(rests)).toBeLessThan(250);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(mean(rests));
    expect(sorted[Math.floor(sorted.length * 0.99)]).toBeGreaterThan(380);
  });

  it('goes forward by about two degrees, back now and then, and sweeps to the next line', () => {
    expect(mean(forward.map(sizeOf))).toBeGreaterThan(1.7);
    expect(mean(forward.map(sizeOf))).toBeLessThan(2.7);
    const back = saccades.filter((s) => s.to[0] < s.from[0] && sizeOf(s) < 3).length / saccades.length;
    expect(back).toBeGreaterThan(0.06);
    expect(back).toBeLessThan(0.25);
    const sweeps = saccades.filter((s) => s.to[0] < s.from[0] && sizeOf(s) > 5).length;
    expect(sweeps).toBeGreaterThan(50);
  });
});

describe('dots', () => {
  it('are followed after 180 to 250 ms', () => {
    const movements = plan('dots');
    const delays = movements.flatMap((movement, i) =>
      movement.kind === 'fixation' && movement.target !== movements[i - 1]?.target
        ? [movement.endS - movement.startS]
        : [],
    );
    expect(delays.length).toBeGreaterThan(200);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0.18 - 1e-9);
    expect(Math.max(...delays)).toBeLessThanOrEqual(0.25 + 1e-9);
    expect(mean(delays)).toBeCloseTo(0.215, 2);
  });
});

describe('stare', () => {
  it('lasts ten seconds', () => {
    const long = ofKind(plan('stare'), 'fixation').filter(({ startS, endS }) => endS - startS > 1);
    for (const { startS, endS } of long) expect(endS - startS).toBeCloseTo(10, 9);
    expect(long.length).toBeGreaterThan(50);
  });
});

describe('pursuit', () => {
  it('stays near what it follows, a little behind, and catches up by saccades', () => {
    const movements = plan('pursuit', 120);
    const at = createGlances(movements);
    const errors: number[] = [];
    for (let t = 1; t < 120; t += 0.02) {
      const { point, target, movement } = at(t);
      if (movement.kind === 'pursuit') errors.push(amplitudeDeg(SCREEN, point, target!));
    }
    expect(errors.length).toBeGreaterThan(4000);
    expect(mean(errors)).toBeLessThan(1.5);
    expect(mean(errors)).toBeGreaterThan(0.1);
    expect(ofKind(movements, 'saccade').filter((s) => sizeOf(s) < 4).length).toBeGreaterThan(10);
    const speeds = ofKind(movements, 'pursuit').map((p) => sizeOf(p) / (p.endS - p.startS));
    expect(Math.max(...speeds)).toBeLessThan(35);
  });
});

describe('browsing', () => {
  it('is reading, scanning, staring and pursuit, each for a share of the time', () => {
    const seconds = new Map<Task, number>();
    for (const { task, startS, endS } of plan('browsing', 3600))
      seconds.set(task, (seconds.get(task) ?? 0) + endS - startS);
    const total = [...seconds.values()].reduce((a, b) => a + b, 0);
    expect([...seconds.keys()].toSorted()).toEqual(['pursuit', 'reading', 'scanning', 'stare']);
    for (const [task, spent] of seconds) {
      expect(spent / total, task).toBeGreaterThan(0.04);
      expect(spent / total, task).toBeLessThan(0.6);
    }
  });
});
