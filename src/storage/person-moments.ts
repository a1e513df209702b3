// What Fovea knows of a person through a camera: saved, and read back only where it still holds.
import { flattenMoments, unflattenMoments, type Moments } from '../model/moments.ts';
import { computeChecksum } from './checksum.ts';
import type { FoveaDatabase, PersonMomentsRow } from './database.ts';
import type { Deleted } from './people.ts';

/** Of the row's layout; another number is another layout. */
export const MOMENTS_VERSION = 1;

/** What stored moments must fit to be used. */
export type MomentsFit = {
  weightsHash: string;
  /** Channels of each normalization layer, in forward order. */
  layers: readonly number[];
  /** `MediaStreamTrack.label`; without it the person's newest moments are read, whatever camera they came from. */
  camera?: string;
};

/** Moments measured on so many frames, and when they were saved (ISO 8601). */
export type StoredMoments = { moments: Moments; frames: number; createdAt: string };

/** Why nothing stored is used, in plain words for the person. */
export type DiscardedMoments = { discarded: string };

export type NewPersonMoments = StoredMoments & { personId: string; camera: string; weightsHash: string };

const UPDATED = 'Fovea was updated since; it gets to know you anew.';
const DAMAGED = 'What was stored of you is damaged and was removed; Fovea gets to know you anew.';

/**
 * A person's moments, undefined where none were ever saved, or the reason why those that were cannot be used. A row
 * that does not hold (other weights or version, damaged) is deleted. One of another camera still holds for that camera,
 * so it stays, and the reason names the camera.
 */
export async function readPersonMoments(
  database: FoveaDatabase,
  personId: string,
  fit: MomentsFit,
): Promise<StoredMoments | DiscardedMoments | undefined> {
  return database.transaction('rw', database.moments, async () => {
    const rows = await database.moments.where('personId').equals(personId).toArray();
    rows.sort((a, b) => String(b.createdAt).localeCompare(String(a.createdAt)));
    const row = fit.camera === undefined ? rows[0] : rows.find(({ camera }) => camera === fit.camera);
    if (!row) return rows[0] && { discarded: explainOtherCamera(rows[0].camera) };
    const problem = findProblem(row, fit);
    if (problem === undefined) {
      const { values, frames, createdAt } = row;
      return { moments: unflattenMoments(values, [...fit.layers]), frames, createdAt };
    }
    await database.moments.delete([row.personId, row.camera]);
    return { discarded: problem };
  });
}

/**
 * Saves a person's moments in place of those from the same camera.
 * @returns false, with nothing saved, where the person was deleted meanwhile
 */
export async function writePersonMoments(
  database: FoveaDatabase,
  { personId, camera, weightsHash, frames, createdAt, moments }: NewPersonMoments,
): Promise<boolean> {
  const values = flattenMoments(moments);
  const checksum = computeChecksum(values);
  return database.transaction('rw', database.people, database.moments, async () => {
    if (!(await database.people.get(personId))) return false;
    const version = MOMENTS_VERSION;
    const row = { personId, camera, version, weightsHash, frames, createdAt, values, checksum };
    await database.moments.put(row);
    return true;
  });
}

/** Forgets what Fovea knows of a person, through whatever camera; the person and their measurements stay. */
export async function deletePersonMoments(database: FoveaDatabase, personId: string): Promise<Deleted> {
  return database.transaction('rw', database.moments, async () => {
    const moments = await database.moments.where('personId').equals(personId).toArray();
    await database.moments.where('personId').equals(personId).delete();
    return { people: [], moments, measurements: [], frames: [] };
  });
}

/** Why a row cannot be used; undefined where it can. Its types are doubted too: the database may hold anything. */
function findProblem(row: PersonMomentsRow, { weightsHash, layers }: MomentsFit): string | undefined {
  const { version, values, checksum, frames } = row;
  if (version !== MOMENTS_VERSION || row.weightsHash !== weightsHash) return UPDATED;
  if (!(values instanceof Float32Array) || computeChecksum(values) !== checksum) return DAMAGED;
  if (!Number.isInteger(frames) || frames < 1 || Number.isNaN(Date.parse(row.createdAt))) return DAMAGED;
  const length = layers.reduce((sum, channels) => sum + 2 * channels, 0);
  if (values.length !== length || !values.every(Number.isFinite)) return DAMAGED;
  const variances = unflattenMoments(values, [...layers]).map(({ variance }) => variance);
  return variances.every((variance) => variance.every((value) => value >= 0)) ? undefined : DAMAGED;
}

function explainOtherCamera(camera: string): string {
  const name = camera === '' ? 'another camera' : `another camera (${camera})`;
  return `Fovea knows you only through ${name}; with this one it gets to know you anew.`;
}
