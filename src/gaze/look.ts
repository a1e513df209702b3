/** Looks at one picture: whether open eyes are in view, and how they are lit. */
import type { Picture, ViewCutter } from '../camera/cut-view.ts';
import { SEEK_VIEWS } from '../camera/framing.ts';
import { readLight, type Light } from '../camera/light.ts';
import { isSure, pickBetter, seekFace, seekInPart, showsEyes } from './seek-face.ts';
import type { FoundFace, SeekingModel } from './seek-face.ts';

/** Nothing of the picture itself is left in it. */
export type Look = {
  eyesSeen: boolean;
  light: Light;
};

/**
 * Below this agreement what was found is no face whose light could be judged. It is less than open eyes ask for: a
 * reflection that hides them is to be told, too.
 */
const LEAST_AGREEMENT = 0.4;

/**
 * Looks at a photo by the very rule by which learning from it does (`measurement-memory.ts`). Of rendered people it sees the
 * eyes in 62 of 62 photos with open eyes, in 5 of 24 with shut ones, and in none of 6 of an empty seat.
 */
export async function lookAtPhoto(model: SeekingModel, cut: ViewCutter, photo: Picture): Promise<Look> {
  return describe(photo, await seekFace(model, (view) => cut(photo, view)));
}

/**
 * Makes a look at one frame after the other, which costs two to six forward passes, whatever is in view: where the face was
 * found last, and, while it is not sure there, in one other part of the square, another one each time.
 */
export function createLiveLook(model: SeekingModel, cut: ViewCutter): (frame: Picture) => Promise<Look> {
  let likely = 0;
  let turn = 0;
  return async (frame) => {
    const seek = (part: number): Promise<FoundFace> =>
      seekInPart(model, (view) => cut(frame, view), SEEK_VIEWS[part]!);
    const found = await seek(likely);
    if (isSure(found)) return describe(frame, found);
    turn = (turn + 1) % SEEK_VIEWS.length;
    // Where the turn comes to the likely part, the one after it is as good as any.
    if (turn === likely) turn = (turn + 1) % SEEK_VIEWS.length;
    const other = await seek(turn);
    const better = pickBetter(found, other);
    if (better === other && showsEyes(other)) likely = turn;
    return describe(frame, better);
  };
}

function describe(picture: Picture, found: FoundFace): Look {
  const isFace = found.agreement >= LEAST_AGREEMENT;
  const light = readLight(picture, isFace ? found.reading.prediction.landmarks : undefined);
  return { eyesSeen: showsEyes(found) && light.face !== undefined, light };
}
