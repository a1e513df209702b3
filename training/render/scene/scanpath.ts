/** Where a person looks over time: at dots, along lines of text, over a page or a picture, at one place, after something that moves. */
import type { Random } from '../random.ts';
import {
  lognormal,
  Walk,
  type Movement,
  type ScreenPoint,
  type Task,
  type VisualScreen,
} from './eye-movement.ts';
import { followPath } from './pursuit.ts';

/** What can be asked for: one task, or page after page of all of them but the dots. */
export type Plan = Task | 'browsing';
export const PLANS: readonly Plan[] = ['dots', 'reading', 'scanning', 'stare', 'pursuit', 'browsing'];

/** From a dot's jump to the eyes'. */
const REACTION_S = { mean: 0.215, deviation: 0.02, low: 0.18, high: 0.25 };
const STARE_S = 10;

const EPISODES: Readonly<Record<Task, (walk: Walk) => void>> = {
  dots: lookAtDot,
  reading: readText,
  scanning: (walk) => (walk.random.chance(0.5) ? scanPage(walk) : scanPicture(walk)),
  stare: (walk) => stare(walk, STARE_S),
  pursuit: (walk) => followPath(walk, walk.random.uniform(5, 12)),
};
/** Shares of what a browsing person does, episode by episode; stares and pursuits last longer than most others. */
const BROWSING: readonly (readonly [Task, number])[] = [
  ['reading', 0.26],
  ['scanning', 0.44],
  ['stare', 0.16],
  ['pursuit', 0.14],
];

/** Plans at least `seconds` of movements, without a gap. */
export function planScanpath(random: Random, plan: Plan, screen: VisualScreen, seconds: number): Movement[] {
  const walk = new Walk(random, screen);
  while (walk.nowS < seconds) EPISODES[plan === 'browsing' ? drawTask(random) : plan](walk);
  return walk.movements;
}

/** Does one thing for about `seconds`, as many whole episodes of it as that takes. */
export function perform(walk: Walk, task: Task, seconds: number): void {
  const endS = walk.nowS + seconds;
  if (task === 'stare') return stare(walk, seconds);
  while (walk.nowS < endS) EPISODES[task](walk);
}

function drawTask(random: Random): Task {
  let left = random.uniform(0, 1);
  for (const [task, share] of BROWSING) if ((left -= share) < 0) return task;
  return 'scanning';
}

const within = (value: number): number => Math.min(0.985, Math.max(0.015, value));
const inside = (x: number, y: number): ScreenPoint => [within(x), within(y)];

/** A dot jumps, the eyes come after it, and it stays for about a second. */
function lookAtDot(walk: Walk): void {
  const { random } = walk;
  const dot = inside(random.uniform(0, 1), random.uniform(0, 1));
  const { mean, deviation, low, high } = REACTION_S;
  walk.fixate('dots', random.clamped(mean, deviation, low, high), dot);
  walk.reach('dots', dot, dot);
  walk.fixate('dots', random.uniform(0.7, 1.5), dot);
}

/** Some lines of a column, from left to right, with regressions and return sweeps; about 2.2 degrees a saccade. @see Rayner, Eye movements in reading, 1998 */
function readText(walk: Walk): void {
  const { random, screen } = walk;
  const widthDeg = Math.min(0.8 * screen.widthDeg, random.uniform(9, 24));
  const left = random.uniform(0.05, 0.95 - widthDeg / screen.widthDeg);
  const lineDeg = random.uniform(0.55, 1.1);
  const lines = Math.round(random.uniform(3, 12));
  const top = random.uniform(0.08, Math.max(0.1, 0.9 - (lines * lineDeg) / screen.heightDeg));
  const fixationS = random.uniform(0.2, 0.25);
  const strideDeg = random.clamped(2.2, 0.3, 1.5, 3);
  const rest = (factor = 1): void =>
    walk.fixate('reading', Math.max(0.08, factor * lognormal(random, fixationS, 0.075)));
  for (let line = 0; line < lines; line++) {
    const place = (alongDeg: number): ScreenPoint =>
      inside(
        left + alongDeg / screen.widthDeg,
        top + (line * lineDeg + random.normal(0, 0.12)) / screen.heightDeg,
      );
    const endDeg = line === lines - 1 ? random.uniform(0.3, 1) * widthDeg : widthDeg;
    let alongDeg = random.uniform(0.6, 1.8);
    // Half of the return sweeps fall short and are corrected to the left.
    if (line > 0 && random.chance(0.45)) {
      walk.jump('reading', place(alongDeg + random.uniform(0.8, 2.5)));
      rest(0.65);
    }
    walk.jump('reading', place(alongDeg));
    rest();
    while (alongDeg < endDeg - 1.2) {
      const back = random.chance(0.12);
      const strideNowDeg = back ? -random.uniform(0.5, 2.5) : random.clamped(strideDeg, 0.7, 0.6, 4.5);
      alongDeg = Math.min(endDeg, Math.max(0.3, alongDeg + strideNowDeg));
      walk.jump('reading', place(alongDeg));
      rest();
    }
  }
}

/** The F of a page that is skimmed: one long row, a shorter one below, then down along the left edge with short glances to the right. */
function scanPage(walk: Walk): void {
  const { random } = walk;
  const left = random.uniform(0.06, 0.2);
  let y = random.uniform(0.08, 0.2);
  const glance = (x: number, meanS: number): void => {
    walk.reach('scanning', inside(x + random.normal(0, 0.012), y + random.normal(0, 0.012)));
    walk.fixate('scanning', Math.max(0.1, lognormal(random, meanS, 0.11)));
  };
  for (const reach of [random.uniform(0.75, 0.95), random.uniform(0.45, 0.7)]) {
    for (let x = left; x < reach; x += random.uniform(0.08, 0.17)) glance(x, 0.24);
    y += random.uniform(0.08, 0.16);
  }
  while (y < random.uniform(0.75, 0.97)) {
    glance(left, 0.26);
    if (random.chance(0.4)) glance(left + random.uniform(0.08, 0.3), 0.24);
    y += random.uniform(0.05, 0.13);
  }
}

/** A picture or a page of tiles: a few places that draw the eyes, revisited, with finer looks around each. */
function scanPicture(walk: Walk): void {
  const { random } = walk;
  const places = Array.from({ length: Math.round(random.uniform(3, 7)) }, () =>
    inside(random.clamped(0.5, 0.26, 0.03, 0.97), random.clamped(0.5, 0.26, 0.03, 0.97)),
  );
  for (let visit = Math.round(random.uniform(4, 9)); visit > 0; visit--) {
    const [x, y] = random.pick(places);
    for (let look = Math.round(random.uniform(1, 3.4)); look > 0; look--) {
      walk.reach('scanning', inside(x + random.normal(0, 0.035), y + random.normal(0, 0.045)));
      walk.fixate('scanning', Math.max(0.1, lognormal(random, 0.29, 0.13)));
    }
  }
}

function stare(walk: Walk, seconds: number): void {
  const { random } = walk;
  const place = inside(random.uniform(0, 1), random.uniform(0, 1));
  walk.reach('stare', place, place);
  walk.fixate('stare', seconds, place);
}
