/** Reads the gaze in views of a face beside a memory of the person's own recent frames, and keeps that memory. */
import type { GazeModel, PersonalFit, Prediction, ReaderEntry, ViewImage } from '../model/gaze-model.ts';
import { transferFit } from '../model/personal-readout.ts';
import { createFrameMemory } from './memory/frame-memory.ts';
import type { MemoryPolicy } from './memory/frame-memory.ts';

export type FaceReaderModel = Pick<GazeModel, 'predict' | 'remember' | 'personal'>;

export type FaceReaderOptions = {
  model: FaceReaderModel;
  /** N, the most recent frames that are remembered. */
  capacity: number;
  policy: MemoryPolicy;
  /** Infinity: none ever enters. */
  rememberEveryMs: number;
  isOpen(prediction: Prediction): boolean;
};

export type FaceReader = {
  /**
   * The prediction for one view, which enters the memory where a frame is due and its eyes are open. Once `signal` has
   * aborted, memory and model are left alone.
   */
  read(input: ViewImage, timestampMs: number, signal: AbortSignal): Promise<Prediction>;
  /** The frames of this run that are remembered, oldest first. */
  remembered(): readonly ReaderEntry[];
  /** How many frames the gaze is read beside: this run's, and those that the person was known by before. */
  countKnown(): number;
  /**
   * Forgets this run's frames; what is known of the person stays or is replaced: frames of this sitting, and a measurement
   * of an earlier one. Of that only what its targets say is used: its frames would tell of another light, place and camera.
   */
  clear(person?: readonly ReaderEntry[], earlier?: readonly ReaderEntry[]): Promise<void>;
};

/**
 * Makes a reader whose memory is empty.
 *
 * A frame is predicted in one pass. Every `rememberEveryMs` its features enter the memory, which is then read anew by
 * itself: a small pass without convolutions. So what a frame looks like is never computed twice.
 */
export function createFaceReader({
  model,
  capacity,
  policy,
  rememberEveryMs,
  isOpen,
}: FaceReaderOptions): FaceReader {
  const memory = createFrameMemory({ capacity, policy });
  /** What is known of the person from before this run. */
  let person: readonly ReaderEntry[] = [];
  let elsewhere: PersonalFit | undefined;
  let rememberedMs = -Infinity;

  /** A frame from before the last remembered one comes from another clock: another camera. */
  const isDue = (timestampMs: number): boolean =>
    rememberEveryMs < Infinity &&
    (timestampMs < rememberedMs || timestampMs - rememberedMs >= rememberEveryMs);

  const applyMemory = async (): Promise<void> => {
    const gazes = await model.remember([...person, ...memory.entries()], elsewhere);
    memory.reread(gazes.slice(person.length));
  };

  return {
    async read(input, timestampMs, signal) {
      const { prediction, features } = await model.predict(input);
      if (signal.aborted || !isOpen(prediction) || !isDue(timestampMs)) return prediction;
      rememberedMs = timestampMs;
      const { xScreen, yScreen } = prediction;
      memory.add({ features, timestampMs, gaze: { xScreen, yScreen }, view: input.view });
      await applyMemory();
      return prediction;
    },
    remembered: () => [...memory.entries()],
    countKnown: () => person.length + memory.entries().length,
    async clear(known, earlier = []) {
      rememberedMs = -Infinity;
      memory.clear();
      if (known) {
        person = known;
        elsewhere = undefined;
        if (earlier.length > 0) {
          await model.remember(earlier);
          elsewhere = model.personal && transferFit(model.personal);
        }
      }
      await model.remember(person, elsewhere);
    },
  };
}
