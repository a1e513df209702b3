import { describe, expect, it } from 'vitest';
import { readTruth } from '../../../training/render/output/truth.ts';
import type { PosedEye } from '../../../training/render/raster/eye-surface.ts';
import { createTarget } from '../../../training/render/raster/rasterizer.ts';
import type { Drawing } from '../../../training/render/raster/renderer.ts';
import { AQUEOUS_INDEX, type EyeAnatomy } from '../../../training/render/scene/eye-anatomy.ts';
import { PIVOT } from '../../../training/render/scene/performance.ts';
import {
  drawEye,
  drawScene,
  evenLight,
  FRAME_PX,
  plainIris,
  SAMPLES_PER_PX,
  type EyeScene,
} from './eye-scene.ts';
import { centroid, findDisc } from './eye-finder.ts';
import { leastPath, paraxialDepth, rotation, turn, type Triple } from './optics.ts';

const SCENES = 200;
const DEGREES = 180 / Math.PI;

const along = (from: Triple, direction: Triple, s: number): Triple =>
  [0, 1, 2].map((c) => from[c]! + s * direction[c]!) as unknown as Triple;
const size = (v: Triple): number => Math.hypot(...v);

/** From the gaze label to an eye's place and optical axis in camera axes, by rotation matrices. */
function turnEye({ sitting, pose, target, eyes }: EyeScene, which: 0 | 1): { centre: Triple; axis: Triple } {
  const { screen, camera } = sitting;
  const rows = (m: readonly number[]): readonly Triple[] =>
    [0, 3, 6].map((r) => m.slice(r, r + 3) as unknown as Triple);
  const onScreen: Triple = [
    (0.5 - target[0]) * screen.widthCm - camera.offsetCm[0],
    target[1] * screen.heightCm - camera.offsetCm[1],
    0,
  ];
  const dot = turn(rows(camera.rotation), onScreen);
  const head = rows(pose.headRotation);
  const { anatomy } = eyes[which];
  const centre = along(pose.pivotCamera, turn(head, along(anatomy.centre, PIVOT, -1)), 1);
  const transposed = [0, 1, 2].map((c) => head.map((row) => row[c]!) as unknown as Triple);
  const sight = turn(transposed, along(dot, centre, -1));
  const left = Math.atan2(sight[0], sight[2]) * DEGREES;
  const up = Math.atan2(sight[1], Math.hypot(sight[0], sight[2])) * DEGREES;
  // The optical axis lies temporal of and below the visual axis.
  const temporal = which === 1 ? 1 : -1;
  const ahead = turn(rotation('x', anatomy.kappaUp * DEGREES - up), [0, 0, 1]);
  return {
    centre,
    axis: turn(head, turn(rotation('y', left + temporal * anatomy.kappaNasal * DEGREES), ahead)),
  };
}

/** Into samples of the raster. */
function project(
  point: Triple,
  focalPx: number,
  rasterPx = FRAME_PX * SAMPLES_PER_PX,
): readonly [number, number] {
  const focal = focalPx * SAMPLES_PER_PX;
  return [(focal * point[0]) / point[2] + rasterPx / 2, (focal * point[1]) / point[2] + rasterPx / 2];
}

/** Random scenes with an eye that lies within the frame. */
const scenes: { scene: EyeScene; which: 0 | 1; turned: { centre: Triple; axis: Triple } }[] = [];
for (let index = 0; scenes.length < SCENES; index++) {
  const scene = drawScene(index);
  const which = (index % 2) as 0 | 1;
  const turned = turnEye(scene, which);
  const [x, y] = project(turned.centre, scene.focalPx);
  if (Math.min(x, y) > 40 && Math.max(x, y) < FRAME_PX * SAMPLES_PER_PX - 40)
    scenes.push({ scene, which, turned });
}

/** Calls back for the eye of each scene, which `change` may paint anew. */
function forScenes(
  visit: (eye: PosedEye, scene: EyeScene, which: 0 | 1, turned: { centre: Triple; axis: Triple }) => void,
  change: Partial<EyeAnatomy> = {},
): void {
  for (const { scene, which, turned } of scenes) {
    const eye = scene.eyes[which];
    visit({ ...eye, anatomy: { ...eye.anatomy, ...change } }, scene, which, turned);
  }
}

function expectWithin(misses: number[], medianPx: number, worstPx: number): void {
  misses.sort((a, b) => a - b);
  expect(misses).toHaveLength(SCENES);
  expect(misses[SCENES / 2]).toBeLessThan(medianPx);
  expect(misses.at(-1)).toBeLessThan(worstPx);
}

