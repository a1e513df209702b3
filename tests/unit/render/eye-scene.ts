/** Random scenes with nothing in them but an eye, for tests of geometry: no face, so no assets. */
import type { Environment } from '../../../training/render/assets/environment.ts';
import { createRandom, type Random } from '../../../training/render/random.ts';
import { paintEye } from '../../../training/render/raster/eye-painter.ts';
import { lidCurve, type PosedEye } from '../../../training/render/raster/eye-surface.ts';
import { createLighting } from '../../../training/render/raster/lighting.ts';
import { clearTarget, createTarget, type Target } from '../../../training/render/raster/rasterizer.ts';
import { createShadowMap } from '../../../training/render/raster/shadow-map.ts';
import { drawEyes, type EyeAnatomy } from '../../../training/render/scene/eye-anatomy.ts';
import { drawHabits } from '../../../training/render/scene/habits.ts';
import type { IrisMap } from '../../../training/render/scene/iris.ts';
import type { LightSetup } from '../../../training/render/scene/light.ts';
import { createPerformance, type Pose } from '../../../training/render/scene/performance.ts';
import type { Person } from '../../../training/render/scene/person.ts';
import { poseEyes } from '../../../training/render/scene/pose-eyes.ts';
import { createSitting, type Sitting } from '../../../training/render/scene/sitting.ts';
import type { Vec3 } from '../../../training/render/vector.ts';

export const FRAME_PX = 256;
export const SAMPLES_PER_PX = 2;
const HEAD_VERTICES = 26_719;

/** The same light from everywhere. */
const environment: Environment = {
  name: 'even',
  width: 1,
  height: 1,
  radiance: new Float32Array(3),
  mean: 1,
  harmonics: Array.from({ length: 9 }, (_, i): Vec3 => (i === 0 ? [3.5449, 3.5449, 3.5449] : [0, 0, 0])),
  keyShare: 0,
  keyDirection: [0, 1, 0],
  keyColour: [1, 1, 1],
};

export const evenLight: LightSetup = {
  environment,
  turn: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  keyDirection: [0, -1, 0],
  keyColour: [1, 1, 1],
  keyStrength: 0,
  ambientStrength: 1,
  screenStrength: 0,
  screenColour: [1, 1, 1],
};

export interface EyeScene {
  readonly person: Person;
  readonly sitting: Sitting;
  readonly pose: Pose;
  readonly target: readonly [xScreen: number, yScreen: number];
  readonly eyes: readonly [PosedEye, PosedEye];
  readonly focalPx: number;
  readonly random: Random;
}

/** An iris of one reflectance. */
export function plainIris(reflectance: number): IrisMap {
  return [{ angles: 1, radii: 1, colour: new Float32Array(3).fill(reflectance) }];
}

/** A person, a sitting and a moment without fixation noise; the eyes wide open. */
export function drawScene(index: number, change: (eye: EyeAnatomy) => EyeAnatomy = (eye) => eye): EyeScene {
  const random = createRandom(`known answers/${index}`);
  const drawn = drawEyes(
    random.fork('eyes'),
    [
      { centre: [-3.1, 3.6, 8], radius: 1.58 },
      { centre: [3.1, 3.6, 8], radius: 1.58 },
    ],
    random.uniform(0, 1),
  );
  const eyes = [change(drawn[0]), change(drawn[1])] as const;
  const habits = { ...drawHabits(random.fork('habits')), fixationNoiseDeg: 0 };
  // Only what a performance and the eyes' pose ask of a person.
  const person = { eyes, habits, betweenEyes: [0, 3.55, 8.4] } as unknown as Person;
  const sitting = createSitting(random.fork('sitting'), [environment], 'known answers');
  const target = [random.uniform(0, 1), random.uniform(0, 1)] as const;
  const perform = createPerformance(person, sitting, random.fork('performance'));
  const pose = perform({ xScreen: target[0], yScreen: target[1], elapsedS: 1, blink: 0 });
  const open = { upperLid: lidCurve([[0, 5]]), lowerLid: lidCurve([[0, -5]]), caruncle: [0, 0, -50] as Vec3 };
  const [right, left] = poseEyes(person, sitting, pose, new Float32Array(HEAD_VERTICES * 3));
  return {
    person,
    sitting,
    pose,
    target,
    eyes: [
      { ...right, ...open },
      { ...left, ...open },
    ],
    focalPx: FRAME_PX / 2 / Math.tan((sitting.camera.verticalFovDeg * Math.PI) / 360),
    random,
  };
}

const target = createTarget(FRAME_PX * SAMPLES_PER_PX, FRAME_PX * SAMPLES_PER_PX);
const shadows = createShadowMap(4);

/** Draws one eye as the renderer does, at its own raster size or into `into`. */
export function drawEye(eye: PosedEye, light: LightSetup, focal: number, into: Target = target): Target {
  clearTarget(into);
  into.colour.fill(0);
  const middle = [0, 1, 2].map(
    (c) => eye.screenCorner[c]! + 0.5 * (eye.screenRight[c]! + eye.screenDown[c]!),
  ) as unknown as Vec3;
  paintEye(into, eye, createLighting(light, eye.centre, middle), shadows, 1, focal);
  return into;
}
