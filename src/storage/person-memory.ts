// What Fovea knows of a person: frames of theirs as features, saved, and read back only where they still hold.
import type { ReaderEntry } from '../model/memory-reader.ts';
import { computeChecksum } from './checksum.ts';
import { chooseBest, chooseStart, isOfThisSitting } from './choose-memory.ts';
import type { FoveaDatabase, MemoryOrigin, PersonMemoryRow } from './database.ts';
import type { Deleted } from './people.ts';
import { RoomError } from './room.ts';

/** Of the row's layout; another number is another layout. */
export const MEMORY_VERSION = 1;

/** More are not kept: each costs time in every frame, and tells less that is new. */
export const MOST_ENTRIES = 96;

/** How far outside of the screen a target may lie, as a fraction of it: as far as the network's heatmap reaches, and more. */
const MOST_OUTSIDE = 0.2;

/** What a stored memory must fit to be used. */
export type MemoryFit = {
  weightsHash: string;
  /** Length of a frame's features. */
  featureCount: number;
  /**
   * `MediaStreamTrack.label`: what a run through this camera may start from is read (`chooseStart`). Without it, the
   * best there is, whatever camera and day it is from (`chooseBest`).
   */
  camera?: string;
};

/** Frames of a person, and when the last of them was taken (ISO 8601). */
export type StoredMemory = { entries: ReaderEntry[]; createdAt: string; from: MemoryOrigin };

/** Why nothing stored is used, in plain words for the person. */
export type DiscardedMemory = { discarded: string };

/** At least one entry; all have the same number of features. */
export type NewPersonMemory = StoredMemory &
  Pick<PersonMemoryRow, 'since'> & { personId: string; camera: string; weightsHash: string };

const UPDATED = 'Fovea was updated since; it gets to know you anew.';
export const OTHER_LIGHT = 'The light has changed since Fovea learned of you; it gets to know you anew.';
const DAMAGED = 'What was stored of you is damaged and was removed; Fovea gets to know you anew.';

/**
 * A person's memory, undefined where there is none to use, or the reason why the one to use cannot be. A row that does
 * not hold (other weights or version, damaged) is deleted, and the next best one is looked at. One of another camera
 * still holds for that camera, so it stays, and the reason names the camera.
 */
export async function readPersonMemory(
  database: FoveaDatabase,
  personId: string,
  fit: MemoryFit,
  now = new Date(),
): Promise<StoredMemory | DiscardedMemory | undefined> {
  const choose = (rows: PersonMemoryRow[]): PersonMemoryRow | undefined =>
    fit.camera === undefined ? chooseBest(rows) : chooseStart(rows, now);
  return database.transaction('rw', database.memories, async () => {
    const all = await database.memories.where('personId').equals(personId).toArray();
    let rows = all.filter(({ camera }) => fit.camera === undefined || camera === fit.camera);
    let discarded: string | undefined;
    for (let row = choose(rows); row; row = choose(rows)) {
      const problem = findProblem(row, fit);
      if (problem === undefined) return toStored(row);
      discarded ??= problem;
      await removeUnusable(database, row);
      rows = rows.filter((other) => other !== row);
    }
    if (fit.camera === undefined) return discarded === undefined ? undefined : { discarded };
    if (rows.some((row) => row.pastLight && isOfThisSitting(row, now))) discarded ??= OTHER_LIGHT;
    const elsewhere = choose(all.filter(({ camera }) => camera !== fit.camera));
    discarded ??= elsewhere && explainOtherCamera(elsewhere.camera);
    return discarded === undefined ? undefined : { discarded };
  });
}

/** On a full disk it stays until it is read again. */
async function removeUnusable(
  database: FoveaDatabase,
  { personId, camera, from }: PersonMemoryRow,
): Promise<void> {
  try {
    await database.memories.delete([personId, camera, from]);
  } catch (error) {
    if (!(error instanceof RoomError)) throw error;
  }
}

/**
 * Saves a person's memory in place of the one from the same camera and origin, of at most 96 entries, taken evenly.
 * @returns false, with nothing saved, where the person was deleted meanwhile
 * @throws {RoomError} where the disk is full
 */
export async function writePersonMemory(database: FoveaDatabase, memory: NewPersonMemory): Promise<boolean> {
  const row = toRow(memory);
  return database.transaction('rw', database.people, database.memories, async () => {
    if (!(await database.people.get(memory.personId))) return false;
    await database.memories.put(row);
    return true;
  });
}

