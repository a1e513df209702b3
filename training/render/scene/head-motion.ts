/** How head and torso move: the head turns after the eyes, drifts and nods; the person shifts in the seat and leans in and out. */
import type { Random } from '../random.ts';
import { RADIANS_PER_DEGREE, type Vec3 } from '../vector.ts';
import { createDrift, Follower } from './drift.ts';
import type { Habits } from './habits.ts';

/** Where head and torso are; radians and cm. Screen-aligned axes: x towards the person's left, y down, z away from the screen. */
export interface Carriage {
  readonly offsetCm: Vec3;
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  readonly torsoYaw: number;
  /** Positive: bent towards the screen. */
  readonly torsoLean: number;
  readonly torsoRoll: number;
}

/** A direction to turn to, radians: yaw to the person's left, pitch up. */
export interface Heading {
  readonly yaw: number;
  readonly pitch: number;
}

/** Photos are taken seconds apart: then the gaze changed this long after the photo before. */
const REACTION_S = 0.25;
const PHOTO_INTERVAL_S = 0.5;
const STEP_S = 0.02;
/** The torso follows the head's turn by this share, slowly. */
const TORSO_SHARE = 0.25;
const TORSO_FREQUENCY = 3;
/** A shift of posture takes about a second. */
const POSTURE_FREQUENCY = 4.5;
/** From the hips to the eyes, about: leaning by this much tilts the torso by a radian. */
const TRUNK_CM = 62;

interface Posture {
  readonly offsetCm: Vec3;
  readonly turnDeg: Vec3;
}

const UPRIGHT: Posture = { offsetCm: [0, 0, 0], turnDeg: [0, 0, 0] };

/** How people change their posture before a screen: mostly a little, now and then they lean in to see or back to rest. */
export function drawPosture(random: Random, restlessness: number): Posture {
  const kind = random.uniform(0, 1);
  const lean =
    kind < 0.22 ? -random.uniform(4, 13) : kind < 0.42 ? random.uniform(4, 12) : random.normal(0, 2.2);
  return {
    offsetCm: [random.normal(0, 2.2 * restlessness), random.normal(0.4, 0.9) + sinkOf(lean), lean],
    turnDeg: [
      random.clamped(0, 2.2 * restlessness, -7, 7),
      random.clamped(0, 2 * restlessness, -6, 6),
      random.clamped(0, 2.2 * restlessness, -7, 7),
    ],
  };
}

/** How far the eyes sink, cm: leaning in lowers them a little, slouching back lowers them more. */
const sinkOf = (leanCm: number): number => (leanCm < 0 ? -0.12 * leanCm : 0.3 * leanCm);

/**
 * Starts the motion of a head; call the result once per frame, in order, with where the head is to turn for the present target (the
 * person's share of the gaze's own turn) and with how much speech shakes it, 0..1. With
 * `leanCm` other than 0 the posture moves from where it is by so much away from the screen, and is kept from then on.
 */
export function createHeadMotion(
  habits: Habits,
  random: Random,
): (elapsedS: number, goal: Heading, nodding: number, leanCm?: number) => Carriage {
  const { restlessness, headDelayS, headSpeed, postureShiftsPerMinute } = habits;
  const drift = (label: string, deviation: number, timeS: number): ((elapsedS: number) => number) =>
    createDrift(random.fork(label), deviation * restlessness, timeS);
  const sway = [drift('x', 0.8, 25), drift('y', 0.5, 25), drift('z', 1.4, 30)] as const;
  const turn = [drift('yaw', 2.2, 20), drift('pitch', 1.8, 20), drift('roll', 1.6, 20)] as const;
  const quiver = [
    drift('yaw now', 0.7, 0.7),
    drift('pitch now', 0.6, 0.7),
    drift('roll now', 0.4, 0.7),
  ] as const;
  const nods = [drift('nod', 2.2, 0.16), drift('shake', 1.6, 0.2)] as const;
  const postures = random.fork('posture');
  let posture = postures.chance(0.5) ? drawPosture(postures, restlessness) : UPRIGHT;
  const settle = [...posture.offsetCm, ...posture.turnDeg].map((v) => new Follower(v, POSTURE_FREQUENCY));
  let head: { yaw: Follower; pitch: Follower; torso: Follower } | undefined;
  /** What the head is asked for, with the time until which it holds; the head acts on it after its delay. */
  let asked: { untilS: number; goal: Heading }[] = [];
  let nowS = 0;
  let nod = [0, 0];
  let depthCm = posture.offsetCm[2];
  let kept = false;

  return (elapsedS, goal, nodding, leanCm = 0) => {
    if (leanCm !== 0) {
      const [x, y] = posture.offsetCm;
      posture = { ...posture, offsetCm: [x, y + sinkOf(leanCm), depthCm + leanCm] };
      kept = true;
    }
    if (!kept && postures.chance(1 - Math.exp((-postureShiftsPerMinute * elapsedS) / 60)))
      posture = drawPosture(postures, restlessness);
    const settled = [...posture.offsetCm, ...posture.turnDeg].map((v, i) => settle[i]!.advance(v, elapsedS));
    const [dx, dy, dz, turnYaw, turnPitch, turnRoll] = settled as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    depthCm = dz;

    head ??= {
      yaw: new Follower(goal.yaw, headSpeed),
      pitch: new Follower(goal.pitch, headSpeed),
      torso: new Follower(goal.yaw, TORSO_FREQUENCY),
    };
    const last = asked.at(-1)?.goal ?? goal;
    if (elapsedS > PHOTO_INTERVAL_S) asked.push({ untilS: nowS + REACTION_S, goal: last });
    asked.push({ untilS: nowS + elapsedS, goal });
    let yaw = 0;
    let pitch = 0;
    let torsoYaw = 0;
    const steps = Math.max(1, Math.ceil(elapsedS / STEP_S));
    for (let k = 1; k <= steps; k++) {
      const thenS = nowS + (k * elapsedS) / steps - headDelayS;
      const wanted = asked.find(({ untilS }) => untilS >= thenS)?.goal ?? goal;
      yaw = head.yaw.advance(wanted.yaw, elapsedS / steps);
      pitch = head.pitch.advance(wanted.pitch, elapsedS / steps);
      torsoYaw = head.torso.advance(TORSO_SHARE * yaw, elapsedS / steps);
    }
    nowS += elapsedS;
    asked = asked.filter(({ untilS }) => untilS >= nowS - headDelayS);

    nod = [nods[0](elapsedS), nods[1](elapsedS)];
    const radians = (degrees: number): number => degrees * RADIANS_PER_DEGREE;
    return {
      offsetCm: [sway[0](elapsedS) + dx, sway[1](elapsedS) + dy, sway[2](elapsedS) + dz],
      yaw: yaw + radians(turnYaw + turn[0](elapsedS) + quiver[0](elapsedS) + nodding * nod[1]!),
      pitch: pitch + radians(turnPitch + turn[1](elapsedS) + quiver[1](elapsedS) + nodding * nod[0]!),
      roll: radians(turnRoll + turn[2](elapsedS) + quiver[2](elapsedS)),
      torsoYaw: torsoYaw + 0.6 * radians(turnYaw),
      torsoLean: -dz / TRUNK_CM,
      torsoRoll: 0.4 * radians(turnRoll) + dx / TRUNK_CM,
    };
  };
}
