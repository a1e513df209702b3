// The IndexedDB schema: people, what is known of them, their measurements, and the measurements' frames. Only extension
// pages and the background worker import it, never a web page's script.
import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Extra, Eyes, MeasurementCamera, MeasurementScreen } from '../measurement/file-format.ts';
import type { AoiSetRow } from './aoi-sets.ts';
import type { GroupRow, ParticipantRow } from './groups.ts';
import type { ScreenRow } from './screens.ts';
import type { SessionChunkRow, SessionRow, SessionShotRow } from './sessions.ts';
import type { OutboxRow, StudyDraftRow, StudyRunRow } from './studies.ts';
import type { ValidationRow } from './validations.ts';
import { guardWrites } from './guard-writes.ts';
import { refuseNewerDatabase } from './newer-database.ts';
import { retryOpening } from './retry-opening.ts';
import { refuseFullDisk } from './room.ts';

export type PersonRow = {
  /** Also the `person` of exported measurements: readable, unique, never changed by a rename. */
  id: string;
  name: string;
  /** ISO 8601. */
  createdAt: string;
};

export type MeasurementRow = {
  id: string;
  personId: string;
  /** ISO 8601. */
  createdAt: string;
  screen: MeasurementScreen;
  camera: MeasurementCamera;
  /** `running` until the last target is taken; a running one can be resumed. */
  status: 'running' | 'complete';
  /** Frames stored. Kept here so that a list needs no scan of `frames`. */
  frameCount: number;
  /** Sum of the frames' JPEG bytes. */
  bytes: number;
  /**
   * Seed and number of its targets, and which of them (from 0) the person skipped, to resume with the ones not yet seen;
   * absent on imported measurements.
   */
  targets?: { seed: number; count: number; skipped?: readonly number[] };
  /** Eye to screen; imported where the file says so. */
  distanceCm?: number;
  synthetic?: boolean;
  /** Keys of an imported file that this version does not know, written back on export. */
  extra?: Extra;
};

export type FrameRow = {
  id: number;
  measurementId: string;
  /** Place in the measurement, from 0. */
  index: number;
  /** Which of the measurement's targets it is of, from 0; where it is absent, its place tells. */
  target?: number;
  /** Fraction of the screen's width, 0 at its left edge. */
  x: number;
  /** Fraction of the screen's height, 0 at its top. */
  y: number;
  /** Milliseconds since the measurement's `createdAt`. */
  timestampMs: number;
  /** The square photo, not mirrored. */
  jpeg: Blob;
  /** What an imported file says of them. */
  eyes?: Eyes;
  /** Whether the network saw open eyes in the photo; absent until it looked. Its opinion stays here: no file carries it. */
  eyesSeen?: boolean;
  extra?: Extra;
};

/** What made a memory: a measurement's photos, whose targets are known, or a run of the tracker. */
export type MemoryOrigin = 'measurement' | 'tracking';

/** What Fovea knows of a person, by camera and origin; the key is all three. Read through `person-memory.ts`, which checks it. */
export type PersonMemoryRow = {
  personId: string;
  /** `MediaStreamTrack.label` of the camera that the frames came from. */
  camera: string;
  from: MemoryOrigin;
  /** Of this row's layout. */
  version: number;
  /** Of the weights that the features come from: with others they mean nothing. */
  weightsHash: string;
  /** ISO 8601: when the last of the frames was taken, as well as is known. */
  createdAt: string;
  /** ISO 8601: when the first of several measurements ended, where it is of several of one sitting. */
  since?: string;
  frames: number;
  /** Length of a frame's features. */
  featureCount: number;
  /** One frame's features after the other's. */
  features: Float32Array; // [frames * featureCount]
  /** Where each frame looks, x and y in screen fractions; NaN where that is not known. */
  targets: Float32Array; // [frames * 2]
  /** CRC-32 of all of the above. */
  checksum: number;
  /** The light before the camera has changed since, so that no run starts from it. */
  pastLight?: true;
};

export type FoveaDatabase = Dexie & {
  people: EntityTable<PersonRow, 'id'>;
  memories: Table<PersonMemoryRow, [personId: string, camera: string, from: MemoryOrigin]>;
  measurements: EntityTable<MeasurementRow, 'id'>;
  frames: EntityTable<FrameRow, 'id'>;
  groups: EntityTable<GroupRow, 'id'>;
  participants: EntityTable<ParticipantRow, 'id'>;
  validations: EntityTable<ValidationRow, 'id'>;
  screens: EntityTable<ScreenRow, 'id'>;
  sessions: EntityTable<SessionRow, 'id'>;
  sessionChunks: Table<SessionChunkRow, [sessionId: string, index: number]>;
  sessionShots: Table<SessionShotRow, [sessionId: string, index: number]>;
  aoiSets: EntityTable<AoiSetRow, 'site'>;
  studies: EntityTable<StudyDraftRow, 'id'>;
  studyRuns: EntityTable<StudyRunRow, 'id'>;
  outbox: EntityTable<OutboxRow, 'id'>;
};

/** What each version of the database added, from version 1 on. A change of the schema is one more; none is ever edited. */
const ADDED: Record<string, string>[] = [
  {
    people: 'id, name',
    measurements: 'id, personId, createdAt',
    frames: '++id, &[measurementId+index], measurementId',
  },
  { memories: '[personId+camera+from], personId' },
  { validations: 'id, personId, createdAt', screens: 'id' },
  { groups: 'id, createdAt', participants: 'id, groupId, personId' },
  {
    sessions: 'id, createdAt, person',
    sessionChunks: '[sessionId+index], sessionId',
    sessionShots: '[sessionId+index], sessionId',
  },
  { aoiSets: 'site' },
  {
    studies: 'id, changedAt',
    studyRuns: 'id, studyId, changedAt',
    outbox: 'id, studyId, createdAt',
  },
];

/**
 * Opens the database lazily, at its first query. One of an older version is brought up to date then, unless the disk is full:
 * that is refused as every write is, and tried again.
 * @see https://dexie.org/docs/Tutorial/Design#database-versioning
 */
export function openDatabase(name = 'fovea'): FoveaDatabase {
  const database = new Dexie(name) as FoveaDatabase;
  for (const [i, stores] of ADDED.entries())
    database
      .version(i + 1)
      .stores(stores)
      .upgrade(() => Dexie.waitFor(Dexie.ignoreTransaction(() => refuseFullDisk())));
  guardWrites(database);
  refuseNewerDatabase(database);
  retryOpening(database);
  return database;
}
