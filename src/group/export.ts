// Exports a whole group as one `*.group.zip`, written as it is made: however large it is, only one measurement is held, or
// one person's accuracy checks.
import { BlobReader, TextReader, ZipWriter } from '@zip.js/zip.js';
import { exportMeasurement } from '../measurement/export.ts';
import type { FoveaDatabase, MeasurementRow } from '../storage/database.ts';
import { listParticipants, type GroupRow, type ParticipantRow } from '../storage/groups.ts';
import { listValidations } from '../storage/validations.ts';
import { formatAccuracyFile, isReadable } from '../validation/file-format.ts';
import { checksFile, measurementFile } from './entry-names.ts';
import {
  formatGroupFile,
  GROUP_ENTRY,
  MAX_CHECKS_IN_FILE,
  type GroupChecks,
  type GroupMeasurement,
} from './file-format.ts';

/** What is written so far, and of how much. */
export type GroupExportProgress = {
  readonly photos: number;
  readonly totalPhotos: number;
  /** Accuracy checks, which come after the photos; those that are left out as damaged count too. */
  readonly checks: number;
  readonly totalChecks: number;
};

export type GroupExportOptions = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: GroupExportProgress) => void;
  readonly now?: Date;
};

export type GroupContent = {
  readonly measurements: number;
  readonly photos: number;
  readonly bytes: number;
  /** Accuracy checks. */
  readonly checks: number;
  /** Accuracy checks that are damaged in the database and left out: they would have the whole file refused. */
  readonly damagedChecks: number;
};

/**
 * Writes the zip, of all who have not withdrawn, into the sink and closes it; where that fails or is aborted, the sink is
 * aborted, so that no half of a file is left.
 * @throws {Error} in words when the group or one of its measurements was deleted meanwhile; the signal's reason.
 */
export async function exportGroup(
  database: FoveaDatabase,
  groupId: string,
  sink: WritableStream<Uint8Array>,
  { signal, onProgress, now = new Date() }: GroupExportOptions = {},
): Promise<GroupContent> {
  try {
    return await write(database, groupId, sink, { signal, onProgress, now });
  } catch (error) {
    await sink.abort(error).catch(() => undefined);
    throw signal?.aborted ? signal.reason : error;
  }
}

async function write(
  database: FoveaDatabase,
  groupId: string,
  sink: WritableStream<Uint8Array>,
  { signal, onProgress, now }: GroupExportOptions & { now: Date },
): Promise<GroupContent> {
  signal?.throwIfAborted();
  const group = await database.groups.get(groupId);
  if (!group) throw new Error('This group was deleted meanwhile, perhaps in another tab.');
  const participants = await listParticipants(database, groupId);
  const rows: { row: MeasurementRow; file: string }[] = [];
  for (const [index, { personId, code, withdrawnAt }] of participants.entries()) {
    if (withdrawnAt !== undefined) continue;
    const own = await listExported(database, personId);
    rows.push(...own.map((row, n) => ({ row, file: measurementFile(index, code, n + 1) })));
  }
  const totalPhotos = sum(rows.map(({ row }) => row.frameCount));
  const totalChecks = await countChecks(database, participants);
  const tell = (photos: number, checks: number): void =>
    onProgress?.({ photos, totalPhotos, checks, totalChecks });
  const zip = new ZipWriter(sink, { useWebWorkers: false, signal });
  const measurements: GroupMeasurement[] = [];
  let before = 0;
  for (const { row, file } of rows) {
    const { content } = await exportMeasurement(database, row.id, {
      signal,
      onProgress: (photos) => tell(before + photos, 0),
    });
    // JPEGs do not shrink, and what is stored as it is can be cut out again without unpacking.
    await zip.add(file, new BlobReader(content), { level: 0 });
    measurements.push({ file, id: row.id, personId: row.personId });
    before += row.frameCount;
  }
  const { files: checks, ...counts } = await writeChecks(database, participants, zip, (done) => {
    tell(totalPhotos, done);
    signal?.throwIfAborted();
  });
  const json = formatGroupFile({ group, participants, measurements, checks }, now.toISOString());
  await zip.add(GROUP_ENTRY, new TextReader(`${JSON.stringify(json, null, 1)}\n`));
  await zip.close();
  const bytes = sum(rows.map(({ row }) => row.bytes));
  return { measurements: rows.length, photos: totalPhotos, bytes, ...counts };
}

/** Of all who have not withdrawn. */
async function countChecks(
  database: FoveaDatabase,
  participants: readonly ParticipantRow[],
): Promise<number> {
  const present = participants.filter(({ withdrawnAt }) => withdrawnAt === undefined);
  return database.validations
    .where('personId')
    .anyOf(present.map(({ personId }) => personId))
    .count();
}

/**
 * A person's accuracy checks as one file or more, oldest first.
 * @param onWritten Called after each file, and after each person's damaged ones, with how many checks are done.
 */
async function writeChecks(
  database: FoveaDatabase,
  participants: readonly ParticipantRow[],
  zip: ZipWriter<unknown>,
  onWritten: (done: number) => void,
): Promise<{ files: GroupChecks[]; checks: number; damagedChecks: number }> {
  const files: GroupChecks[] = [];
  let [checks, damagedChecks] = [0, 0];
  for (const [index, { personId, code, withdrawnAt }] of participants.entries()) {
    if (withdrawnAt !== undefined) continue;
    const all = (await listValidations(database, personId)).toReversed();
    const own = all.filter(isReadable);
    for (let first = 0; first < own.length; first += MAX_CHECKS_IN_FILE) {
      const file = checksFile(index, code, first / MAX_CHECKS_IN_FILE + 1);
      const rows = own.slice(first, first + MAX_CHECKS_IN_FILE);
      await zip.add(file, new TextReader(JSON.stringify(formatAccuracyFile(personId, rows))));
      files.push({ file, personId });
      checks += rows.length;
      onWritten(checks + damagedChecks);
    }
    if (own.length === all.length) continue;
    damagedChecks += all.length - own.length;
    onWritten(checks + damagedChecks);
  }
  return { files, checks, damagedChecks };
}

/** A person's measurements that have photos, finished or not, oldest first. */
async function listExported(database: FoveaDatabase, personId: string): Promise<MeasurementRow[]> {
  const rows = await database.measurements.where('personId').equals(personId).toArray();
  return rows
    .filter(({ frameCount }) => frameCount > 0)
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

/** `Reading-2026-11-23.group.zip`, in local time. */
export function nameGroupFile({ title }: Pick<GroupRow, 'title'>, now = new Date()): string {
  const safe = title
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  return `${safe === '' ? 'group' : safe}-${day}.group.zip`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
