/** How eyes move over a screen: fixations, saccades on the main sequence, and pursuit, one after the other. */
import type { Random } from '../random.ts';

export type Task = 'dots' | 'reading' | 'scanning' | 'stare' | 'pursuit';

/** Screen fractions: x from the left as the person sees it, y from the top. */
export type ScreenPoint = readonly [number, number];

/** A stretch of time in which the eyes rest, jump or follow. */
export interface Movement {
  readonly kind: 'fixation' | 'saccade' | 'pursuit';
  readonly task: Task;
  readonly startS: number;
  readonly endS: number;
  readonly from: ScreenPoint;
  readonly to: ScreenPoint;
  /** Positions of a pursuit and of what is pursued, evenly spaced from start to end. */
  readonly path?: readonly ScreenPoint[];
  readonly targets?: readonly ScreenPoint[];
  /** What is looked at or about to be, where something visible asks for it: a dot, a moving thing. */
  readonly target?: ScreenPoint;
}

/** The screen as the eyes see it: degrees of visual angle of its whole width and height. */
export interface VisualScreen {
  readonly widthDeg: number;
  readonly heightDeg: number;
}

/** Duration of a saccade: 2.2 ms per degree and 21 ms. @see Carpenter, Movements of the Eyes, 1988; Bahill, Clark and Stark, The main sequence, 1975 */
export const saccadeSeconds = (sizeDeg: number): number => (2.2 * sizeDeg + 21) / 1000;

/** Share of a saccade's way that is done at a share of its time: minimum jerk, peak velocity 1.875 x the mean. */
export const saccadeProgress = (t: number): number => t * t * t * (10 + t * (6 * t - 15));

export function amplitudeDeg(screen: VisualScreen, from: ScreenPoint, to: ScreenPoint): number {
  return Math.hypot((to[0] - from[0]) * screen.widthDeg, (to[1] - from[1]) * screen.heightDeg);
}

/** Draws from a lognormal distribution with the given mean and standard deviation. */
export function lognormal(random: Random, mean: number, deviation: number): number {
  const variance = Math.log(1 + (deviation / mean) ** 2);
  return mean * Math.exp(random.normal(-variance / 2, Math.sqrt(variance)));
}

/** Where the eyes point at a time, but for fixation noise, and the movement that this is part of. */
export interface Glance {
  readonly point: ScreenPoint;
  readonly target?: ScreenPoint;
  readonly movement: Movement;
}

const blend = (a: ScreenPoint, b: ScreenPoint, t: number): ScreenPoint => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
];

/** Samples movements at ascending times. @throws RangeError after their end */
export function createGlances(movements: readonly Movement[]): (timeS: number) => Glance {
  let index = 0;
  return (timeS) => {
    while (index < movements.length - 1 && movements[index]!.endS <= timeS) index++;
    const movement = movements[index];
    if (!movement || timeS < movement.startS || timeS > movement.endS)
      throw new RangeError(`No movement covers second ${timeS}: ask in ascending order.`);
    const { startS, endS, from, to, path, targets, kind } = movement;
    const t = (timeS - startS) / (endS - startS);
    const target = targets ? along(targets, t) : movement.target;
    const point = path ? along(path, t) : kind === 'saccade' ? blend(from, to, saccadeProgress(t)) : from;
    return { point, movement, ...(target ? { target } : {}) };
  };
}

/** The point of evenly spaced ones at a share of their way. */
function along(points: readonly ScreenPoint[], t: number): ScreenPoint {
  const at = t * (points.length - 1);
  const before = Math.max(0, Math.min(points.length - 2, Math.floor(at)));
  return blend(points[before]!, points[Math.min(points.length - 1, before + 1)]!, at - before);
}

/** Until a saccade that fell short is corrected. */
const CORRECTION_S = [0.11, 0.17] as const;
/** Saccades larger than this tend to fall short by a tenth. */
const LARGE_DEG = 8;

/** Builds movements end to end. */
export class Walk {
  readonly movements: Movement[] = [];
  readonly random: Random;
  readonly screen: VisualScreen;
  nowS = 0;
  at: ScreenPoint;

  constructor(random: Random, screen: VisualScreen) {
    this.random = random;
    this.screen = screen;
    this.at = [random.uniform(0.2, 0.8), random.uniform(0.2, 0.8)];
  }

  fixate(task: Task, durationS: number, target?: ScreenPoint): void {
    this.push({ kind: 'fixation', task, durationS, to: this.at, target });
  }

  /** Jumps without any fixation; nothing happens where the way is shorter than a tenth of a degree. */
  jump(task: Task, to: ScreenPoint, target?: ScreenPoint): void {
    const size = amplitudeDeg(this.screen, this.at, to);
    if (size > 0.1) this.push({ kind: 'saccade', task, durationS: saccadeSeconds(size), to, target });
  }

  /** Jumps; a large jump may fall short, rest there for a moment, and be corrected. */
  reach(task: Task, to: ScreenPoint, target?: ScreenPoint): void {
    const large = amplitudeDeg(this.screen, this.at, to) > LARGE_DEG;
    if (large && this.random.chance(0.6)) {
      this.jump(task, blend(this.at, to, this.random.clamped(0.92, 0.03, 0.84, 0.98)), target);
      this.fixate(task, this.random.uniform(...CORRECTION_S), target);
    }
    this.jump(task, to, target);
  }

  /** Follows evenly spaced positions; `targets` are those of what is followed. */
  follow(task: Task, durationS: number, path: readonly ScreenPoint[], targets: readonly ScreenPoint[]): void {
    this.push({ kind: 'pursuit', task, durationS, to: path.at(-1)!, path, targets });
  }

  private push(
    step: Pick<Movement, 'kind' | 'task' | 'to' | 'path' | 'targets'> & {
      durationS: number;
      target?: ScreenPoint | undefined;
    },
  ): void {
    const { durationS, target, ...rest } = step;
    const startS = this.nowS;
    this.nowS += durationS;
    this.movements.push({ ...rest, startS, endS: this.nowS, from: this.at, ...(target ? { target } : {}) });
    this.at = step.to;
  }
}
