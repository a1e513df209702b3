/** The tracker: a frame in, a gaze sample out. It seeks a face in the whole square, then reads views framed around it. */
import type { CameraFrame } from '../camera/frames.ts';
import { followFace, SEEK_VIEWS } from '../camera/framing.ts';
import type { View } from '../camera/framing.ts';
import type { Face, FaceReading, GazeModel, ReaderEntry } from '../model/gaze-model.ts';
import type { Click } from './click-targets.ts';
import { createFaceReader } from './face-reader.ts';
import type { FaceReaderModel } from './face-reader.ts';
import type { GazeSample } from './gaze-sample.ts';
import { createLightWatch, measureTone } from './light-watch.ts';
import { balanced } from './memory/balanced.ts';
import { chooseNear } from './memory/choose-near.ts';
import type { MemoryChoice, MemoryPolicy } from './memory/frame-memory.ts';
import { isSure, pickBetter, seekInPart, showsEyes } from './seek-face.ts';
import type { FoundFace } from './seek-face.ts';

const SECOND = 1000;
/** Without open eyes for so long the face is lost: longer than any blink. */
const LOST_AFTER_MS = 1 * SECOND;
/** Whoever comes back after so long may be somebody else, in another place or light. */
const FORGET_AFTER_MS = 20 * SECOND;

export type TrackerModel = FaceReaderModel & Pick<GazeModel, 'findFace'>;

export type TrackerOptions = {
  model: TrackerModel;
  /** N, the remembered frames that every new one is read beside. */
  capacity?: number;
  /** What a full memory forgets. */
  policy?: MemoryPolicy;
  /** Which of the remembered frames are read. */
  choose?: MemoryChoice;
  /** A frame enters the memory at most this often, or never: neighbouring frames are nearly the same one. */
  rememberEveryMs?: number;
  /** Without a face for so long, the memory is forgotten. */
  forgetAfterMs?: number;
  /** Whether everything is forgotten when the light on the face changes, as it should while somebody is there. */
  forgetInNewLight?: boolean;
  /** Called at once when it is: nothing that `remembered` gives from now on is of the light before. */
  onNewLight?(): void;
  /** Below this the frame counts as a blink or an empty chair. */
  leastEyesOpenProbability?: number;
};

export type TrackerState = {
  /** 0..1: how well the person is known: full with as many frames as do nearly as well as any number. */
  windowFilled: number;
  /** Whether the last frame showed open eyes. */
  eyesInView: boolean;
  /** Whether there is no face that is being followed. */
  seeking: boolean;
  /** How many clicks are learned from; absent while that is off. */
  clicksLearned?: number;
};

export type Tracker = {
  /**
   * The gaze in one frame, or null where no open eyes are in view. Costs one plain forward pass, whatever the memory's
   * length, and where the frame is remembered the reading of the memory by itself; while a face is sought, two forward
   * passes or three. Calls must not overlap.
   */
  track(frame: CameraFrame): Promise<GazeSample | null>;
  state(): TrackerState;
  /** This run's frames, for the next one to start from. */
  remembered(): readonly ReaderEntry[];
  /** Back to the whole square, this run's frames forgotten. What was known of the person before stays, or becomes `person`. */
  reset(person?: readonly ReaderEntry[]): void;
  /**
   * Whether clicks tell where the person looked, which is off at first: they then tell targets, as a measurement does, until
   * they are old, the person changes or the face is long lost. Turned off, they are forgotten.
   */
  learnFromClicks(on: boolean): void;
  learnClick(click: Click): void;
  forgetClicks(): void;
  /** Ends the tracker; the model stays its owner's. */
  dispose(): void;
};

/** A frame from before the eyes were last seen comes from another clock: another camera, which has to seek. */
function isLost(lastMs: number, timestampMs: number, afterMs: number): boolean {
  return timestampMs < lastMs || timestampMs - lastMs >= afterMs;
}

/** With so many frames the gaze is nearly as certain as with any number (README, "Live"). */
const WELL_KNOWN_FRAMES = 32;

/** A face that is being followed: the view for the next frame, and when its open eyes were last seen. */
type FollowedFace = { view: View; seenMs: number };

/**
 * Makes a tracker that starts seeking; the model's memory should be empty.
 *
 *     seeking:  the whole square or a part  -- open eyes -->       framed
 *     framed:   the face's view             -- none for 1 s -->    seeking
 *
 * Every frame is sought in another part, until it is sure to be a face; after a round of all parts the best of them will do.
 * The memory outlives a lost face for a while: whoever comes back soon is most often the same person. It does not outlive
 * a change of light, nor does what was known of the person before.
 */
