/** Somebody else in the picture: farther away, beside the person, looking anywhere. */
import type { Random } from '../random.ts';
import { RADIANS_PER_DEGREE, type Vec3 } from '../vector.ts';
import { createBlinks } from './blink.ts';
import { createPerformance, type Pose } from './performance.ts';
import type { Person } from './person.ts';
import type { Sitting } from './sitting.ts';
import { createTorso } from './torso.ts';

export interface Visitor {
  readonly person: Person;
  /** The same room, light and camera as the person's, with another place and garment. */
  readonly sitting: Sitting;
  perform(elapsedS: number): Pose;
}

/** How far behind the person a visitor is. */
const BEHIND_CM = [30, 90] as const;
/** How far from the picture's middle, as a share of its half width: beside the person, not behind. */
const ASIDE = [0.45, 0.75] as const;
/** A visitor looks somewhere else about this often. */
const GLANCES_PER_S = 0.5;

export function createVisitor(person: Person, sitting: Sitting, random: Random): Visitor {
  const place = random.fork('place');
  const distanceCm = sitting.seat[2] + place.uniform(...BEHIND_CM);
  const halfCm = distanceCm * Math.tan((sitting.camera.verticalFovDeg / 2) * RADIANS_PER_DEGREE);
  const side = place.chance(0.5) ? 1 : -1;
  const seat: Vec3 = [
    side * place.uniform(...ASIDE) * halfCm,
    (sitting.seat[1] * distanceCm) / sitting.seat[2] + place.uniform(-0.35, 0.2) * halfCm,
    distanceCm,
  ];
  const own: Sitting = { ...sitting, seat, torso: createTorso(random.fork('torso')), wear: [] };
  const perform = createPerformance(person, own, random.fork('performance'));
  const blinks = createBlinks(random.fork('blinks'), person.habits.blinksPerMinute);
  const drawGlance = (): readonly [number, number] => [place.uniform(-1, 2), place.uniform(-0.5, 1.5)];
  let glance = drawGlance();
  return {
    person,
    sitting: own,
    perform(elapsedS) {
      if (place.chance(1 - Math.exp(-GLANCES_PER_S * elapsedS))) glance = drawGlance();
      return perform({ xScreen: glance[0], yScreen: glance[1], elapsedS, blink: blinks(elapsedS) });
    },
  };
}
