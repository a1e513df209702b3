/** Seeks a face in a picture, and looks at what is found, until it is sure that this is one. `training/fovea_training/seek.py` does the same. */
import { createViewCutter } from '../camera/cut-view.ts';
import type { Picture } from '../camera/cut-view.ts';
import { agree, frameFace, SEEK_VIEWS } from '../camera/framing.ts';
import type { View } from '../camera/framing.ts';
import type { FaceReading, GazeModel } from '../model/gaze-model.ts';

export type SeekingModel = Pick<GazeModel, 'findFace' | 'predict'>;

/** Cuts a view out of the picture at hand, as the network's input. */
export type CutView = (view: View) => Float32Array;

/** A view that seems to show a face, and what the network makes of it beside its memory. */
export type FoundFace = {
  view: View;
  /** At most 1, see `agree`. */
  agreement: number;
  reading: FaceReading;
};

/** From this agreement on it is a face that need not be sought any further: chosen on rendered people (training/results/log.md). */
const SURE = 0.8;
/** Below this agreement it is a face only for want of a better one: so look half of the pictures without anybody. */
const LEAST = 0.6;

export function isSure({ agreement }: FoundFace): boolean {
  return agreement >= SURE;
}

/** Whether open eyes are seen in what was found, which is where a face should be. */
export function showsEyes({ agreement, reading }: FoundFace, leastEyesOpenProbability = 0.5): boolean {
  return agreement >= LEAST && reading.prediction.eyesOpenProbability >= leastEyesOpenProbability;
}

/**
 * Looks for a face in one part of the square: two forward passes, or three where it has to be looked at again.
 *
 * Where a face seems to be is looked at as the view of one. What is seen there tells whether it is: then the landmarks
 * lie as such a view has them. Where that is doubtful, the view moves to the landmarks, and they are looked at once more.
 */
export async function seekInPart(model: SeekingModel, cut: CutView, part: View): Promise<FoundFace> {
  const { landmarks } = await model.findFace({ image: cut(part), view: part });
  const found = await lookAt(model, cut, frameFace(landmarks));
  if (isSure(found)) return found;
  return pickBetter(found, await lookAt(model, cut, frameFace(found.reading.prediction.landmarks)));
}

/** The face in a picture: from its parts, one by one until it is sure. Two forward passes for most, up to thirty where there is none. */
export async function seekFace(model: SeekingModel, cut: CutView): Promise<FoundFace> {
  const [whole, ...parts] = SEEK_VIEWS;
  let best = await seekInPart(model, cut, whole!);
  for (const part of parts) {
    if (isSure(best)) break;
    best = pickBetter(best, await seekInPart(model, cut, part));
  }
  return best;
}

/** The face in a picture by itself, its gaze read beside the model's memory. */
export function seekInPicture(
  model: SeekingModel & Pick<GazeModel, 'config'>,
  picture: Picture,
): Promise<FoundFace> {
  const cut = createViewCutter(model.config.inputSize);
  // Every view is read before the next one is cut.
  return seekFace(model, (view) => cut(picture, view));
}

/** The one that agrees better; of equal ones the first. */
export function pickBetter(first: FoundFace, second: FoundFace): FoundFace {
  return second.agreement > first.agreement ? second : first;
}

async function lookAt(model: SeekingModel, cut: CutView, view: View): Promise<FoundFace> {
  const reading = await model.predict({ image: cut(view), view });
  const { landmarks, certainty } = reading.prediction;
  return { view, agreement: agree(view, landmarks, certainty), reading };
}
