/** Learns a person from a measurement: its photos as entries of a memory, whose targets are known. */
import type { Picture } from '../camera/cut-view.ts';
import type { GazeModel, ReaderEntry } from '../model/gaze-model.ts';
import type { KnownTarget } from '../model/memory-reader.ts';
import { seekInPicture, showsEyes } from './seek-face.ts';

/** A photo of a measurement, and the dot that the person looked at. */
export type MeasuredPhoto = { picture: Picture; target: KnownTarget };

export type MeasurementMemoryOptions = {
  signal: AbortSignal;
  /** @param read photos looked at until now, with open eyes or without */
  onProgress(read: number): void;
};

/**
 * The features of every photo that shows open eyes, with its target, in the photos' order. Costs two plain forward passes
 * a photo where the face is found at once: one looks for it, one reads it. The model's memory is empty afterwards.
 *
 * @throws the signal's reason when it aborts; what reading the photos throws
 */
export async function readMeasurementMemory(
  model: Pick<GazeModel, 'config' | 'findFace' | 'predict' | 'remember'>,
  photos: AsyncIterable<MeasuredPhoto>,
  { signal, onProgress }: MeasurementMemoryOptions,
): Promise<ReaderEntry[]> {
  const entries: ReaderEntry[] = [];
  let read = 0;
  signal.throwIfAborted();
  await model.remember([]);
  for await (const { picture, target } of photos) {
    signal.throwIfAborted();
    const found = await seekInPicture(model, picture);
    if (showsEyes(found)) entries.push({ features: found.reading.features, target });
    signal.throwIfAborted();
    read += 1;
    onProgress(read);
  }
  signal.throwIfAborted();
  return entries;
}
