import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { direct, type Directed } from '../../../training/render/output/director.ts';
import { writeMeasurement } from '../../../training/render/output/measurement-writer.ts';
import { createRandom } from '../../../training/render/random.ts';
import {
  cueEvent,
  EVENTS,
  guestOf,
  leanFrom,
  VACANT_S,
  type SceneEvent,
} from '../../../training/render/scene/events.ts';
import { seatGuest } from '../../../training/render/scene/guest.ts';
import { drawHabits } from '../../../training/render/scene/habits.ts';
import { drawLight } from '../../../training/render/scene/light.ts';
import { changeLight, faceLight } from '../../../training/render/scene/light-change.ts';
import { createPerformance, type Cue, type Pose } from '../../../training/render/scene/performance.ts';
import { headPointToCamera } from '../../../training/render/scene/pose-eyes.ts';
import type { Studio } from '../../../training/render/studio.ts';
import { dot, multiply, transpose } from '../../../training/render/vector.ts';
import { drawScene, evenLight, type EyeScene } from './eye-scene.ts';

const at = (kind: SceneEvent['kind'], atMs = 60_000): SceneEvent => ({ kind, atMs });

describe('cueEvent', () => {
  it.each([
    [undefined, 70_000, {}],
    [at('lean'), 59_999, {}],
    [at('lean'), 60_000, { leaning: true }],
    [at('light'), 90_000, { relit: true }],
    [at('guest'), 60_000, { absence: 'nobody', visitor: false }],
    [at('guest'), 62_999, { absence: 'nobody', visitor: false }],
    [at('guest'), 63_000, { guest: true }],
  ] as const)('of %j at %i ms is %j', (event, timestampMs, changed) => {
    expect(cueEvent(event, timestampMs)).toEqual(changed);
  });
});

describe('guestOf', () => {
  it.each([
    ['p0001', 'p0026'],
    ['p0026', 'p0001'],
    ['p0050', 'p0025'],
    ['p0051', 'p0076'],
    ['p0099', 'p0074'],
    ['s0003', 's0028'],
  ])('of %s is %s', (person, guest) => {
    expect(guestOf(person)).toBe(guest);
  });

  it('is unknown of somebody without a number', () => {
    expect(() => guestOf('visitor')).toThrow(/'visitor' has no number/);
  });
});

describe('a sequence with an event', () => {
  const shoot = (): Directed => {
    const random = createRandom('event');
    return {
      person: { habits: drawHabits(random.fork('host')) },
      guest: { habits: { ...drawHabits(random.fork('guest')), blinksPerMinute: 600 } },
      sitting: { screen: { widthCm: 34.5, heightCm: 19.4 }, distanceCm: 60 },
      random: random.fork('director'),
    } as unknown as Directed;
  };
  const schedule = { plan: 'browsing', frames: 500, rateHz: 10 } as const;
  const plain = direct(shoot(), schedule);

  it.each(EVENTS)('(%s) is the sequence without it until then, and goes on with the same task', (kind) => {
    const takes = direct(shoot(), { ...schedule, event: at(kind, 20_000) });
    expect(takes.slice(0, 200)).toEqual(plain.slice(0, 200));
    expect(takes[200]!.cue).not.toEqual(plain[200]!.cue);
    takes.forEach(({ task, target, timestampMs }, i) => {
      expect({ task, target, timestampMs }).toEqual({
        task: plain[i]!.task,
        target: plain[i]!.target,
        timestampMs: plain[i]!.timestampMs,
      });
    });
  });

  it('(guest) has an empty chair for three seconds, then a guest who blinks in a way of their own', () => {
    const takes = direct(shoot(), { ...schedule, event: at('guest', 20_000) });
    const back = 200 + 10 * VACANT_S;
    const after = takes.slice(back);
    expect(takes.slice(200, back).every(({ cue }) => cue.absence === 'nobody' && !cue.visitor)).toBe(true);
    expect(after.every(({ cue }) => cue.guest && cue.absence !== 'nobody')).toBe(true);
    const blinking = after.filter(({ cue }) => cue.blink > 0);
    expect(blinking.length).toBeGreaterThan(3 * plain.slice(back).filter(({ cue }) => cue.blink > 0).length);
  });
});

