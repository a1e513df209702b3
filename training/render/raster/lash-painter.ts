/** Draws lashes as thin curves whose share of each sample is exact, so that they neither alias nor thicken in small pictures. */
import { LASH_POINTS, poseLash, type Lashes } from '../scene/lashes.ts';
import type { PosedEye } from './eye-surface.ts';
import { ambientAt, type Lighting } from './lighting.ts';
import type { Target } from './rasterizer.ts';

/** Lashes start on the lid: they may lie this share of their distance behind what is drawn there. */
const DEPTH_SLACK = 0.0035;

/**
 * Blends lashes over what is in the target.
 * @param headCamera [V * 3] the head's vertices, cm, camera axes
 * @param focal focal length in samples of the target
 */
export function paintLashes(
  target: Target,
  lashes: Lashes,
  eyes: readonly [PosedEye, PosedEye],
  headCamera: Float32Array,
  lighting: Lighting,
  screenLevel: number,
  focal: number,
): void {
  const points = new Float32Array(LASH_POINTS * 3);
  const light = new Float32Array(3);
  const { setup } = lighting;
  const forward = eyes[0].headForward;
  ambientAt(lighting, forward[0], forward[1], forward[2], light);
  for (let c = 0; c < 3; c++)
    light[c] =
      lashes.colour[c]! *
      (0.6 * light[c]! +
        0.25 * setup.keyStrength * setup.keyColour[c]! +
        0.5 * setup.screenStrength * screenLevel * setup.screenColour[c]!);
  for (const lash of lashes.strands) {
    const eye = eyes[lash.eye];
    if (eye.centre[2] < 5) continue;
    poseLash(lash, headCamera, eye.centre, eye.headUp, points);
    const width = (lash.widthCm * focal) / eye.centre[2];
    for (let k = 0; k < LASH_POINTS - 1; k++)
      drawSegment(target, points, k, focal, width * (1 - (0.9 * k) / (LASH_POINTS - 2)), light);
  }
}

/**
 * Blends one straight piece: a curve of width w covers min(1, w) (r - d) of a sample at distance d, r = (max(1, w) + 1) / 2.
 */
function drawSegment(
  target: Target,
  points: Float32Array,
  k: number,
  focal: number,
  width: number,
  light: Float32Array,
): void {
  const { inverseDepth, coverage, colour } = target;
  const za = points[3 * k + 2]!;
  const zb = points[3 * k + 5]!;
  const ax = (points[3 * k]! * focal) / za + target.width / 2;
  const ay = (points[3 * k + 1]! * focal) / za + target.height / 2;
  const dx = (points[3 * k + 3]! * focal) / zb + target.width / 2 - ax;
  const dy = (points[3 * k + 4]! * focal) / zb + target.height / 2 - ay;
  const square = dx * dx + dy * dy;
  if (square < 1e-6) return;
  const size = Math.sqrt(square);
  const full = Math.min(1, width);
  const reach = (Math.max(1, width) + 1) / 2;
  const x0 = Math.max(0, Math.floor(Math.min(ax, ax + dx) - reach));
  const x1 = Math.min(target.width - 1, Math.floor(Math.max(ax, ax + dx) + reach));
  const y0 = Math.max(0, Math.floor(Math.min(ay, ay + dy) - reach));
  const y1 = Math.min(target.height - 1, Math.floor(Math.max(ay, ay + dy) + reach));
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const px = x + 0.5 - ax;
      const py = y + 0.5 - ay;
      // Half open ends: neighbours share no sample.
      const t = (px * dx + py * dy) / square;
      if (t < 0 || t >= 1) continue;
      const share = full * Math.min(1, reach - Math.abs(px * dy - py * dx) / size);
      if (share <= 0) continue;
      const at = y * target.width + x;
      const inverse = (1 + DEPTH_SLACK) / (za + (zb - za) * t);
      if (!coverage[at] || inverse < inverseDepth[at]!) continue;
      for (let c = 0; c < 3; c++)
        colour[3 * at + c] = colour[3 * at + c]! + (light[c]! - colour[3 * at + c]!) * share;
    }
  }
}
