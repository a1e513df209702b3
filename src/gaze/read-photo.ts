/** Reads one picture of a face. */
import { createViewCutter } from '../camera/cut-view.ts';
import type { Picture } from '../camera/cut-view.ts';
import { frameFace, WHOLE_VIEW } from '../camera/framing.ts';
import type { GazeModel, Prediction, ReaderEntry } from '../model/gaze-model.ts';

const LEAST_EYES_OPEN_PROBABILITY = 0.5;

/**
 * The gaze in a picture, beside what is known of the person: their frames from a measurement or from a run. Null where
 * it shows no open eyes. The model's memory is what is known of the person afterwards.
 */
export async function readPhoto(
  model: Pick<GazeModel, 'config' | 'findFace' | 'remember' | 'predict'>,
  picture: Picture,
  person: readonly ReaderEntry[] = [],
): Promise<Prediction | null> {
  const cut = createViewCutter(model.config.inputSize);
  const found = await model.findFace({ image: cut(picture, WHOLE_VIEW), view: WHOLE_VIEW });
  if (found.eyesOpenProbability < LEAST_EYES_OPEN_PROBABILITY) return null;
  const view = frameFace(found.landmarks);
  await model.remember(person);
  const { prediction } = await model.predict({ image: cut(picture, view), view });
  return prediction.eyesOpenProbability < LEAST_EYES_OPEN_PROBABILITY ? null : prediction;
}
