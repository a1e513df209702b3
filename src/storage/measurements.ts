// Measurements while they are taken: begin, add, replace and undo frames, skip targets; and reading them back.
import type { FoveaDatabase, FrameRow, MeasurementRow } from './database.ts';

export type NewMeasurement = Pick<MeasurementRow, 'personId' | 'screen' | 'camera' | 'extra'> & {
  targets: { seed: number; count: number };
};

export type NewFrame = Pick<FrameRow, 'x' | 'y' | 'timestampMs' | 'jpeg' | 'target'>;

/** Adds an empty, running measurement. */
export async function beginMeasurement(
  database: FoveaDatabase,
  measurement: NewMeasurement,
  now = new Date(),
): Promise<MeasurementRow> {
  const row: MeasurementRow = {
    ...measurement,
    id: crypto.randomUUID(),
    createdAt: now.toISOString(),
    status: 'running',
    frameCount: 0,
    bytes: 0,
  };
  await database.measurements.add(row);
  return row;
}

/**
 * Adds the next frame and counts it, in one transaction; the measurement is complete with its last target.
 * @returns the measurement as it is now.
 */
export async function addFrame(
  database: FoveaDatabase,
  measurementId: string,
  frame: NewFrame,
): Promise<MeasurementRow> {
  return change(database, measurementId, (row) => append(database, row, frame));
}

/**
 * Adds a frame in place of the one of the same target, if there is one: all of it or nothing, so that a write that
 * fails leaves the former photo.
 * @returns the measurement as it is now.
 */
export async function replaceFrame(
  database: FoveaDatabase,
  measurementId: string,
  frame: NewFrame & { target: number },
): Promise<MeasurementRow> {
  return change(database, measurementId, async (row) =>
    append(database, await takeOut(database, row, frame.target), frame),
  );
}

/**
 * Takes the last frame back, if there is one.
 * @returns the measurement as it is now.
 */
export async function undoFrame(database: FoveaDatabase, measurementId: string): Promise<MeasurementRow> {
  return change(database, measurementId, async (row) => {
    const last = await readFrame(database, row.id, row.frameCount - 1);
    return last ? remove(database, row, last) : row;
  });
}

/**
 * Notes that the person does not want a target, or does after all. A photo of a target that is not wanted is deleted.
 * @returns the measurement as it is now.
 */
export async function setSkipped(
  database: FoveaDatabase,
  measurementId: string,
  target: number,
  skipped: boolean,
): Promise<MeasurementRow> {
  return change(database, measurementId, async (row) => {
    if (!row.targets) return row;
    const others = (row.targets.skipped ?? []).filter((other) => other !== target);
    const left = skipped ? await takeOut(database, row, target) : row;
    return { ...left, targets: { ...row.targets, skipped: skipped ? [...others, target] : others } };
  });
}

/**
 * Notes that a target's photo shows shut eyes, so that it is still to be taken again, or takes that note back.
 * @returns the measurement as it is now.
 */
export async function setShut(
  database: FoveaDatabase,
  measurementId: string,
  target: number,
  shut: boolean,
): Promise<MeasurementRow> {
  return change(database, measurementId, async (row) => {
    const frame = await findFrame(database, row.id, target);
    if (frame) await database.frames.update(frame.id, { eyes: shut ? 'closed' : undefined });
    return row;
  });
}

/**
 * Notes whether the network saw open eyes in a photo; nothing where the photo is gone meanwhile.
 * @throws {RoomError} where the disk is full; nothing was written.
 */
export async function noteEyesSeen(
  database: FoveaDatabase,
  frameId: number,
  eyesSeen: boolean,
): Promise<void> {
  await database.frames.update(frameId, { eyesSeen });
}

/** A measurement's frames in the order they were taken. */
export async function readFrames(database: FoveaDatabase, measurementId: string): Promise<FrameRow[]> {
  const frames = await ofMeasurement(database, measurementId).toArray();
  return frames.sort((a, b) => a.index - b.index);
}

/** One frame, or undefined where there is none at this place. */
export async function readFrame(
  database: FoveaDatabase,
  measurementId: string,
  index: number,
): Promise<FrameRow | undefined> {
  return database.frames.where('[measurementId+index]').equals([measurementId, index]).first();
}

/**
 * Changes a measurement and its frames in one transaction, and says anew whether it is complete.
 * @throws {RoomError} where the disk is full; nothing was written.
 */
async function change(
  database: FoveaDatabase,
  measurementId: string,
  work: (row: MeasurementRow) => Promise<MeasurementRow>,
): Promise<MeasurementRow> {
  return database.transaction('rw', database.measurements, database.frames, async () => {
    const row = await database.measurements.get(measurementId);
    if (!row) throw new Error('This measurement was deleted meanwhile, perhaps in another tab.');
    const changed = await work(row);
    const complete = await isComplete(database, changed);
    const whole: MeasurementRow = { ...changed, status: complete ? 'complete' : 'running' };
    await database.measurements.put(whole);
    return whole;
  });
}

/** Whether there is a photo of every target that is wanted, none of them to be taken again. */
async function isComplete(
  database: FoveaDatabase,
  { id, frameCount, targets }: MeasurementRow,
): Promise<boolean> {
  if (!targets || frameCount === 0) return false;
  if (frameCount + (targets.skipped?.length ?? 0) < targets.count) return false;
  const shut = await ofMeasurement(database, id)
    .filter(({ eyes }) => eyes === 'closed')
    .count();
  return shut === 0;
}

async function append(
  database: FoveaDatabase,
  row: MeasurementRow,
  frame: NewFrame,
): Promise<MeasurementRow> {
  await database.frames.add({ ...frame, measurementId: row.id, index: row.frameCount });
  return { ...row, frameCount: row.frameCount + 1, bytes: row.bytes + frame.jpeg.size };
}

async function takeOut(
  database: FoveaDatabase,
  row: MeasurementRow,
  target: number,
): Promise<MeasurementRow> {
  const frame = await findFrame(database, row.id, target);
  return frame ? remove(database, row, frame) : row;
}

/** Deletes a frame; those after it move up, so that places have no gap. */
async function remove(
  database: FoveaDatabase,
  row: MeasurementRow,
  { id, index, jpeg }: FrameRow,
): Promise<MeasurementRow> {
  await database.frames.delete(id);
  const later = await database.frames
    .where('[measurementId+index]')
    .between([row.id, index], [row.id, Infinity], false, true)
    .toArray();
  // One by one, from the first on: no two frames may have the same place at any time.
  for (const frame of later) {
    // A photo that was taken in another version has no target of its own: its place must go on telling.
    await database.frames.update(frame.id, {
      index: frame.index - 1,
      target: frame.target ?? frame.index,
    });
  }
  return { ...row, frameCount: row.frameCount - 1, bytes: row.bytes - jpeg.size };
}

async function findFrame(
  database: FoveaDatabase,
  measurementId: string,
  target: number,
): Promise<FrameRow | undefined> {
  return ofMeasurement(database, measurementId)
    .filter((frame) => (frame.target ?? frame.index) === target)
    .first();
}

function ofMeasurement(database: FoveaDatabase, measurementId: string) {
  return database.frames.where('measurementId').equals(measurementId);
}