describe('over 200 random people, cameras, heads and targets', () => {
  it('the iris is found in the picture where the gaze label puts it, computed here by rotation matrices', () => {
    const misses: number[] = [];
    forScenes((eye, { focalPx }, _which, { centre, axis }) => {
      const { scleraRadius, limbusRadius } = eye.anatomy;
      const wanted = project(along(centre, axis, Math.sqrt(scleraRadius ** 2 - limbusRadius ** 2)), focalPx);
      const radius = (limbusRadius * focalPx * SAMPLES_PER_PX) / centre[2];
      const picture = drawEye(eye, evenLight, focalPx * SAMPLES_PER_PX);
      const found = findDisc(picture, wanted, radius);
      misses.push(Math.hypot(found[0] - wanted[0], found[1] - wanted[1]) / SAMPLES_PER_PX);
    });
    expectWithin(misses, 0.08, 0.3);
  });

  it('the truth names the same iris centre, after the lens has bent the picture', () => {
    forScenes((eye, scene, which, { centre, axis }) => {
      const { person, sitting, pose, focalPx, eyes } = scene;
      const drawing = {
        target: createTarget(8, 8),
        headCamera: new Float32Array(30_000 * 3).fill(50),
        eyes,
        focalPx,
      } satisfies Drawing;
      const truth = readTruth(person, sitting, pose, drawing, FRAME_PX, FRAME_PX);
      const { scleraRadius, limbusRadius } = eye.anatomy;
      const [x, y] = project(along(centre, axis, Math.sqrt(scleraRadius ** 2 - limbusRadius ** 2)), focalPx);
      const half = FRAME_PX / 2;
      const [u, v] = [x / SAMPLES_PER_PX / half - 1, y / SAMPLES_PER_PX / half - 1];
      const bent = 1 + sitting.camera.distortion * (u * u + v * v);
      expect(truth.landmarks[5 * which]![0]).toBeCloseTo(half + half * u * bent, 1);
      expect(truth.landmarks[5 * which]![1]).toBeCloseTo(half + half * v * bent, 1);
    });
  });

  it('the pupil is found where light through the cornea comes from, computed here by least time', () => {
    const misses: number[] = [];
    forScenes(
      (eye, { focalPx }, _which, { centre, axis }) => {
        const { irisLever, corneaLever, corneaRadius } = eye.anatomy;
        const cornea = along(centre, axis, corneaLever);
        const seen = leastPath(cornea, corneaRadius, along(centre, axis, irisLever), AQUEOUS_INDEX);
        const wanted = project(seen, focalPx);
        const picture = drawEye({ ...eye, pupilRadius: 0.25 }, evenLight, focalPx * SAMPLES_PER_PX);
        const radius = (0.45 * focalPx * SAMPLES_PER_PX) / centre[2];
        const found = centroid(picture, wanted, radius, (at) => Math.max(0, 0.3 - picture.colour[3 * at]!));
        misses.push(Math.hypot(found[0] - wanted[0], found[1] - wanted[1]) / SAMPLES_PER_PX);
      },
      { iris: plainIris(0.6) },
    );
    expectWithin(misses, 0.08, 0.3);
  });

  it('the glint of the screen is found where the law of reflection puts it, computed here by least time', () => {
    const misses: number[] = [];
    forScenes(
      (eye, { focalPx }, _which, { centre, axis }) => {
        const { corneaLever, corneaRadius } = eye.anatomy;
        const cornea = along(centre, axis, corneaLever);
        let [x, y] = [0, 0];
        for (let i = 0; i < 25; i++) {
          const right = along(eye.screenCorner, eye.screenRight, ((i % 5) + 0.5) / 5);
          const point = along(right, eye.screenDown, (Math.floor(i / 5) + 0.5) / 5);
          const [px, py] = project(leastPath(cornea, corneaRadius, point, 1), focalPx);
          x += px / 25;
          y += py / 25;
        }
        const focal = focalPx * SAMPLES_PER_PX;
        const dark = drawEye(eye, evenLight, focal).colour.slice();
        const lit = drawEye(eye, { ...evenLight, screenStrength: 1 }, focal);
        const radius = (0.45 * focal) / centre[2];
        const found = centroid(lit, [x, y], radius, (at) =>
          Math.max(0, lit.colour[3 * at]! - dark[3 * at]! - 0.05),
        );
        misses.push(Math.hypot(found[0] - x, found[1] - y) / SAMPLES_PER_PX);
      },
      { iris: plainIris(0.01), scleraColour: [0.02, 0.02, 0.02] },
    );
    expectWithin(misses, 0.08, 0.3);
  });

  it('so is the glint of the key light', () => {
    const misses: number[] = [];
    forScenes(
      (eye, { focalPx, random }, _which, { centre, axis }) => {
        const { corneaLever, corneaRadius } = eye.anatomy;
        const cornea = along(centre, axis, corneaLever);
        // From before the face, within what the cornea can mirror to the camera.
        // What the cornea mirrors to the camera somewhere near its middle.
        const near: Triple = [
          random.uniform(-0.25, 0.25),
          random.uniform(-0.25, 0.25),
          random.uniform(-0.25, 0.25),
        ];
        const tilted = along(axis, near, 1);
        const normal = along([0, 0, 0], tilted, 1 / size(tilted));
        const view = along([0, 0, 0], centre, -1 / size(centre));
        const cosine = view[0] * normal[0] + view[1] * normal[1] + view[2] * normal[2];
        const keyDirection = along(along([0, 0, 0], view, -1), normal, 2 * cosine);
        const mirrored = leastPath(cornea, corneaRadius, along(centre, keyDirection, 1e5), 1);
        const wanted = project(mirrored, focalPx);
        const focal = focalPx * SAMPLES_PER_PX;
        const dark = drawEye(eye, evenLight, focal).colour.slice();
        const lit = drawEye(eye, { ...evenLight, keyDirection, keyStrength: 1 }, focal);
        const radius = (0.3 * focal) / centre[2];
        const found = centroid(lit, wanted, radius, (at) =>
          Math.max(0, lit.colour[3 * at]! - dark[3 * at]! - 0.05),
        );
        misses.push(Math.hypot(found[0] - wanted[0], found[1] - wanted[1]) / SAMPLES_PER_PX);
      },
      { iris: plainIris(0.01), scleraColour: [0.02, 0.02, 0.02] },
    );
    expectWithin(misses, 0.1, 0.3);
  });
});

