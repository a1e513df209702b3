// The picture of a check in words.
import { findMean } from '../../../src/validation/figures.ts';
import type { Trial } from '../../../src/validation/trial.ts';
import { describePlace } from '../analyse/describe-place.ts';

/** How many dots had gaze, and where it was nearest and farthest. */
export function describePicture(trials: readonly Trial[]): string {
  const offsets = trials
    .filter(({ samples }) => samples.length > 0)
    .map((trial) => {
      const mean = findMean(trial);
      const { xScreen, yScreen } = trial.target;
      const pct = 100 * Math.hypot(mean.xScreen - xScreen, mean.yScreen - yScreen);
      return { pct, where: describePlace(trial.target) };
    })
    .sort((a, b) => a.pct - b.pct);
  const nearest = offsets[0];
  const farthest = offsets.at(-1);
  if (!nearest || !farthest)
    return `Picture of the screen with ${trials.length} dots, and gaze at none of them`;
  return (
    `Picture of the screen with ${trials.length} dots, and gaze at ${offsets.length} of them. ` +
    `Nearest at ${nearest.where}, ${nearest.pct.toFixed(0)} % of the screen off; ` +
    `farthest at ${farthest.where}, ${farthest.pct.toFixed(0)} % off`
  );
}
