// Measurements while they are taken: begin, add and undo frames, finish; and reading them back.
import type { FoveaDatabase, FrameRow, MeasurementRow } from './database.ts';

export type NewMeasurement = Pick<MeasurementRow, 'personId' | 'screen' | 'camera' | 'extra'> & {
  targets: { seed: number; count: number };
};

export type NewFrame = Pick<FrameRow, 'x' | 'y' | 'timestampMs' | 'jpeg'>;

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
  return database.transaction('rw', database.measurements, database.frames, async () => {
    const row = await getMeasurement(database, measurementId);
    await database.frames.add({ ...frame, measurementId, index: row.frameCount });
    const frameCount = row.frameCount + 1;
    return updateMeasurement(database, row, {
      frameCount,
      bytes: row.bytes + frame.jpeg.size,
      status: frameCount >= (row.targets?.count ?? Infinity) ? 'complete' : 'running',
    });
  });
}

/**
 * Takes the last frame back, if there is one.
 * @returns the measurement as it is now.
 */
export async function undoFrame(database: FoveaDatabase, measurementId: string): Promise<MeasurementRow> {
  return database.transaction('rw', database.measurements, database.frames, async () => {
    const row = await getMeasurement(database, measurementId);
    const last = await lastFrame(database, row);
    if (!last) return row;
    await database.frames.delete(last.id);
    return updateMeasurement(database, row, {
      frameCount: row.frameCount - 1,
      bytes: row.bytes - last.jpeg.size,
      status: 'running',
    });
  });
}

/** A measurement's frames in the order they were taken. */
export async function readFrames(database: FoveaDatabase, measurementId: string): Promise<FrameRow[]> {
  const frames = await database.frames.where('measurementId').equals(measurementId).toArray();
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

function lastFrame(database: FoveaDatabase, row: MeasurementRow): Promise<FrameRow | undefined> {
  return readFrame(database, row.id, row.frameCount - 1);
}

async function getMeasurement(database: FoveaDatabase, id: string): Promise<MeasurementRow> {
  const row = await database.measurements.get(id);
  if (!row) throw new Error('This measurement was deleted meanwhile, perhaps in another tab.');
  return row;
}

async function updateMeasurement(
  database: FoveaDatabase,
  row: MeasurementRow,
  change: Pick<MeasurementRow, 'frameCount' | 'bytes' | 'status'>,
): Promise<MeasurementRow> {
  await database.measurements.update(row.id, change);
  return { ...row, ...change };
}