describe('an eye that turns before a camera', () => {
  /**
   * What anatomy has: turned by an angle, a point that lies L before the centre of rotation moves L sin(angle) aside, and that much
   * nearer to the camera: x = f L sin / (z - L cos). The limbus lies L = sqrt(R^2 - limbus^2) before it (10.5 mm for 12 and 5.9, so 0.18 mm per
   * degree), and nothing bends its light. The pupil's centre lies there too, but the cornea shows its image nearer to its own vertex:
   * 2.2 instead of 2.7 mm behind it (`paraxialDepth`), so it moves by some 5 % more.
   */
  const SWING_DEG = 12;
  const target = createTarget(512, 512);
  const focal = 4500;

  function measure(index: number, part: 'iris' | 'pupil'): { found: number; wanted: number } {
    const drawn = scenes[index]!.scene.eyes[0];
    const anatomy = part === 'pupil' ? { ...drawn.anatomy, iris: plainIris(0.6) } : drawn.anatomy;
    const { irisLever, corneaLever, corneaRadius, limbusRadius } = anatomy;
    const vertex = corneaLever + corneaRadius;
    const lever =
      part === 'iris' ? irisLever : vertex - paraxialDepth(vertex - irisLever, corneaRadius, AQUEOUS_INDEX);
    const z = 60;
    const aside = (degrees: number): number => {
      const angle = degrees / DEGREES;
      return (focal * lever * Math.sin(angle)) / (z - lever * Math.cos(angle));
    };
    const [from, to] = [-SWING_DEG, SWING_DEG].map((degrees) => {
      const axis = turn(rotation('y', degrees), [0, 0, -1]);
      const eye = { ...drawn, anatomy, centre: [0, 0, z] as const, opticalAxis: axis, pupilRadius: 0.2 };
      const picture = drawEye(eye, evenLight, focal, target);
      const guess = [256 + aside(-degrees), 256] as const;
      return part === 'iris'
        ? findDisc(picture, guess, (limbusRadius * focal) / z)[0]
        : centroid(picture, guess, (0.38 * focal) / z, (at) => (picture.colour[3 * at]! < 0.3 ? 1 : 0))[0];
    });
    // Turned about y, what looks at the camera goes to the left of the picture.
    return { found: from! - to!, wanted: 2 * aside(SWING_DEG) };
  }

  it.each(['iris', 'pupil'] as const)('moves its %s by what anatomy has, within two percent', (part) => {
    for (let index = 0; index < 20; index++) {
      const { found, wanted } = measure(index, part);
      expect(found / wanted).toBeGreaterThan(0.98);
      expect(found / wanted).toBeLessThan(1.02);
    }
  });
});
