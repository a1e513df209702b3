/** Reads photos of one measurement as the tracker reads frames: the whole square for the face, then the face's view. */
import { createViewCutter } from '../../src/camera/cut-view.ts';
import type { Picture } from '../../src/camera/cut-view.ts';
import { frameFace, WHOLE_VIEW } from '../../src/camera/framing.ts';
import type { View } from '../../src/camera/framing.ts';
import type { GazeModel, Moments, Prediction, ViewImage } from '../../src/model/gaze-model.ts';

export type Normalization = 'batch' | 'stored';

export type EvaluatedModel = Pick<
  GazeModel,
  'config' | 'population' | 'wholePopulation' | 'setMoments' | 'predict' | 'predictBatch'
>;

/**
 * One prediction per photo, in two passes. The first, on whole squares, only finds the faces: each photo's view is
 * `frameFace` of its landmarks. The second, on those views, is what is returned.
 *
 * `batch`: each pass normalizes the photos by their own statistics. `stored`: by the population's, those for whole
 * squares and then those for views of faces, so that each photo is read as if alone.
 */
export async function readWindow(
  model: EvaluatedModel,
  photos: Picture[],
  normalization: Normalization,
): Promise<Prediction[]> {
  const cutView = createViewCutter(model.config.inputSize);
  const cut = (views: View[]): ViewImage[] =>
    photos.map((photo, i) => ({ image: cutView(photo, views[i]!), view: views[i]! }));
  const read = (inputs: ViewImage[], population: Moments): Promise<Prediction[]> =>
    normalization === 'batch' ? model.predictBatch(inputs) : predictEach(model, inputs, population);

  const found = await read(cut(photos.map(() => WHOLE_VIEW)), model.wholePopulation);
  return read(cut(found.map(({ landmarks }) => frameFace(landmarks))), model.population);
}

async function predictEach(
  model: EvaluatedModel,
  inputs: ViewImage[],
  population: Moments,
): Promise<Prediction[]> {
  model.setMoments(population);
  const predictions: Prediction[] = [];
  for (const input of inputs) predictions.push(await model.predict(input));
  return predictions;
}
