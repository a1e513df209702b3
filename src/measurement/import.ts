// Imports a measurement zip into the database: all of it or nothing.
import type { FoveaDatabase, MeasurementRow, PersonRow } from '../storage/database.ts';
import { isSameName } from '../storage/person-name.ts';
import { requireRoom } from '../storage/room.ts';
import type { Measurement } from './file-format.ts';
import { readMeasurementZip, type MeasurementZip } from './measurement-zip-reader.ts';

export type ImportResult =
  | { outcome: 'imported'; person: PersonRow; newPerson: boolean; measurement: MeasurementRow }
  /** A measurement of this id is already here; nothing was changed. */
  | { outcome: 'duplicate'; person: PersonRow | undefined; measurement: MeasurementRow };

export type ImportOptions = {
  readonly signal?: AbortSignal;
  /** Called after each photo that was read and checked. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Whom to ask for room on the disk; null where that was done already. */
  readonly storage?: Pick<StorageManager, 'estimate'> | null;
};

/**
 * Reads the file whole, checks every photo, asks for room, and only then writes, in one transaction. The person is found
 * by id, else by name, else made.
 *
 * @throws {MeasurementFileError} when the file does not hold what it should; the database is as it was.
 * @throws {RoomError} when the disk is too full; the database is as it was.
 * @throws the signal's reason when aborted; the database is as it was.
 */
export async function importMeasurement(
  database: FoveaDatabase,
  source: Blob,
  name: string,
  { signal, onProgress, storage }: ImportOptions = {},
): Promise<ImportResult> {
  const zip = await readMeasurementZip(source, name, signal);
  const { measurement } = zip;
  const duplicate = await findDuplicate(database, measurement.id);
  if (duplicate) return duplicate;
  const photos = await readPhotos(zip, signal, onProgress);
  if (storage !== null) await requireRoom(sumBytes(photos), storage);
  return store(database, measurement, photos, signal);
}

async function readPhotos(
  { measurement, readFrame }: MeasurementZip,
  signal: AbortSignal | undefined,
  onProgress: ImportOptions['onProgress'],
): Promise<Blob[]> {
  const photos: Blob[] = [];
  for (const { file } of measurement.frames) {
    signal?.throwIfAborted();
    photos.push(new Blob([await readFrame(file)], { type: 'image/jpeg' }));
    onProgress?.(photos.length, measurement.frames.length);
  }
  return photos;
}

async function store(
  database: FoveaDatabase,
  measurement: Measurement,
  photos: readonly Blob[],
  signal: AbortSignal | undefined,
): Promise<ImportResult> {
  return database.transaction('rw', database.people, database.measurements, database.frames, async () => {
    // Asked again inside the transaction: the same file may be coming in through another tab.
    const duplicate = await findDuplicate(database, measurement.id);
    if (duplicate) return duplicate;
    const found = await findPerson(database, measurement);
    const person = found ?? newPerson(measurement);
    if (!found) await database.people.add(person);
    const row = toRow(measurement, person.id, photos);
    await database.measurements.add(row);
    await database.frames.bulkAdd(
      measurement.frames.map(({ file: _file, ...frame }, index) => ({
        ...frame,
        measurementId: row.id,
        index,
        jpeg: photos[index] as Blob,
      })),
    );
    signal?.throwIfAborted();
    return { outcome: 'imported' as const, person, newPerson: !found, measurement: row };
  });
}

async function findDuplicate(database: FoveaDatabase, id: string): Promise<ImportResult | undefined> {
  const measurement = await database.measurements.get(id);
  if (!measurement) return undefined;
  return { outcome: 'duplicate', person: await database.people.get(measurement.personId), measurement };
}

async function findPerson(
  database: FoveaDatabase,
  { person, personName }: Measurement,
): Promise<PersonRow | undefined> {
  const known = await database.people.get(person);
  if (known) return known;
  const people = await database.people.toArray();
  return people.find(({ name }) => isSameName(name, personName ?? person));
}

function newPerson({ person, personName }: Measurement): PersonRow {
  return { id: person, name: personName ?? person, createdAt: new Date().toISOString() };
}

function toRow(measurement: Measurement, personId: string, photos: readonly Blob[]): MeasurementRow {
  const { id, createdAt, screen, camera, distanceCm, synthetic, frames, extra } = measurement;
  return {
    id,
    personId,
    createdAt: new Date(createdAt).toISOString(),
    screen,
    camera,
    distanceCm,
    synthetic,
    extra,
    status: 'complete',
    frameCount: frames.length,
    bytes: sumBytes(photos),
  };
}

function sumBytes(photos: readonly Blob[]): number {
  return photos.reduce((sum, { size }) => sum + size, 0);
}
