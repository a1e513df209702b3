/** What is seen of the eyes in a frame: iris and pupil as they appear, glints, and how much of each iris is free. */
import { eyeBox, rayThrough } from '../raster/eye-painter.ts';
import {
  corneaCentre,
  glintOf,
  irisCircle,
  meetEye,
  seenThroughCornea,
  type PosedEye,
} from '../raster/eye-surface.ts';
import type { Target } from '../raster/rasterizer.ts';
import { add, scale, type Vec3 } from '../vector.ts';
import { ellipseThrough, type Ellipse, type Point } from './ellipse.ts';

/** Where a point of camera axes appears in the stored frame. */
export type Projection = (point: Vec3) => Point;

const RIM_POINTS = 24;

/** The visible iris: its rim is where the cornea meets the sclera, on the eye's surface, so nothing bends its light. */
export const irisEllipse = (eye: PosedEye, project: Projection): Ellipse =>
  ellipseThrough(irisCircle(eye, eye.anatomy.limbusRadius, RIM_POINTS).map(project));

/** The pupil as the cornea shows it (the entrance pupil): larger than it is, and nearer to the camera. */
export const pupilEllipse = (eye: PosedEye, project: Projection): Ellipse =>
  ellipseThrough(
    irisCircle(eye, eye.pupilRadius, RIM_POINTS).map((point) => project(seenThroughCornea(eye, point))),
  );

export interface Glints {
  /** The screen's corners as the cornea mirrors them: top left, top right, bottom right, bottom left as the person sees them. */
  readonly screen: readonly Point[] | null;
  /** The key light's mirror image. */
  readonly key: Point | null;
}

/** Far enough for a light whose direction is all that is known, cm. */
const FAR = 1e5;

/** Glints on the cornea; null where they fall beside it. Lids and lenses may still hide them. */
export function readGlints(eye: PosedEye, keyDirection: Vec3, project: Projection): Glints {
  const { screenCorner, screenRight, screenDown } = eye;
  const corners = [
    screenCorner,
    add(screenCorner, screenRight),
    add(add(screenCorner, screenRight), screenDown),
    add(screenCorner, screenDown),
  ].map((corner) => glintOf(eye, corner));
  const key = glintOf(eye, add(eye.centre, scale(keyDirection, FAR)));
  return {
    screen: corners.every((corner) => corner !== undefined) ? corners.map(project) : null,
    key: key ? project(key) : null,
  };
}

/**
 * Share of the iris disc that nothing hides, 0..1, counted in the raster after everything is drawn: a sample shows the iris where no
 * surface lies before it. What is outside of the picture counts as hidden.
 * @param focal focal length in samples of the target
 */
export function measureVisibility(target: Target, eye: PosedEye, focal: number): number {
  const cornea = corneaCentre(eye);
  const { x0, x1, y0, y1 } = eyeBox({ width: 1e6, height: 1e6 }, eye, focal);
  const [shiftX, shiftY] = [(1e6 - target.width) / 2, (1e6 - target.height) / 2];
  let free = 0;
  let all = 0;
  for (let row = y0 - shiftY; row <= y1 - shiftY; row++) {
    for (let column = x0 - shiftX; column <= x1 - shiftX; column++) {
      const ray = rayThrough(target, focal, column + 0.5, row + 0.5);
      const { distance, corneal } = meetEye(eye, cornea, ray);
      if (!corneal) continue;
      all++;
      if (row < 0 || column < 0 || row >= target.height || column >= target.width) continue;
      // Depth is kept in 32 bits.
      if (target.inverseDepth[row * target.width + column]! <= (1 + 1e-6) / (ray[2] * distance)) free++;
    }
  }
  return all > 0 ? free / all : 0;
}
