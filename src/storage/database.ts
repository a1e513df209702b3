// The IndexedDB schema: people, their moments, their measurements, and the measurements' frames. Only extension pages
// import it.
import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Extra, Eyes, MeasurementCamera, MeasurementScreen } from '../measurement/file-format.ts';

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
  /** Seed and number of its targets, to resume with the ones not yet seen; absent on imported measurements. */
  targets?: { seed: number; count: number };
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
  /** Fraction of the screen's width, 0 at its left edge. */
  x: number;
  /** Fraction of the screen's height, 0 at its top. */
  y: number;
  /** Milliseconds since the measurement's `createdAt`. */
  timestampMs: number;
  /** The square photo, not mirrored. */
  jpeg: Blob;
  eyes?: Eyes;
  extra?: Extra;
};

/** What Fovea knows of a person through one camera; the key is both. Read through `person-moments.ts`, which checks it. */
export type PersonMomentsRow = {
  personId: string;
  /** `MediaStreamTrack.label` of the camera that the frames came from. */
  camera: string;
  /** Of this row's layout. */
  version: number;
  /** Of the weights that measured the moments: with others they mean nothing. */
  weightsHash: string;
  /** How many frames the moments were measured on. */
  frames: number;
  /** ISO 8601: when they were saved. */
  createdAt: string;
  /** Mean and variance of every normalization layer, as `flattenMoments` orders them. */
  values: Float32Array;
  /** CRC-32 of the bytes of `values`. */
  checksum: number;
};

export type FoveaDatabase = Dexie & {
  people: EntityTable<PersonRow, 'id'>;
  moments: Table<PersonMomentsRow, [personId: string, camera: string]>;
  measurements: EntityTable<MeasurementRow, 'id'>;
  frames: EntityTable<FrameRow, 'id'>;
};

/**
 * Opens the database lazily, at its first query. A change of the schema adds a version below, never edits one.
 * @see https://dexie.org/docs/Tutorial/Design#database-versioning
 */
export function openDatabase(name = 'fovea'): FoveaDatabase {
  const database = new Dexie(name) as FoveaDatabase;
  database.version(1).stores({
    people: 'id, name',
    measurements: 'id, personId, createdAt',
    frames: '++id, &[measurementId+index], measurementId',
  });
  database.version(2).stores({ moments: '[personId+camera], personId' });
  return database;
}