describe('leaning', () => {
  const STEP_S = 0.04;
  const EVENT = 100;
  /** How a scene's person sits, frame by frame. */
  const play = ({ person, sitting }: EyeScene, frames: number, change: Partial<Cue>): Pose[] => {
    const perform = createPerformance(person, sitting, createRandom(`leaning/${sitting.seat[0]}`));
    return Array.from({ length: frames }, (_, i) =>
      perform({
        xScreen: 0.5,
        yScreen: 0.5,
        elapsedS: STEP_S,
        blink: 0,
        ...(i >= EVENT ? change : {}),
      }),
    );
  };
  const distances = ({ person, sitting }: EyeScene, poses: readonly Pose[]): number[] =>
    poses.map(
      (pose) => multiply(transpose(sitting.camera.rotation), headPointToCamera(pose, person.betweenEyes))[2],
    );
  const scenes = Array.from({ length: 60 }, (_, i) => drawScene(i));

  it.each([
    [70, -10],
    [55, -10],
    [54.9, 10],
    [45, 10],
  ])('from %f cm goes %i cm away from the screen', (distanceCm, leanCm) => {
    expect(leanFrom(distanceCm, 45)).toBe(leanCm);
  });

  it('changes nothing before it begins', () => {
    const [scene] = scenes as [EyeScene];
    const plain = play(scene, EVENT, {});
    expect(play(scene, EVENT + 1, { leaning: true }).slice(0, EVENT)).toEqual(plain);
  });

  it('takes about a second and is smooth', () => {
    for (const scene of scenes) {
      const poses = play(scene, EVENT + 50, { leaning: true });
      const far = distances(scene, poses);
      const moved = far[EVENT + 27]! - far[EVENT - 1]!;
      const { leanCm } = poses.at(-1)!;
      expect(Math.abs(leanCm)).toBe(10);
      // Beside the lean people sway, and a shift of posture may be under way.
      expect(moved / leanCm).toBeGreaterThan(0.6);
      expect(moved / leanCm).toBeLessThan(1.4);
      for (let i = EVENT; i < far.length; i++) expect(Math.abs(far[i]! - far[i - 1]!)).toBeLessThan(1.4);
    }
  });

  it('lasts, between 45 and 90 cm', () => {
    const shifts: number[] = [];
    for (const scene of scenes.slice(0, 30)) {
      const poses = play(scene, EVENT + 1500, { leaning: true });
      const far = distances(scene, poses);
      shifts.push((far.at(-1)! - far[EVENT - 1]!) / poses.at(-1)!.leanCm);
      expect(Math.min(...far)).toBeGreaterThan(44.999);
      expect(Math.max(...far)).toBeLessThan(90.001);
    }
    const mean = shifts.reduce((a, b) => a + b) / shifts.length;
    expect(mean).toBeGreaterThan(0.85);
    expect(mean).toBeLessThan(1.15);
    expect(Math.min(...shifts)).toBeGreaterThan(0.2);
  });
});

describe('an empty chair', () => {
  it('smears nothing at any rate', () => {
    const { person, sitting } = drawScene(3);
    const perform = createPerformance(person, sitting, createRandom('away'));
    const cue = { xScreen: 0.5, yScreen: 0.5, elapsedS: 0.04, blink: 0 };
    const cues: Cue[] = [cue, { ...cue, absence: 'nobody' }, { ...cue, absence: 'nobody' }, cue];
    for (const { motion } of cues.map(perform)) expect(Math.hypot(...motion)).toBeLessThan(60);
  });
});

describe('seatGuest', () => {
  it('seats the guest in about the same place of the same room, dressed and held otherwise', () => {
    for (let i = 0; i < 40; i++) {
      const { person, sitting } = drawScene(i);
      const guest = seatGuest(person, sitting, createRandom(i));
      for (const axis of [0, 1, 2] as const)
        expect(Math.abs(guest.sitting.seat[axis] - sitting.seat[axis])).toBeLessThan(8);
      expect(guest.sitting.distanceCm).toBe(guest.sitting.seat[2]);
      expect(guest.sitting.seat[2]).toBeGreaterThanOrEqual(45);
      for (const same of ['screen', 'camera', 'light', 'sensor', 'seed'] as const)
        expect(guest.sitting[same]).toBe(sitting[same]);
      for (const own of ['carriage', 'torso'] as const) expect(guest.sitting[own]).not.toEqual(sitting[own]);
    }
  });
});

