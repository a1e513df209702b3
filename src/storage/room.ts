// Whether there is room on the disk for what is about to be stored, asked before anything is written.

const MB = 1000 * 1000;
const GB = 1000 * MB;
/** The database writes its own notes beside the photos, and nothing should fill the disk to its last byte. */
const SPARE_BYTES = 20 * MB;
/** A photo of 512 pixels is about 40 kB; busy rooms behind a face take more. */
const PHOTO_BYTES = 80 * 1000;
/** With less than that a disk counts as full: a photo and what the database writes beside it are far smaller. */
export const FULL_BYTES = 2 * MB;
/** What a person is told then. */
export const FULL_DISK =
  'There is no room left on this disk. What was stored before is safe. Delete something elsewhere on it, then go on.';

export type Room =
  | { readonly enough: true }
  /** `message` says how much is missing and what to do, in words for the person. */
  | { readonly enough: false; readonly freeBytes: number; readonly message: string };

/** Too little room; `message` is for the person. Nothing was written. */
export class RoomError extends Error {
  override readonly name = 'RoomError';
}

/** What a measurement of so many targets takes on the disk, generously. */
export function estimateMeasurementBytes(targetCount: number): number {
  return targetCount * PHOTO_BYTES;
}

/**
 * Asks the browser how much more it lets Fovea store. Where it does not answer there may be enough: a write that fails
 * is told then (`storage-error.ts`).
 *
 * @see https://developer.mozilla.org/docs/Web/API/StorageManager/estimate
 */
export async function checkRoom(
  neededBytes: number,
  storage: Pick<StorageManager, 'estimate'> | undefined = globalThis.navigator?.storage,
): Promise<Room> {
  const freeBytes = await findFreeBytes(storage);
  if (freeBytes === undefined || freeBytes >= neededBytes + SPARE_BYTES) return { enough: true };
  // On a full disk nothing can be deleted here: see `refuseFullDisk`.
  const where = freeBytes < FULL_BYTES ? 'elsewhere' : 'here or elsewhere';
  const message = `There is too little room: about ${describeSize(neededBytes + SPARE_BYTES)} are needed, and the browser has ${describeSize(freeBytes)} left for Fovea on this disk. Delete what you no longer need, ${where} on the disk, then try again.`;
  return { enough: false, freeBytes, message };
}

/** {@link checkRoom} for where too little room ends what was begun. @throws {RoomError} */
export async function requireRoom(
  neededBytes: number,
  storage?: Pick<StorageManager, 'estimate'>,
): Promise<void> {
  const room = await checkRoom(neededBytes, storage);
  if (!room.enough) throw new RoomError(room.message);
}

/**
 * To be asked before what a full disk would leave half done; each write, a deletion's too, asks by itself
 * (`guard-writes.ts`). Chromium's database does not survive one that breaks off: it goes on writing behind the torn end of
 * its log, takes that for damage the next time it opens, and begins anew with nothing (`dataLoss: "total"`, "checksum
 * mismatch"). What is never written tears nothing.
 *
 * @throws {RoomError} where the disk is full
 * @see https://github.com/google/leveldb/blob/main/db/db_impl.cc `reuse_logs`
 */
export async function refuseFullDisk(
  storage: Pick<StorageManager, 'estimate'> | undefined = globalThis.navigator?.storage,
): Promise<void> {
  const freeBytes = await findFreeBytes(storage);
  if (freeBytes !== undefined && freeBytes < FULL_BYTES) throw new RoomError(FULL_DISK);
}

/** Undefined where the browser does not say. */
export async function findFreeBytes(
  storage: Pick<StorageManager, 'estimate'> | undefined = globalThis.navigator?.storage,
): Promise<number | undefined> {
  const estimate = await storage?.estimate().catch(() => undefined);
  if (estimate?.quota === undefined || estimate.usage === undefined) return undefined;
  return Math.max(0, estimate.quota - estimate.usage);
}

/** Powers of 1000, as the system's file manager counts. */
function describeSize(bytes: number): string {
  return bytes >= GB ? `${(bytes / GB).toFixed(1)} GB` : `${Math.ceil(bytes / MB)} MB`;
}
