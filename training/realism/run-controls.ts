/** Runs the controls of `controls.ts` beside the check itself. */
import { readFile } from 'node:fs/promises';
import { listShortfalls, percent, quantile } from './compare.ts';
import { compareWithWrongTruths, move, movedBy, scramble } from './controls.ts';
import { detectAll } from './detect-all.ts';
import type { Detector } from './detector.ts';
import { spreadOver, type TrueFrame } from './frames.ts';
import { nearestFace, type Detection, type Face, type Point } from './landmarks.ts';
import { agreementRow, layOut } from './report.ts';

/** Pictures of each control. */
const CONTROLS = 60;
/** At most this share of the pictures without a face may hold one. */
const MOST_FALSE_FACES = 0.05;
/** The landmarks must follow a picture that is moved, px (median). */
const MOVE: Point = [11, -7];
const MOST_LAG_PX = 1;

/**
 * Prints how the detector does where it must not pass.
 * @param empty files of frames in which nobody sits
 * @returns in words which controls fail
 */
export async function runControls(
  detector: Detector,
  frames: readonly TrueFrame[],
  detections: readonly Detection[],
  empty: readonly string[],
): Promise<string[]> {
  const chosen = spreadOver([frames.map((frame, i) => ({ frame, detection: detections[i] }))], CONTROLS);
  const scrambled = await detectAll(detector, 'scrambled', chosen, async ({ frame }) =>
    scramble(await readFile(frame.file), frame.name),
  );
  const moved = await detectAll(detector, 'moved', chosen, async ({ frame }) =>
    move(await readFile(frame.file), MOVE),
  );
  const nobody = await detectAll(detector, 'empty', spreadOver([empty], CONTROLS), (file) => readFile(file));
  const lags = chosen.flatMap(({ detection }, i) =>
    detection ? (movedBy(detection, nearestFace(moved[i]!, detection), MOVE) ?? []) : [],
  );
  const lagPx = quantile(lags, 0.5);
  const wrong = compareWithWrongTruths(
    detections,
    frames.map(({ truth }) => truth),
  );

  console.log('\nControls: what must not pass');
  console.log(`faces found in scrambled pictures: ${countFaces(scrambled)} of ${scrambled.length}`);
  console.log(`faces found in frames with nobody: ${countFaces(nobody)} of ${nobody.length}`);
  console.log(
    `pictures moved by ${MOVE.join(', ')} px: the landmarks follow within ${lagPx.toFixed(2)} px (median of ${lags.length})`,
  );
  console.log(layOut(wrong.map(({ name, agreement }) => agreementRow(name, agreement))));
  return [
    ...listFalseFaces('scrambled pictures', scrambled),
    ...listFalseFaces('frames with nobody', nobody),
    ...(lagPx < MOST_LAG_PX ? [] : [`the landmarks are ${lagPx.toFixed(2)} px off in moved pictures`]),
    ...wrong
      .filter(({ agreement }) => listShortfalls(agreement).length === 0)
      .map(({ name }) => `${name} passes`),
  ];
}

const countFaces = (pictures: readonly (readonly Face[])[]): number =>
  pictures.filter((faces) => faces.length > 0).length;

function listFalseFaces(what: string, pictures: readonly (readonly Face[])[]): string[] {
  const share = countFaces(pictures) / Math.max(1, pictures.length);
  return share > MOST_FALSE_FACES ? [`a face is found in ${percent(share)} of ${what}`] : [];
}
