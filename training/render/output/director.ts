/** Plans what a person does in a measurement, frame by frame: photos of dots at intervals, or a sequence at a camera's rate. */
import { planScanpath, type Plan } from '../scene/scanpath.ts';
import { createBlinks } from '../scene/blink.ts';
import { createSpells } from '../scene/drift.ts';
import { cueEvent, type SceneEvent } from '../scene/events.ts';
import { createGlances, type ScreenPoint, type Task, type VisualScreen } from '../scene/eye-movement.ts';
import type { Absence, Cue } from '../scene/performance.ts';
import { RADIANS_PER_DEGREE } from '../vector.ts';
import type { Random } from '../random.ts';
import type { Shoot } from '../studio.ts';

/** A sequence is given by its rate; without one, photos are taken a second or two apart, each of a new dot. */
export interface Schedule {
  readonly plan: Plan;
  readonly frames: number;
  readonly rateHz?: number | undefined;
  /** What happens in the middle of a sequence; photos have no such thing. */
  readonly event?: SceneEvent | undefined;
}

/** What is known before the first frame. */
export type Directed = Pick<Shoot, 'person' | 'guest' | 'sitting' | 'random'>;

/** One frame to be taken. */
export interface Take {
  readonly cue: Cue;
  readonly task: Task;
  readonly timestampMs: number;
  /** What is looked at or about to be, where something on the screen asks for it. */
  readonly target?: ScreenPoint;
}

/** Shares of photos; `nobody` and `edge` are for photos only. */
export const ABSENCES: readonly (readonly [Absence, number])[] = [
  ['nobody', 0.012],
  ['edge', 0.012],
  ['off-screen', 0.02],
];
/** Share of measurements that somebody else walks into, and of their frames with that person. */
export const VISITED_MEASUREMENTS = 0.12;
export const VISITED_FRAMES = 0.25;
const PHOTO_INTERVAL_S = [1.1, 2.6] as const;
const OFF_SCREEN_S = [0.8, 2.5] as const;
const OFF_SCREEN_PER_MINUTE = 0.7;
const VISIT_S = [3, 12] as const;
/** Reading and staring hold blinks back. @see Bentivoglio et al., Analysis of blink rate patterns in normal subjects, 1997 */
export const BLINK_FACTOR: Readonly<Record<Task, number>> = {
  dots: 1,
  reading: 0.45,
  scanning: 0.85,
  stare: 0.9,
  pursuit: 0.75,
};

/** The takes of a measurement, in order; they depend on the shoot's own stream only. */
export function direct(shoot: Directed, schedule: Schedule): Take[] {
  const { rateHz } = schedule;
  return rateHz === undefined
    ? directPhotos(shoot, schedule.frames)
    : directSequence(shoot, schedule, rateHz);
}

function directPhotos({ person, random }: Directed, frames: number): Take[] {
  const blinks = createBlinks(random.fork('blinks'), person.habits.blinksPerMinute);
  const absences = random.fork('absences');
  const visitors = random.fork('visitors');
  const visited = visitors.chance(VISITED_MEASUREMENTS);
  let timestampMs = 0;
  return Array.from({ length: frames }, (_, index) => {
    const elapsedS = random.uniform(...PHOTO_INTERVAL_S);
    timestampMs += 1000 * elapsedS;
    const dot: ScreenPoint = [random.uniform(0.01, 0.99), random.uniform(0.01, 0.99)];
    // The camera sets its exposure by the first frame, so somebody sits there.
    const drawn = drawAbsence(absences);
    const absence = index > 0 ? drawn : undefined;
    const [xScreen, yScreen] = absence === 'off-screen' ? lookAway(absences) : dot;
    const visitor = visitors.chance(VISITED_FRAMES) && visited;
    return {
      cue: {
        xScreen,
        yScreen,
        elapsedS,
        blink: blinks(elapsedS),
        ...(absence ? { absence } : {}),
        ...(visitor ? { visitor } : {}),
      },
      task: 'dots',
      timestampMs,
      target: dot,
    };
  });
}

function directSequence(shoot: Directed, { plan, frames, event }: Schedule, rateHz: number): Take[] {
  const { person, guest = person, random } = shoot;
  const glance = createGlances(
    planScanpath(random.fork('scanpath'), plan, visualScreen(shoot), (frames + 1) / rateHz),
  );
  const blinks = createBlinks(random.fork('blinks'), person.habits.blinksPerMinute);
  const guestBlinks = createBlinks(random.fork('guest blinks'), guest.habits.blinksPerMinute);
  const aways = random.fork('absences');
  const away = createSpells(aways, OFF_SCREEN_PER_MINUTE, (r) => r.uniform(...OFF_SCREEN_S));
  const visitors = random.fork('visitors');
  const visited = visitors.chance(VISITED_MEASUREMENTS);
  const meanVisitS = (VISIT_S[0] + VISIT_S[1]) / 2;
  const visit = createSpells(visitors, (60 * VISITED_FRAMES) / meanVisitS, (r) => r.uniform(...VISIT_S));
  const elapsedS = 1 / rateHz;
  let elsewhere: ScreenPoint | undefined;
  return Array.from({ length: frames }, (_, index) => {
    const { point, target, movement } = glance(index * elapsedS);
    const gone = away(elapsedS) !== undefined && index > 0;
    elsewhere = gone ? (elsewhere ?? lookAway(aways)) : undefined;
    const visitor = visit(elapsedS) !== undefined && visited;
    const [xScreen, yScreen] = elsewhere ?? point;
    const timestampMs = (1000 * index) / rateHz;
    const changed = cueEvent(event, timestampMs);
    return {
      cue: {
        xScreen,
        yScreen,
        elapsedS,
        blink: (changed.guest ? guestBlinks : blinks)(elapsedS, BLINK_FACTOR[movement.task]),
        ...(gone ? { absence: 'off-screen' } : {}),
        ...(visitor ? { visitor } : {}),
        ...changed,
      },
      task: movement.task,
      timestampMs,
      ...(target ? { target } : {}),
    };
  });
}

function drawAbsence(random: Random): Absence | undefined {
  let left = random.uniform(0, 1);
  for (const [absence, share] of ABSENCES) if ((left -= share) < 0) return absence;
  return undefined;
}

/** Well past the screen's edges: the keyboard or a phone below, somebody or another screen beside, the wall above. */
function lookAway(random: Random): ScreenPoint {
  const where = random.uniform(0, 1);
  if (where < 0.45) return [random.uniform(-0.2, 1.2), random.uniform(1.7, 2.7)];
  if (where < 0.85)
    return [
      random.chance(0.5) ? random.uniform(-1.7, -0.55) : random.uniform(1.55, 2.7),
      random.uniform(-0.2, 1.4),
    ];
  return [random.uniform(-0.2, 1.2), random.uniform(-1.6, -0.7)];
}

/** The screen in degrees, as seen from the middle of the sitting. */
export function visualScreen({ sitting }: Pick<Shoot, 'sitting'>): VisualScreen {
  const { screen, distanceCm } = sitting;
  const angle = (sizeCm: number): number => (2 * Math.atan(sizeCm / 2 / distanceCm)) / RADIANS_PER_DEGREE;
  return { widthDeg: angle(screen.widthCm), heightDeg: angle(screen.heightCm) };
}
