import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../training/render/random.ts';
import { drawEyes, opticalAxis, type EyeAnatomy } from '../../../training/render/scene/eye-anatomy.ts';
import { createPerformance, PIVOT } from '../../../training/render/scene/performance.ts';
import { drawHabits } from '../../../training/render/scene/habits.ts';
import type { Person } from '../../../training/render/scene/person.ts';
import { screenPointToCamera, type Sitting } from '../../../training/render/scene/sitting.ts';
import { add, cross, dot, length, multiply, subtract, type Vec3 } from '../../../training/render/vector.ts';

const eyes = drawEyes(
  createRandom('eyes'),
  [
    { centre: [-3.1, 3.6, 8], radius: 1.58 },
    { centre: [3.1, 3.6, 8], radius: 1.58 },
  ],
  0.3,
);

/** Only what a performance asks of a person. */
const person = {
  eyes,
  betweenEyes: [0, 3.55, 8.4],
  habits: {
    ...drawHabits(createRandom('habits')),
    headYawShare: 0.4,
    headPitchShare: 0.3,
    lidGain: 1,
    aperture: 0.1,
    lidAsymmetry: 0,
    smile: 0,
    restlessness: 1,
  },
} as unknown as Person;

const sitting = {
  screen: { widthPx: 1920, heightPx: 1080, widthCm: 34.5, heightCm: 19.4 },
  camera: { verticalFovDeg: 40, offsetCm: [0, -0.8], rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
  seat: [0, 0, 60],
  carriage: [0, 0, 0],
  distanceCm: 60,
} as unknown as Sitting;

const look = (xScreen: number, yScreen: number, seed = 'look') =>
  createPerformance(person, sitting, createRandom(seed))({ xScreen, yScreen, elapsedS: 1, blink: 0 });

/** An eye's centre in camera axes, computed here on its own. */
function eyeInCamera(pose: ReturnType<typeof look>, eye: EyeAnatomy): Vec3 {
  return add(pose.pivotCamera, multiply(pose.headRotation, subtract(eye.centre, PIVOT)));
}

/** Yaw of the right eye in the head, radians. */
function yawInHead({ visualAxes: [right] }: ReturnType<typeof look>): number {
  return Math.atan2(right[0], right[2]);
}

describe('screenPointToCamera', () => {
  it.each([
    [0, 0, [17.25, 0.8, 0]],
    [1, 1, [-17.25, 20.2, 0]],
    [0.5, 0.5, [0, 10.5, 0]],
  ] as const)(
    'puts screen point %f, %f where the person sees it: its left at the image right',
    (x, y, expected) => {
      screenPointToCamera(sitting, x, y).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
    },
  );
});

describe('createPerformance', () => {
  it('makes both visual axes meet the target, but for fixation noise', () => {
    const random = createRandom('targets');
    for (let i = 0; i < 200; i++) {
      const x = random.uniform(0, 1);
      const y = random.uniform(0, 1);
      const pose = look(x, y, `${i}`);
      const target = screenPointToCamera(sitting, x, y);
      eyes.forEach((eye, k) => {
        const from = eyeInCamera(pose, eye);
        const ray = multiply(pose.headRotation, pose.visualAxes[k as 0 | 1]);
        const wanted = subtract(target, from);
        const angle = Math.asin(length(cross(ray, wanted)) / length(wanted)) * (180 / Math.PI);
        expect(angle).toBeLessThan(2.2);
      });
    }
  });

  it('moves the irises towards the right of the image when the person looks at the left of the screen', () => {
    const left = look(0.05, 0.5);
    const right = look(0.95, 0.5);
    expect(multiply(left.headRotation, left.opticalAxes[0])[0]).toBeGreaterThan(
      multiply(right.headRotation, right.opticalAxes[0])[0] + 0.3,
    );
  });

  it('lowers the lids with the gaze', () => {
    expect(look(0.5, 1).expression.get('eyeLookDown_L')).toBeGreaterThan(
      look(0.5, 0).expression.get('eyeLookDown_L')! + 0.1,
    );
  });
});

describe('opticalAxis', () => {
  it('lies temporal of and below the visual axis by kappa, mirrored between the eyes', () => {
    const ahead: Vec3 = [0, 0, 1];
    const [right, left] = eyes;
    const ofLeft = opticalAxis(left, ahead);
    const ofRight = opticalAxis(right, ahead);
    expect(Math.atan2(ofLeft[0], ofLeft[2])).toBeCloseTo(left.kappaNasal, 6);
    expect(Math.atan2(ofRight[0], ofRight[2])).toBeCloseTo(-right.kappaNasal, 6);
    expect(Math.asin(ofLeft[1])).toBeCloseTo(-left.kappaUp, 6);
    expect(dot(ofLeft, ofLeft)).toBeCloseTo(1, 9);
  });

  it('moves the iris by its lever: 10.5 mm for each radian, as anatomy has it', () => {
    for (const eye of eyes) expect(eye.irisLever * 10).toBeCloseTo(10.5, -0.3);
  });
});

describe('head and gaze', () => {
  /** Yaw in degrees of the head and of the gaze after looking at a place for seconds, without drift. */
  const yawsAt = (headYawShare: number, xScreen: number): { head: number; gaze: number } => {
    const calm = {
      ...person,
      habits: { ...person.habits, headYawShare, restlessness: 0, postureShiftsPerMinute: 0 },
    };
    const perform = createPerformance(calm, sitting, createRandom('share'));
    perform({ xScreen: 0.5, yScreen: 0.5, elapsedS: 2, blink: 0 });
    const pose = perform({ xScreen, yScreen: 0.5, elapsedS: 2, blink: 0 });
    const between = add(pose.pivotCamera, multiply(pose.headRotation, subtract(person.betweenEyes, PIVOT)));
    const [x, , z] = subtract(screenPointToCamera(sitting, xScreen, 0.5), between);
    return { head: pose.yawPitchRollDeg[0], gaze: (Math.atan2(x, -z) * 180) / Math.PI };
  };

  it.each([0.2, 0.4, 0.6])('turns the head by the share %f of the gaze', (share) => {
    const [left, right] = [yawsAt(share, 0.25), yawsAt(share, 0.75)];
    expect((left.head - right.head) / (left.gaze - right.gaze)).toBeCloseTo(share, 2);
  });

  it('moves the eyes first and the head after them, the gaze staying on the target', () => {
    const perform = createPerformance(person, sitting, createRandom('first'));
    const cue = { yScreen: 0.5, elapsedS: 0.02, blink: 0 };
    for (let frame = 0; frame < 20; frame++) perform({ ...cue, xScreen: 0.9 });
    const before = perform({ ...cue, xScreen: 0.9 });
    const after = perform({ ...cue, xScreen: 0.1 });
    for (let frame = 0; frame < 40; frame++) perform({ ...cue, xScreen: 0.1 });
    const settled = perform({ ...cue, xScreen: 0.1 });
    expect(Math.abs(after.yawPitchRollDeg[0] - before.yawPitchRollDeg[0])).toBeLessThan(1);
    expect(settled.yawPitchRollDeg[0] - before.yawPitchRollDeg[0]).toBeGreaterThan(5);
    // The eye turns back in the head while the head catches up: the vestibulo-ocular reflex.
    expect(yawInHead(settled)).toBeLessThan(yawInHead(after) - 0.08);
  });

  it('keeps the eyes from 45 to 90 cm, however the person leans', () => {
    const perform = createPerformance(
      { ...person, habits: { ...person.habits, restlessness: 1.6, postureShiftsPerMinute: 30 } },
      sitting,
      createRandom('lean'),
    );
    const depths = Array.from({ length: 500 }, () => {
      const pose = perform({ xScreen: 0.5, yScreen: 0.5, elapsedS: 2, blink: 0 });
      return add(pose.pivotCamera, multiply(pose.headRotation, subtract(person.betweenEyes, PIVOT)))[2];
    });
    expect(Math.min(...depths)).toBeGreaterThanOrEqual(45 - 1e-9);
    expect(Math.max(...depths)).toBeLessThanOrEqual(90 + 1e-9);
    expect(Math.max(...depths) - Math.min(...depths)).toBeGreaterThan(15);
  });
});
