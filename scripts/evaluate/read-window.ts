/** Reads photos of one measurement as the tracker reads frames: first for where the face is, then the face's view. */
import { createViewCutter } from '../../src/camera/cut-view.ts';
import type { Picture } from '../../src/camera/cut-view.ts';
import { frameFace, WHOLE_VIEW } from '../../src/camera/framing.ts';
import type { ScreenPlace } from '../../src/measurement/error-metrics.ts';
import type { Face, FaceReading, GazeModel, ReaderEntry, ViewImage } from '../../src/model/gaze-model.ts';
import { lookAtFace } from './look-at-face.ts';

/** The ways to read a measurement. */
export const READINGS = ['memory', 'alone', 'measured', 'batch'] as const;
export type Reading = (typeof READINGS)[number];

export type EvaluatedModel = Pick<
  GazeModel,
  'config' | 'findFace' | 'predict' | 'remember' | 'read' | 'predictBatch'
>;

/**
 * One gaze per photo, read at least twice: as the whole square, which says where the face is, and as the face's view.
 * Only the last reading counts.
 *
 * `memory`: every photo beside all of them. `alone`: every photo for itself, beside what is known of the person.
 * `batch`: the article's method: both times the photos are normalized by their own statistics.
 */
export async function readWindow(
  model: EvaluatedModel,
  photos: Picture[],
  reading: Exclude<Reading, 'measured'>,
  person: readonly ReaderEntry[] = [],
): Promise<ScreenPlace[]> {
  if (reading === 'batch') return readBatch(model, photos);
  await model.remember(reading === 'alone' ? person : []);
  const readings: FaceReading[] = [];
  for (const photo of photos) readings.push(await lookAtFace(model, photo));
  if (reading === 'alone') return readings.map(({ prediction }) => prediction);
  await model.remember(readings);
  return model.read(readings.map(({ features }) => features));
}

async function readBatch(model: EvaluatedModel, photos: Picture[]): Promise<ScreenPlace[]> {
  const cutView = createViewCutter(model.config.inputSize);
  const cut = (photo: Picture, { landmarks }: Face): ViewImage => {
    const view = frameFace(landmarks);
    return { image: cutView(photo, view), view };
  };
  const squares = photos.map((photo) => ({ image: cutView(photo, WHOLE_VIEW), view: WHOLE_VIEW }));
  const found = await model.predictBatch(squares);
  return model.predictBatch(photos.map((photo, i) => cut(photo, found[i]!)));
}
