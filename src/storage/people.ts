// People: make, rename, list, delete with everything of theirs, and take a deletion back.
import type { FoveaDatabase, FrameRow, MeasurementRow, PersonMemoryRow, PersonRow } from './database.ts';
import { checkName } from './person-name.ts';
import type { ValidationRow } from './validations.ts';

/** Through which camera Fovea knows a person, from what, and since when (ISO 8601). */
export type KnownThrough = Pick<PersonMemoryRow, 'camera' | 'from' | 'createdAt' | 'since' | 'frames'>;

/**
 * A person with what a list shows of them. `measurements` and `known` are newest first; `bytes` sums the photos.
 */
export type PersonSummary = PersonRow & {
  measurements: MeasurementRow[];
  bytes: number;
  known: KnownThrough[];
};

/** What a deletion removed, for {@link restore}. Photos stay readable for as long as their Blobs are held. */
export type Deleted = {
  people: PersonRow[];
  memories: PersonMemoryRow[];
  measurements: MeasurementRow[];
  frames: FrameRow[];
  /** Absent where a deletion has nothing to do with them. */
  validations?: ValidationRow[];
};

/**
 * Adds a person with an id made from the name.
 * @throws {PersonNameError} when the name is empty, too long, or taken.
 */
export async function addPerson(database: FoveaDatabase, name: string, now = new Date()): Promise<PersonRow> {
  return database.transaction('rw', database.people, async () => {
    const checked = checkName(name, await otherNames(database));
    const person = { id: makePersonId(checked), name: checked, createdAt: now.toISOString() };
    await database.people.add(person);
    return person;
  });
}

/** @throws {PersonNameError} when the name is empty, too long, or taken by someone else. */
export async function renamePerson(database: FoveaDatabase, id: string, name: string): Promise<void> {
  await database.transaction('rw', database.people, async () => {
    await database.people.update(id, { name: checkName(name, await otherNames(database, id)) });
  });
}

/** Everyone, in the order of their names. */
export async function listPeople(database: FoveaDatabase): Promise<PersonSummary[]> {
  const { people, measurements, memories } = database;
  const [peopleRows, measurementRows, memoryRows] = await database.transaction(
    'r',
    [people, measurements, memories],
    () => Promise.all([people.toArray(), measurements.toArray(), memories.toArray()]),
  );
  measurementRows.sort(newestFirst);
  // Memories are checked when they are used; here it is enough that a damaged row does no harm.
  const datedMemories = memoryRows.filter(({ createdAt }) => !Number.isNaN(Date.parse(createdAt)));
  datedMemories.sort(newestFirst);
  return peopleRows
    .map((person) => summarize(person, measurementRows, datedMemories))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function newestFirst(a: { createdAt: string }, b: { createdAt: string }): number {
  return b.createdAt.localeCompare(a.createdAt);
}

function summarize(
  person: PersonRow,
  allMeasurements: readonly MeasurementRow[],
  allMemories: readonly PersonMemoryRow[],
): PersonSummary {
  const measurements = allMeasurements.filter(({ personId }) => personId === person.id);
  const memories = allMemories.filter(({ personId }) => personId === person.id);
  return {
    ...person,
    measurements,
    bytes: measurements.reduce((sum, { bytes }) => sum + bytes, 0),
    known: memories.map(({ camera, from, createdAt, since, frames }) =>
      Object.assign({ camera, from, createdAt, frames }, since === undefined ? {} : { since }),
    ),
  };
}

/** Deletes a person, what is known of them, measurements and all photos in one transaction: all of it or none. */
export async function deletePerson(database: FoveaDatabase, id: string): Promise<Deleted> {
  return database.transaction('rw', database.tables, async () => {
    const people = await database.people.where('id').equals(id).toArray();
    const measurements = await database.measurements.where('personId').equals(id).toArray();
    const measurementIds = measurements.map((row) => row.id);
    const frames = await database.frames.where('measurementId').anyOf(measurementIds).toArray();
    // Not the same collection again: one made by `anyOf` keeps its place in the list and finds nothing a second time.
    await database.frames.bulkDelete(frames.map((frame) => frame.id));
    await database.measurements.where('personId').equals(id).delete();
    const memories = await database.memories.where('personId').equals(id).toArray();
    await database.memories.where('personId').equals(id).delete();
    const validations = await database.validations.where('personId').equals(id).toArray();
    await database.validations.where('personId').equals(id).delete();
    await database.people.delete(id);
    return { people, memories, measurements, frames, validations };
  });
}

/**
 * Deletes one measurement and its photos in one transaction; the person stays.
 * @throws {RoomError} where the disk is full; nothing was written.
 */
export async function deleteMeasurement(database: FoveaDatabase, id: string): Promise<Deleted> {
  return database.transaction('rw', database.measurements, database.frames, async () => {
    const measurements = await database.measurements.where('id').equals(id).toArray();
    const frames = await database.frames.where('measurementId').equals(id).toArray();
    await database.frames.where('measurementId').equals(id).delete();
    await database.measurements.delete(id);
    return { people: [], memories: [], measurements, frames };
  });
}

/** Puts back what a deletion removed, in one transaction. */
export async function restore(database: FoveaDatabase, deleted: Deleted): Promise<void> {
  await database.transaction('rw', database.tables, async () => {
    await database.people.bulkPut(deleted.people);
    await database.memories.bulkPut(deleted.memories);
    await database.measurements.bulkPut(deleted.measurements);
    await database.frames.bulkPut(deleted.frames);
    await database.validations.bulkPut(deleted.validations ?? []);
  });
}

/** `Anna Lind` -> `anna-lind-k3f9x2`: readable in an exported file, and unique without asking anyone. */
export function makePersonId(name: string, random: () => number = Math.random): string {
  const plain = name.normalize('NFKD').replace(/\p{Mark}/gu, '');
  const readable = plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24);
  const unique = Array.from({ length: 6 }, () => Math.floor(random() * 36).toString(36)).join('');
  return `${readable === '' ? 'person' : readable}-${unique}`;
}

async function otherNames(database: FoveaDatabase, exceptId?: string): Promise<string[]> {
  const people = await database.people.toArray();
  return people.filter(({ id }) => id !== exceptId).map(({ name }) => name);
}