describe('changeLight', () => {
  const upright = [1, 0, 0, 0, 1, 0, 0, 0, 1] as const;
  const pairs = Array.from({ length: 300 }, (_, i) => {
    const random = createRandom(`light/${i}`);
    const before = drawLight(random.fork('drawn'), [evenLight.environment], upright, false);
    return { before, after: changeLight(before, random.fork('changed')) };
  });
  const ratio = ({ before, after }: (typeof pairs)[number]): number =>
    faceLight(after).all / faceLight(before).all;
  const wentOff = pairs.filter(({ after }) => after.keyStrength === 0);
  const cameOn = pairs.filter(({ after }) => after.keyStrength > 0);

  it('switches lights off and on', () => {
    expect(wentOff.length).toBeGreaterThan(15);
    expect(cameOn.length).toBeGreaterThan(150);
  });

  it('leaves clearly less light on the face, but enough to see it by', () => {
    for (const pair of wentOff) {
      expect(ratio(pair)).toBeLessThan(0.6);
      expect(faceLight(pair.after).all * pair.after.lux).toBeGreaterThan(40);
    }
  });

  it('or throws clearly more light on it, from the other side and of another colour', () => {
    for (const pair of cameOn) {
      const { before, after } = pair;
      expect(ratio(pair)).toBeGreaterThan(1.7);
      expect(ratio(pair)).toBeLessThan(3.5);
      expect(dot(before.keyDirection, after.keyDirection)).toBeLessThan(0.9);
      expect(
        Math.hypot(...([0, 1, 2] as const).map((c) => after.white[c] - before.white[c])),
      ).toBeGreaterThan(0);
      // It shines from before the person: the face is no silhouette.
      expect(-after.keyDirection[2]).toBeGreaterThan(0.1);
    }
  });

  it('changes no more than the light', () => {
    for (const { before, after } of pairs)
      for (const same of ['situation', 'environment', 'turn', 'upright', 'lux', 'room'] as const)
        expect(after[same]).toBe(before[same]);
  });

  it('is the same for the same seed', () => {
    const [{ before }] = pairs as [(typeof pairs)[number]];
    expect(changeLight(before, createRandom('s'))).toEqual(changeLight(before, createRandom('s')));
  });
});

describe('a measurement with an event', () => {
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'fovea-event-'));
  });
  afterEach(() => rmSync(out, { recursive: true }));

  /** A studio without assets: empty chairs before a grey wall, whoever is asked for. */
  const studio = {
    seat: (_seed: string, name: string, _sitting: number, { guest }: { guest?: string }) => {
      const someone = (known: string | undefined): object | undefined =>
        known === undefined
          ? undefined
          : { name: known, habits: drawHabits(createRandom(known)), hairStyle: { cut: 'none' } };
      const sitting = {
        screen: { widthPx: 1920, heightPx: 1080, widthCm: 34.5, heightCm: 19.4 },
        camera: {
          widthPx: 640,
          heightPx: 480,
          verticalFovDeg: 40,
          offsetCm: [0, 0],
          model: { name: 'grey' },
        },
        light: { environment: { name: 'wall' } },
        sensor: { jpegQuality: 80 },
        distanceCm: 60,
      };
      return {
        person: someone(name),
        guest: someone(guest),
        sitting,
        shift: false,
        random: createRandom(name),
        capture: (cue: Cue) =>
          Promise.resolve({
            rgb: new Uint8Array(64 * 64 * 3).fill(90),
            person: someone(cue.guest ? guest : name),
            sitting,
            pose: { eyes: 'absent' },
            drawing: {},
          }),
      };
    },
  } as unknown as Studio;

  it('lies in a folder of its own, says what happens when, and who sits there', async () => {
    const order = { seed: '1', person: 'p0002', sitting: 1, sizePx: 64, out } as const;
    const event = at('guest', 2000);
    await writeMeasurement(studio, { ...order, plan: 'browsing', frames: 35, rateHz: 5, event });
    expect(readdirSync(out)).toEqual(['p0002-m1-browsing-guest']);
    const written = JSON.parse(
      readFileSync(join(out, 'p0002-m1-browsing-guest', 'measurement.json'), 'utf8'),
    ) as { frames: { guest?: string; absence?: string }[] };
    expect(written).toMatchObject({ id: 'p0002-m1-browsing-guest', person: 'p0002', event });
    const guests = written.frames.map(({ guest }) => guest);
    expect(guests.slice(0, 25)).toEqual(Array.from({ length: 25 }));
    expect(guests.slice(25)).toEqual(Array.from({ length: 10 }, () => 'p0027'));
    expect(written.frames.slice(10, 25).every(({ absence }) => absence === 'nobody')).toBe(true);
  });
});
