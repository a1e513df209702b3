/** The tracker: a frame in, a gaze sample out. It seeks a face in the whole square, then reads views framed around it. */
import type { CameraFrame } from '../camera/frames.ts';
import { followFace, frameFace, WHOLE_VIEW } from '../camera/framing.ts';
import type { View } from '../camera/framing.ts';
import type { GazeModel, Prediction } from '../model/gaze-model.ts';
import { createFaceReader } from './face-reader.ts';
import type { FaceReaderModel } from './face-reader.ts';
import type { GazeSample } from './gaze-sample.ts';

const SECOND = 1000;
/** Without open eyes for so long the face is lost: longer than any blink. */
const LOST_AFTER_MS = 1 * SECOND;

export type TrackerModel = FaceReaderModel & Pick<GazeModel, 'wholePopulation'>;

export type TrackerOptions = {
  model: TrackerModel;
  /** N, the measured frames that the statistics come from. */
  windowLength?: number;
  /** A new frame is measured at most this often: neighbouring frames are nearly the same one. */
  measureEveryMs?: number;
  /** M, the number of frames that the population's moments count for. On rendered videos of strangers 16 to 32 do best. */
  sourceWeight?: number;
  /** Below this the frame counts as a blink or an empty chair. */
  leastEyesOpenProbability?: number;
};

export type TrackerState = {
  /** 0..1: how much of the window has been measured. */
  windowFilled: number;
  /** Whether the last frame showed open eyes. */
  eyesInView: boolean;
};

export type Tracker = {
  /**
   * The gaze in one frame, or null where no open eyes are in view. Costs at most one folded forward pass and one
   * measuring pass, whatever the window's length; where the frame is the first with a face, a folded pass more. Calls
   * must not overlap.
   */
  track(frame: CameraFrame): Promise<GazeSample | null>;
  state(): TrackerState;
  /** Back to the population's statistics and the whole square, as for another person. */
  reset(): void;
  /** Ends the tracker; the model stays its owner's. */
  dispose(): void;
};

/** A face that is being followed: the view for the next frame, and when its open eyes were last seen. */
type FollowedFace = { view: View; seenMs: number };

/**
 * Makes a tracker that starts seeking, from the population's statistics.
 *
 *     seeking:  the whole square, under the population's statistics for it   -- open eyes -->   framed
 *     framed:   the face's view, under the window's statistics               -- none for 1 s -->   seeking
 *
 * The window outlives a lost face: whoever comes back within it is most often the same person.
 */
export function createTracker({
  model,
  windowLength = 32,
  measureEveryMs = 500,
  sourceWeight = 24,
  leastEyesOpenProbability = 0.5,
}: TrackerOptions): Tracker {
  const isOpen = ({ eyesOpenProbability }: Prediction): boolean =>
    eyesOpenProbability >= leastEyesOpenProbability;
  const reader = createFaceReader({ model, windowLength, measureEveryMs, sourceWeight, isOpen });
  /** Absent while seeking. */
  let face: FollowedFace | undefined;
  let eyesInView = false;
  /** Aborts at reset and at the end, so that a frame under way then changes nothing. */
  let life = new AbortController();

  const startSeeking = (): void => {
    face = undefined;
    model.setMoments(model.wholePopulation);
  };
  startSeeking();

  const seekFace = async (frame: CameraFrame): Promise<FollowedFace | undefined> => {
    const prediction = await model.predict({ image: frame.cut(WHOLE_VIEW), view: WHOLE_VIEW });
    if (!isOpen(prediction)) return undefined;
    return { view: frameFace(prediction.landmarks), seenMs: frame.timestampMs };
  };

  /** A frame from before the eyes were last seen comes from another clock: another camera, which has to seek. */
  const isLost = ({ seenMs }: FollowedFace, timestampMs: number): boolean =>
    timestampMs < seenMs || timestampMs - seenMs >= LOST_AFTER_MS;

  return {
    async track(frame) {
      const { signal } = life;
      const { timestampMs } = frame;
      if (signal.aborted) return null;
      let followed = face;
      if (!followed) {
        followed = await seekFace(frame);
        if (signal.aborted || !followed) return null;
        face = followed;
        reader.resume();
      }
      const { view } = followed;
      const prediction = await reader.read({ image: frame.cut(view), view }, timestampMs, signal);
      if (signal.aborted) return null;
      eyesInView = isOpen(prediction);
      if (!eyesInView) {
        if (isLost(followed, timestampMs)) startSeeking();
        return null;
      }
      face = { view: followFace(view, prediction.landmarks), seenMs: timestampMs };
      const { xScreen, yScreen, confidence } = prediction;
      return { timestampMs, xScreen, yScreen, confidence };
    },
    state: () => ({ windowFilled: reader.windowFilled(), eyesInView }),
    reset() {
      if (life.signal.aborted) return;
      life.abort();
      life = new AbortController();
      reader.clear();
      eyesInView = false;
      startSeeking();
    },
    dispose() {
      life.abort();
      reader.clear();
    },
  };
}