export function createTracker({
  model,
  capacity = 64,
  policy = balanced,
  choose = chooseNear,
  rememberEveryMs = 500,
  forgetAfterMs = FORGET_AFTER_MS,
  forgetInNewLight = true,
  onNewLight = () => undefined,
  leastEyesOpenProbability = 0.5,
}: TrackerOptions): Tracker {
  const isOpen = ({ eyesOpenProbability }: Face): boolean => eyesOpenProbability >= leastEyesOpenProbability;
  const reader = createFaceReader({ model, capacity, policy, choose, rememberEveryMs, isOpen });
  const light = createLightWatch();
  /** Absent while seeking. */
  let face: FollowedFace | undefined;
  let seenMs = Infinity;
  let eyesInView = false;
  /** What the next frame has to wait for. */
  let forgetting: Promise<void> = Promise.resolve();
  /** Aborts at reset and at the end, so that a frame under way then changes nothing. */
  let life = new AbortController();

  /** What was found since the face was lost, or since the last round of all parts. */
  let sought: { parts: number; best: FoundFace | undefined } = { parts: 0, best: undefined };

  const seekFace = async (frame: CameraFrame): Promise<FoundFace | undefined> => {
    const { signal } = life;
    const found = await seekInPart(model, (view) => frame.cut(view), SEEK_VIEWS[sought.parts]!);
    if (signal.aborted) return undefined;
    // A face that is sure to be one, but blinks, is there in the next frame too.
    if (isSure(found)) return showsEyes(found, leastEyesOpenProbability) ? found : undefined;
    const best = sought.best ? pickBetter(sought.best, found) : found;
    sought = { parts: sought.parts + 1, best };
    if (sought.parts < SEEK_VIEWS.length) return undefined;
    sought = { parts: 0, best: undefined };
    return showsEyes(best, leastEyesOpenProbability) ? best : undefined;
  };

  return {
    async track(frame) {
      const { signal } = life;
      const { timestampMs } = frame;
      await forgetting;
      if (signal.aborted) return null;
      // Frames that did not come (a computer asleep) are an absence too.
      if (face && timestampMs - face.seenMs >= forgetAfterMs) face = undefined;
      let followed = face;
      let reading: FaceReading | undefined;
      if (!followed) {
        const found = await seekFace(frame);
        if (signal.aborted || !found) return null;
        const isNew = seenMs < Infinity && isLost(seenMs, timestampMs, forgetAfterMs);
        if (isNew) {
          await reader.clear();
          light.clear();
        } else if (isSure(found)) {
          // The best of a round was seen in a frame before.
          ({ reading } = found);
        }
        if (signal.aborted) return null;
        followed = face = { view: found.view, seenMs: timestampMs };
        sought = { parts: 0, best: undefined };
      }
      const { view } = followed;
      let image: Float32Array | undefined;
      const look = { view, cut: () => (image = frame.cut(view)), reading };
      const prediction = await reader.read(look, timestampMs, signal);
      if (signal.aborted) return null;
      eyesInView = isOpen(prediction);
      if (!eyesInView) {
        if (isLost(followed.seenMs, timestampMs, LOST_AFTER_MS)) face = undefined;
        return null;
      }
      const tone = forgetInNewLight && image && measureTone(image);
      // In another light a face looks otherwise, whoever it is; what was known before is of no use.
      if (tone && light.note(tone, timestampMs)) {
        const forgotten = reader.clear([]);
        onNewLight();
        await forgotten;
      }
      if (signal.aborted) return null;
      seenMs = timestampMs;
      face = { view: followFace(view, prediction.landmarks), seenMs };
      const { xScreen, yScreen, confidence } = prediction;
      return { timestampMs, xScreen, yScreen, confidence };
    },
    state() {
      const clicksLearned = reader.countClicks();
      return {
        windowFilled: Math.min(1, reader.countKnown() / WELL_KNOWN_FRAMES),
        eyesInView,
        seeking: face === undefined,
        ...(clicksLearned === undefined ? {} : { clicksLearned }),
      };
    },
    remembered: () => reader.remembered(),
    reset(person) {
      if (life.signal.aborted) return;
      life.abort();
      life = new AbortController();
      eyesInView = false;
      face = undefined;
      sought = { parts: 0, best: undefined };
      seenMs = Infinity;
      light.clear();
      forgetting = forgetting.then(() => reader.clear(person));
    },
    learnFromClicks: (on) => reader.learnFromClicks(on),
    learnClick: (click) => reader.learnClick(click),
    forgetClicks: () => reader.forgetClicks(),
    dispose() {
      life.abort();
    },
  };
}
