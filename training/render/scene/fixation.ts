/** The unrest of eyes that rest: drift and microsaccades. */
import type { Random } from '../random.ts';
import { createDrift, createJumps } from './drift.ts';

/** Shares of the noise's variance. @see Martinez-Conde, Macknik and Hubel, The role of fixational eye movements in visual perception, 2004 */
const DRIFT_SHARE = 0.45;
const DRIFT_TIME_S = 0.5;
const MICROSACCADES_PER_S = 1.4;

/**
 * Starts the noise of a point of gaze; call the result once per frame for its offset in degrees, to the right and down. Its RMS length
 * is `rmsDeg` at any interval of frames: photos that are seconds apart get independent draws, frames of a video a path.
 */
export function createFixationNoise(
  random: Random,
  rmsDeg: number,
): (elapsedS: number) => readonly [number, number] {
  // Two independent directions share the variance.
  const perAxis = rmsDeg / Math.SQRT2;
  const [slow, quick] = [Math.sqrt(DRIFT_SHARE), Math.sqrt(1 - DRIFT_SHARE)];
  const x = createDrift(random.fork('x'), perAxis * slow, DRIFT_TIME_S);
  const y = createDrift(random.fork('y'), perAxis * slow, DRIFT_TIME_S);
  const jumps = createJumps(random.fork('microsaccades'), MICROSACCADES_PER_S, (r) => [
    r.normal(0, perAxis * quick),
    r.normal(0, perAxis * quick),
  ]);
  return (elapsedS) => {
    const [right, down] = jumps(elapsedS) as [number, number];
    return [x(elapsedS) + right, y(elapsedS) + down];
  };
}
