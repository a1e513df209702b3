/** Reads the gaze in views of a face beside a memory of the person's own recent frames, and keeps that memory. */
import type { View } from '../camera/framing.ts';
import type { FaceReading, GazeModel, Prediction, ReaderEntry } from '../model/gaze-model.ts';
import { createClickLearner } from './click-learner.ts';
import type { Click } from './click-targets.ts';
import { createFrameMemory, framesPerReading } from './memory/frame-memory.ts';
import type { MemoryChoice, MemoryPolicy } from './memory/frame-memory.ts';

export type FaceReaderModel = Pick<GazeModel, 'predict' | 'remember'>;

export type FaceReaderOptions = {
  model: FaceReaderModel;
  /** N, the most recent frames that are remembered. */
  capacity: number;
  policy: MemoryPolicy;
  choose: MemoryChoice;
  /** Infinity: none ever enters. */
  rememberEveryMs: number;
  isOpen(prediction: Prediction): boolean;
};

/** A view of a face. */
export type Look = {
  view: View;
  cut(): Float32Array;
  /** What the model has just made of it, beside the memory as it is. */
  reading?: FaceReading | undefined;
};

export type FaceReader = {
  /**
   * The prediction for one view, which enters the memory where a frame is due and its eyes are open. Once `signal` has
   * aborted, memory and model are left alone.
   */
  read(look: Look, timestampMs: number, signal: AbortSignal): Promise<Prediction>;
  /** The frames of this run that are remembered, oldest first. */
  remembered(): readonly ReaderEntry[];
  /** How many frames the gaze is read beside: this run's, and those that the person was known by before. */
  countKnown(): number;
  /** Forgets this run's frames; what is known of the person stays or is replaced. */
  clear(person?: readonly ReaderEntry[]): Promise<void>;
  /** Whether clicks tell targets, which is off at first. Turned off, what they told is forgotten. */
  learnFromClicks(on: boolean): void;
  /** Takes a click, which tells the target of a frame read before or soon; does nothing while that is off. */
  learnClick(click: Click): void;
  /** How many clicks tell targets now; undefined while that is off. */
  countClicks(): number | undefined;
  /** The gaze of the next frame is read without them. */
  forgetClicks(): void;
};

/**
 * Makes a reader whose memory is empty.
 *
 * A frame is predicted in one pass. Every `rememberEveryMs` its features enter the memory, which is then read anew by
 * itself, a long one after a few such frames: a small pass without convolutions. So what a frame looks like is never computed
 * twice. Frames whose targets clicks have told are entries beside those, and as little kept.
 */
export function createFaceReader({
  model,
  capacity,
  policy,
  choose,
  rememberEveryMs,
  isOpen,
}: FaceReaderOptions): FaceReader {
  const memory = createFrameMemory({ capacity, policy, choose });
  /** What is known of the person from before this run. */
  let person: readonly ReaderEntry[] = [];
  let rememberedMs = -Infinity;
  const clicks = createClickLearner();
  /** Whether clicks were forgotten that the model still knows. */
  let stale = false;
  /** Frames that entered the memory since it was read. */
  let unread = 0;

  /** A frame from before the last remembered one comes from another clock: another camera. */
  const isDue = (timestampMs: number): boolean =>
    rememberEveryMs < Infinity &&
    (timestampMs < rememberedMs || timestampMs - rememberedMs >= rememberEveryMs);

  const applyMemory = async (): Promise<void> => {
    stale = false;
    unread = 0;
    const chosen = memory.choose();
    const gazes = await model.remember([...person, ...chosen, ...clicks.entries()]);
    memory.reread(chosen, gazes.slice(person.length));
  };

  return {
    async read({ view, cut, reading }, timestampMs, signal) {
      const known = stale ? undefined : reading;
      if (stale) await applyMemory();
      const { prediction, features } = known ?? (await model.predict({ image: cut(), view }));
      if (signal.aborted) return prediction;
      const { xScreen, yScreen } = prediction;
      const look = { features, timestampMs, gaze: { xScreen, yScreen } };
      const seen = isOpen(prediction);
      const told = clicks.note(timestampMs, seen ? look : undefined);
      const due = seen && isDue(timestampMs);
      if (due) {
        rememberedMs = timestampMs;
        if (memory.add({ ...look, view })) unread += 1;
      }
      if (told || unread >= framesPerReading(person.length + memory.entries().length)) await applyMemory();
      return prediction;
    },
    remembered: () => [...memory.entries()],
    countKnown: () => person.length + memory.choose().length,
    async clear(known = person) {
      rememberedMs = -Infinity;
      memory.clear();
      clicks.forget();
      stale = false;
      unread = 0;
      person = known;
      await model.remember(person);
    },
    learnFromClicks(on) {
      if (!on && clicks.entries().length > 0) stale = true;
      clicks.turn(on);
    },
    learnClick: (click) => clicks.take(click),
    countClicks: () => (clicks.isOn() ? clicks.entries().length : undefined),
    forgetClicks() {
      if (clicks.entries().length > 0) stale = true;
      clicks.forget();
    },
  };
}
