/** Learns a person from a measurement: its photos as entries of a memory, whose targets are known. */
import { createViewCutter } from '../camera/cut-view.ts';
import type { Picture } from '../camera/cut-view.ts';
import { frameFace, WHOLE_VIEW } from '../camera/framing.ts';
import type { Face, GazeModel, ReaderEntry } from '../model/gaze-model.ts';
import type { KnownTarget } from '../model/memory-reader.ts';

const LEAST_EYES_OPEN_PROBABILITY = 0.5;

/** A photo of a measurement, and the dot that the person looked at. */
export type MeasuredPhoto = { picture: Picture; target: KnownTarget };

export type MeasurementMemoryOptions = {
  signal: AbortSignal;
  /** @param read photos looked at until now, with open eyes or without */
  onProgress(read: number): void;
};

/**
 * The features of every photo that shows open eyes, with its target, in the photos' order. Costs two plain forward passes
 * a photo: one looks for the face, one reads it. The model's memory is empty afterwards.
 *
 * @throws the signal's reason when it aborts; what reading the photos throws
 */
export async function readMeasurementMemory(
  model: Pick<GazeModel, 'config' | 'findFace' | 'predict' | 'remember'>,
  photos: AsyncIterable<MeasuredPhoto>,
  { signal, onProgress }: MeasurementMemoryOptions,
): Promise<ReaderEntry[]> {
  const cut = createViewCutter(model.config.inputSize);
  const entries: ReaderEntry[] = [];
  let read = 0;
  signal.throwIfAborted();
  await model.remember([]);
  for await (const { picture, target } of photos) {
    signal.throwIfAborted();
    const found = await model.findFace({ image: cut(picture, WHOLE_VIEW), view: WHOLE_VIEW });
    if (isOpen(found)) {
      const view = frameFace(found.landmarks);
      const { prediction, features } = await model.predict({ image: cut(picture, view), view });
      if (isOpen(prediction)) entries.push({ features, target });
    }
    signal.throwIfAborted();
    read += 1;
    onProgress(read);
  }
  signal.throwIfAborted();
  return entries;
}

function isOpen({ eyesOpenProbability }: Face): boolean {
  return eyesOpenProbability >= LEAST_EYES_OPEN_PROBABILITY;
}
