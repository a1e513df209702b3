// A run as the one file that leaves: its zip, encrypted where the study names a recipient.
import { requireRoom } from '../../storage/room.ts';
import type { FoveaDatabase } from '../../storage/database.ts';
import type { StudyRunRow } from '../../storage/studies.ts';
import { SUBMISSION_FILE_END } from '../submission.ts';
import { AGE_FILE_END, encryptStream } from '../submission-zip/age.ts';
import { writeSubmission, type WriteSubmissionOptions } from '../submission-zip/write-submission.ts';

export type PackedSubmission = {
  /** `ID.fovea-submission.zip`, and `.age` where it is encrypted. */
  fileName: string;
  file: Blob;
};

export function nameSubmissionFile({ id, definition }: Pick<StudyRunRow, 'id' | 'definition'>): string {
  return `${id}${SUBMISSION_FILE_END}${definition.collection.recipient === undefined ? '' : AGE_FILE_END}`;
}

/**
 * Makes the file. It goes to the disk as it is made: the browser keeps no large blob in memory.
 * @throws {SubmissionError} where the run is not finished or its session is gone
 * @throws {RoomError} where the disk is full; the signal's reason
 */
export async function packSubmission(
  database: FoveaDatabase,
  run: StudyRunRow,
  options: WriteSubmissionOptions = {},
): Promise<PackedSubmission> {
  const session = run.sessionId === undefined ? undefined : await database.sessions.get(run.sessionId);
  await requireRoom(session?.bytes ?? 0);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>();
  const written = writeSubmission(run, database, writable, options);
  // Its failure reaches whoever reads, and is told below.
  written.catch(() => undefined);
  const { recipient } = run.definition.collection;
  try {
    const content = recipient === undefined ? readable : await encryptStream(readable, recipient);
    const type = recipient === undefined ? 'application/zip' : 'application/octet-stream';
    const file = await new Response(content as ReadableStream<Uint8Array<ArrayBuffer>>, {
      headers: { 'Content-Type': type },
    }).blob();
    await written;
    return { fileName: nameSubmissionFile(run), file };
  } catch (error) {
    // What broke the stream says more than that it broke.
    await readable.cancel(error).catch(() => undefined);
    await written;
    throw error;
  }
}
