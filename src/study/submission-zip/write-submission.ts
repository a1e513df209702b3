// Writes a `*.fovea-submission.zip` from a finished run and its session, as it is made: however large, little of it is held.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { ZipWriter } from '@zip.js/zip.js';
import { z } from 'zod';
import { writeCsv } from '../../session/export/csv.ts';
import { includesLevel, reduceSession } from '../../session/export/detail-level.ts';
import { streamText } from '../../session/export/export-file.ts';
import { writeSessionZip } from '../../session/file/session-zip-writer.ts';
import type { Session } from '../../session/session-data.ts';
import type { FoveaDatabase } from '../../storage/database.ts';
import { loadSession, loadShotImage } from '../../storage/sessions.ts';
import type { StudyRunRow } from '../../storage/studies.ts';
import {
  AOIS_FILE,
  FIXATIONS_FILE,
  SESSION_FILE,
  SUBMISSION_ENTRY,
  SUBMISSION_FORMAT,
  SUBMISSION_VERSION,
  submissionSchema,
  type Submission,
} from '../submission.ts';
import { createStudyTables } from './study-tables.ts';

/** A run cannot be handed over; `message` says why, in words for the participant. */
export class SubmissionError extends Error {
  override readonly name = 'SubmissionError';
}

export type WriteSubmissionOptions = {
  readonly signal?: AbortSignal;
  /** Called as bytes are written; how many there will be is not known before. */
  readonly onProgress?: (writtenBytes: number) => void;
};

/** The day that zips begin with, in place of the moment of writing: the same run gives the same bytes. */
const NO_DATE = { rawLastModDate: 0x00210000, extendedTimestamp: false };

type FileContent = { file: string; packed: boolean; open: () => ReadableStream<Uint8Array> };

/**
 * Writes what the run may hand over at its study's level of detail, closes the sink, and aborts it where that fails.
 * `submission.json` comes last, with size and SHA-256 of the others. The same run gives the same bytes.
 *
 * @returns what `submission.json` says
 * @throws {SubmissionError} where the run is not finished or its session is gone; the signal's reason
 */
export async function writeSubmission(
  run: StudyRunRow,
  database: FoveaDatabase,
  sink: WritableStream<Uint8Array>,
  { signal, onProgress }: WriteSubmissionOptions = {},
): Promise<Submission> {
  const writer = sink.getWriter();
  try {
    signal?.throwIfAborted();
    const submission = describeRun(run);
    const contents = await listContents(run, submission, database, signal);
    let written = 0;
    const counted = new WritableStream<Uint8Array>({
      async write(chunk) {
        await writer.write(chunk);
        written += chunk.length;
        onProgress?.(written);
      },
      close: () => writer.close(),
    });
    // No worker: zip.js starts it from a blob, which the extension's content security policy refuses.
    const zip = new ZipWriter(counted, { useWebWorkers: false, signal, ...NO_DATE });
    for (const { file, packed, open } of contents) {
      signal?.throwIfAborted();
      const { readable, digest } = hashStream(open());
      await zip.add(file, readable, packed ? {} : { level: 0 });
      submission.files.push({ file, ...digest() });
    }
    await zip.add(SUBMISSION_ENTRY, streamText([`${JSON.stringify(submission, null, 1)}\n`]));
    await zip.close();
    return submission;
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw signal?.aborted ? signal.reason : error;
  }
}

/** What `submission.json` will say, without its files. @throws {SubmissionError} */
function describeRun({ id, definition, studyHash, record }: StudyRunRow): Submission {
  const parsed = submissionSchema.safeParse({
    ...record,
    format: SUBMISSION_FORMAT,
    version: SUBMISSION_VERSION,
    id,
    study: { id: definition.id, revision: definition.revision, hash: studyHash },
    detail: definition.recording.detail,
    files: [],
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = z.core.toDotPath(issue!.path);
  throw new SubmissionError(`This run is not finished: of what is handed over, “${place}” is missing.`);
}

/** Those without a session hand over `submission.json` alone. */
async function listContents(
  run: StudyRunRow,
  { status, participant, tasks, detail }: Submission,
  database: FoveaDatabase,
  signal: AbortSignal | undefined,
): Promise<FileContent[]> {
  const { sessionId, definition } = run;
  if (sessionId === undefined || (status !== 'complete' && status !== 'left-early')) return [];
  const session = nameAfter(await loadSession(database, sessionId), participant, definition.id);
  const table = (file: string, make: () => Iterable<string>): FileContent => ({
    file,
    packed: true,
    open: () => streamText(make()),
  });
  if (includesLevel(detail, 'samples')) {
    const reduced = reduceSession(session, detail);
    const open = () => streamSession(reduced, database, sessionId, signal);
    return [{ file: SESSION_FILE, packed: false, open }];
  }
  const tables = createStudyTables(session, definition, tasks, detail);
  const aois = table(AOIS_FILE, () => writeCsv(tables.aois));
  return detail === 'aois' ? [aois] : [table(FIXATIONS_FILE, () => writeCsv(tables.fixations)), aois];
}

/** The participant's code takes the place of whom Fovea knows them as, and nothing that they wrote of it goes along. */
function nameAfter(session: Session, participant: string, study: string): Session {
  const { notes: _, extra: __, ...info } = session.info;
  return { ...session, info: { ...info, person: participant, name: study } };
}

function streamSession(
  session: Session,
  database: FoveaDatabase,
  sessionId: string,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const readShot = async ({ index }: { index: number }): Promise<Blob> => {
    const image = await loadShotImage(database, sessionId, index);
    if (image) return image;
    throw new SubmissionError('A picture of this session was deleted meanwhile, perhaps in another tab.');
  };
  // Its failure reaches whoever reads.
  writeSessionZip(session, readShot, writable, { signal, entryOptions: NO_DATE }).catch(() => undefined);
  return readable;
}

function hashStream(content: ReadableStream<Uint8Array>) {
  const hash = sha256.create();
  let bytes = 0;
  const readable = content.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.length;
        hash.update(chunk);
        controller.enqueue(chunk);
      },
    }),
  );
  return { readable, digest: () => ({ bytes, sha256: bytesToHex(hash.digest()) }) };
}
