/** Looks at a photo as the tracker looks at a frame: the whole square for the face, then the face's view. */
import { createViewCutter } from '../../src/camera/cut-view.ts';
import type { Picture } from '../../src/camera/cut-view.ts';
import { frameFace, WHOLE_VIEW } from '../../src/camera/framing.ts';
import type { FaceReading, GazeModel } from '../../src/model/gaze-model.ts';

export type LookingModel = Pick<GazeModel, 'config' | 'findFace' | 'predict' | 'remember'>;

/** The face of one photo, its gaze read beside the model's memory. */
export async function lookAtFace(
  model: Pick<LookingModel, 'config' | 'findFace' | 'predict'>,
  photo: Picture,
): Promise<FaceReading> {
  const cut = createViewCutter(model.config.inputSize);
  const { landmarks } = await model.findFace({ image: cut(photo, WHOLE_VIEW), view: WHOLE_VIEW });
  const view = frameFace(landmarks);
  return model.predict({ image: cut(photo, view), view });
}
