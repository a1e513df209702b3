/** Smooth pursuit: eyes that follow a moving thing a little too slowly and catch up by saccades. */
import type { Random } from '../random.ts';
import type { ScreenPoint, VisualScreen, Walk } from './eye-movement.ts';

/** Between the positions that a path is made of. */
const STEP_S = 0.005;
/** Eyes start to follow this long after a thing starts to move. */
const ONSET_S = 0.12;
/** An error larger than this is caught up with. */
const TOLERANCE_DEG = 1.2;
/** From the decision to catch up until the saccade. */
const REACTION_S = 0.12;
const MARGIN = 0.06;

/** A smooth path over the screen: a slow wave in each direction with a faster one on it; its mean speed is 4 to 16 degrees a second. */
export function drawPath(random: Random, screen: VisualScreen): (timeS: number) => ScreenPoint {
  const wave = (extentDeg: number): ((timeS: number) => number) => {
    const reach = random.uniform(0.55, 1) * (0.5 - MARGIN);
    // A sine of amplitude a and period p has the mean speed 4 a / p.
    const periodS = (4 * reach * extentDeg) / random.uniform(4, 12);
    const [phase, second] = [random.uniform(0, 2 * Math.PI), random.uniform(0, 2 * Math.PI)];
    return (timeS) => {
      const turn = (2 * Math.PI * timeS) / periodS;
      return 0.5 + reach * (0.8 * Math.sin(turn + phase) + 0.2 * Math.sin(1.7 * turn + second));
    };
  };
  const [x, y] = [wave(screen.widthDeg), wave(screen.heightDeg)];
  return (timeS) => [x(timeS), y(timeS)];
}

/** Follows a path for some seconds, from wherever the eyes point. */
export function followPath(walk: Walk, durationS: number): void {
  const { random, screen } = walk;
  const path = drawPath(random, screen);
  const gain = random.uniform(0.84, 0.98);
  walk.reach('pursuit', path(0), path(0));
  walk.fixate('pursuit', ONSET_S, path(0));
  const startS = walk.nowS - ONSET_S;
  const time = (): number => walk.nowS - startS;
  while (time() < durationS) {
    const targets: ScreenPoint[] = [path(time())];
    const points: ScreenPoint[] = [walk.at];
    let [x, y] = walk.at;
    let lateS = 0;
    let timeS = time();
    while (lateS < REACTION_S && timeS < durationS) {
      const before = path(timeS);
      timeS += STEP_S;
      const now = path(timeS);
      x += gain * (now[0] - before[0]);
      y += gain * (now[1] - before[1]);
      points.push([x, y]);
      targets.push(now);
      const errorDeg = Math.hypot((now[0] - x) * screen.widthDeg, (now[1] - y) * screen.heightDeg);
      if (errorDeg > TOLERANCE_DEG || lateS > 0) lateS += STEP_S;
    }
    walk.follow('pursuit', (points.length - 1) * STEP_S, points, targets);
    // A catch-up saccade aims at where the thing will be when it lands.
    if (time() < durationS) walk.jump('pursuit', path(time() + 0.03), path(time()));
  }
}
