/** Somebody else who sits down in the middle of a sitting: the same room, light, camera and screen, about the same seat. */
import type { Random } from '../random.ts';
import { add, type Vec3 } from '../vector.ts';
import { createPerformance, DISTANCE_CM, type Cue, type Pose } from './performance.ts';
import type { Person } from './person.ts';
import { drawCarriage, type Sitting } from './sitting.ts';
import { createTorso } from './torso.ts';

/** Somebody in the seat. */
export interface Sitter {
  readonly person: Person;
  /** With this person's own seat, carriage and garment. */
  readonly sitting: Sitting;
  perform(cue: Cue): Pose;
}

/** Seats a guest in the chair of a sitting. */
export function seatGuest(person: Person, sitting: Sitting, random: Random): Sitter {
  const place = random.fork('seat');
  const moved = add(sitting.seat, [place.normal(0, 1.5), place.normal(0, 1), place.normal(0, 2)]);
  const seat: Vec3 = [moved[0], moved[1], Math.min(DISTANCE_CM[1], Math.max(DISTANCE_CM[0], moved[2]))];
  const own: Sitting = {
    ...sitting,
    seat,
    distanceCm: seat[2],
    carriage: drawCarriage(random.fork('carriage')),
    torso: createTorso(random.fork('torso')),
    wear: [],
  };
  return { person, sitting: own, perform: createPerformance(person, own, random.fork('performance')) };
}
