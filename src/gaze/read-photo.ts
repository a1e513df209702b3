/** Reads one picture of a face. */
import type { Picture } from '../camera/cut-view.ts';
import type { GazeModel, Prediction, ReaderEntry } from '../model/gaze-model.ts';
import { seekInPicture, showsEyes } from './seek-face.ts';

/**
 * The gaze in a picture, beside what is known of the person: their frames from a measurement or from a run. Null where
 * it shows no open eyes. The model's memory is what is known of the person afterwards.
 */
export async function readPhoto(
  model: Pick<GazeModel, 'config' | 'findFace' | 'remember' | 'predict'>,
  picture: Picture,
  person: readonly ReaderEntry[] = [],
): Promise<Prediction | null> {
  await model.remember(person);
  const found = await seekInPicture(model, picture);
  return showsEyes(found) ? found.reading.prediction : null;
}
