/** Reads the gaze in views of a face beside a memory of the person's own recent frames, and keeps that memory. */
import type { GazeModel, Prediction, ReaderEntry, ViewImage } from '../model/gaze-model.ts';
import { createFrameMemory } from './memory/frame-memory.ts';
import type { MemoryPolicy } from './memory/frame-memory.ts';

export type FaceReaderModel = Pick<GazeModel, 'predict' | 'remember'>;

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
  /** Forgets this run's frames; what is known of the person stays or is replaced. */
  clear(person?: readonly ReaderEntry[]): Promise<void>;
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
  let rememberedMs = -Infinity;

  /** A frame from before the last remembered one comes from another clock: another camera. */
  const isDue = (timestampMs: number): boolean =>
    rememberEveryMs < Infinity &&
    (timestampMs < rememberedMs || timestampMs - rememberedMs >= rememberEveryMs);

  const applyMemory = async (): Promise<void> => {
    const gazes = await model.remember([...person, ...memory.entries()]);
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
    async clear(known = person) {
      person = known;
      rememberedMs = -Infinity;
      memory.clear();
      await model.remember(person);
    },
  };
}
