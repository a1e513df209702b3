/** Looks at a photo as the tracker looks at a frame: for the face, then at it. */
import type { Picture } from '../../src/camera/cut-view.ts';
import { seekInPicture } from '../../src/gaze/seek-face.ts';
import type { FaceReading, GazeModel } from '../../src/model/gaze-model.ts';

export type LookingModel = Pick<GazeModel, 'config' | 'findFace' | 'predict' | 'remember'>;

/** The face of one photo, its gaze read beside the model's memory: what is likeliest to be one, whether it shows open eyes or not. */
export async function lookAtFace(
  model: Pick<LookingModel, 'config' | 'findFace' | 'predict'>,
  photo: Picture,
): Promise<FaceReading> {
  return (await seekInPicture(model, photo)).reading;
}