/**
 * The light before a camera has changed: what is stored through it, of whomever, is of another light now, so that no run
 * starts from it. It stays for photos and recordings, which may be as old.
 */
export async function endLight(database: FoveaDatabase, camera: string): Promise<void> {
  await database.transaction('rw', database.memories, async () => {
    const keys = await database.memories.toCollection().primaryKeys();
    const past = keys.filter(([, label]) => label === camera);
    await Promise.all(past.map((key) => database.memories.update(key, { pastLight: true })));
  });
}

/** Forgets what Fovea knows of a person, through whatever camera; the person and their measurements stay. */
export async function deletePersonMemory(database: FoveaDatabase, personId: string): Promise<Deleted> {
  return database.transaction('rw', database.memories, async () => {
    const memories = await database.memories.where('personId').equals(personId).toArray();
    await database.memories.where('personId').equals(personId).delete();
    return { people: [], memories, measurements: [], frames: [] };
  });
}

function toRow({ entries, ...memory }: NewPersonMemory): PersonMemoryRow {
  const kept = takeEvenly(entries, MOST_ENTRIES);
  const featureCount = kept[0]!.features.length;
  const features = new Float32Array(kept.length * featureCount);
  kept.forEach((entry, i) => features.set(entry.features, i * featureCount));
  const targets = Float32Array.from(
    kept.flatMap(({ target }) => (target ? [target.xScreen, target.yScreen] : [NaN, NaN])),
  );
  const row = { ...memory, version: MEMORY_VERSION, frames: kept.length, featureCount, features, targets };
  return { ...row, checksum: computeMemoryChecksum(row) };
}

/** At most so many, in their order. */
export function takeEvenly<T>(items: readonly T[], most: number): T[] {
  const count = Math.min(items.length, most);
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
}

function toStored({
  frames,
  featureCount,
  features,
  targets,
  createdAt,
  from,
}: PersonMemoryRow): StoredMemory {
  const entries = Array.from({ length: frames }, (_, i): ReaderEntry => {
    const own = features.slice(i * featureCount, (i + 1) * featureCount);
    const [xScreen, yScreen] = targets.subarray(2 * i, 2 * i + 2) as unknown as [number, number];
    return Number.isNaN(xScreen) ? { features: own } : { features: own, target: { xScreen, yScreen } };
  });
  return { entries, createdAt, from };
}

/** CRC-32 of all that a row says. */
export function computeMemoryChecksum(row: Omit<PersonMemoryRow, 'checksum'>): number {
  const { personId, camera, from, version, weightsHash, createdAt, since, frames, featureCount } = row;
  const words = [personId, camera, from, version, weightsHash, createdAt, frames, featureCount];
  if (since !== undefined) words.push(since);
  return computeChecksum(new TextEncoder().encode(JSON.stringify(words)), row.features, row.targets);
}

/** Why a row cannot be used; undefined where it can. Its types are doubted too: the database may hold anything. */
function findProblem(row: PersonMemoryRow, { weightsHash, featureCount }: MemoryFit): string | undefined {
  const { version, frames, features, targets } = row;
  if (version !== MEMORY_VERSION || row.weightsHash !== weightsHash) return UPDATED;
  if (!(features instanceof Float32Array) || !(targets instanceof Float32Array)) return DAMAGED;
  if (computeMemoryChecksum(row) !== row.checksum || Number.isNaN(Date.parse(row.createdAt))) return DAMAGED;
  if (!Number.isInteger(frames) || frames < 1 || frames > MOST_ENTRIES) return DAMAGED;
  if (row.featureCount !== featureCount || features.length !== frames * featureCount) return DAMAGED;
  if (targets.length !== 2 * frames || !features.every(Number.isFinite)) return DAMAGED;
  const areTargets = Array.from({ length: frames }, (_, i) => isTarget(targets[2 * i]!, targets[2 * i + 1]!));
  return areTargets.every(Boolean) ? undefined : DAMAGED;
}

/** A place on the screen or a little outside, or unknown. */
function isTarget(xScreen: number, yScreen: number): boolean {
  if (Number.isNaN(xScreen) && Number.isNaN(yScreen)) return true;
  return [xScreen, yScreen].every((place) => place >= -MOST_OUTSIDE && place <= 1 + MOST_OUTSIDE);
}

function explainOtherCamera(camera: string): string {
  const name = camera === '' ? 'another camera' : `another camera (${camera})`;
  return `What Fovea learned of you just now came through ${name}; with this one it gets to know you anew.`;
}
