// Reads a `*.fovea-submission.zip`, in the browser and in Node, distrusting every number in it.
import { BlobWriter, type FileEntry } from '@zip.js/zip.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { MeasurementFileError } from '../../measurement/measurement-file-error.ts';
import { explain, readDirectory, readJsonEntry, unpack } from '../../measurement/zip-entries.ts';
import {
  SESSION_FILE,
  SUBMISSION_ENTRY,
  SUBMISSION_FORMAT,
  SUBMISSION_VERSION,
  submissionSchema,
  type Submission,
} from '../submission.ts';
import { getEntryLimit, isListedFile, SUBMISSION_LIMITS, type ListedFile } from './limits.ts';

export type SubmissionZip = {
  readonly submission: Submission;
  /**
   * One of `submission.files`, whose size and hash were found right. A session's is read on by `readSessionZip`.
   * @throws {MeasurementFileError} where it is not in this submission, or cannot be read any more
   */
  readFile(file: ListedFile): Promise<Blob>;
};

type Listed = Submission['files'][number];

/**
 * Opens a submission: the zip's directory, `submission.json` by its schema, and size and SHA-256 of every file. Nothing but
 * what is listed may lie in it. An encrypted one (`.age`) is first decrypted by `decryptStream`.
 *
 * @param name What to call the file in errors.
 * @throws {MeasurementFileError} when any of it does not hold; the signal's reason.
 */
export async function readSubmission(
  source: Blob | Uint8Array,
  name: string,
  signal?: AbortSignal,
): Promise<SubmissionZip> {
  const limits = { ...SUBMISSION_LIMITS, entryBytes: getEntryLimit };
  const entries = await readDirectory(source, name, limits, signal);
  const json = entries.get(SUBMISSION_ENTRY);
  if (!json) throw new MeasurementFileError(name, SUBMISSION_ENTRY, 'it is missing at the top of the zip');
  const submission = parseSubmission(
    await readJsonEntry(json, name, SUBMISSION_LIMITS.jsonBytes, signal),
    name,
  );
  refuseUnlisted(entries, submission, name);
  const session = entries.get(SESSION_FILE);
  if (session && session.compressionMethod !== 0) {
    throw new MeasurementFileError(name, SESSION_FILE, 'it is packed a second time, which no session is');
  }
  for (const listed of submission.files) {
    await checkFile(findEntry(entries, listed.file, name), listed, name, signal);
  }
  return {
    submission,
    async readFile(file) {
      const entry = findEntry(entries, file, name);
      try {
        const type = file.endsWith('.zip') ? 'application/zip' : 'text/csv';
        return await entry.getData(new BlobWriter(type), { useWebWorkers: false, signal });
      } catch (error) {
        throw explain(error, name, file, signal);
      }
    },
  };
}

/** @throws {MeasurementFileError} naming the first key that does not fit, and what was expected. */
export function parseSubmission(json: unknown, name: string): Submission {
  const refuse = (reason: string): never => {
    throw new MeasurementFileError(name, SUBMISSION_ENTRY, reason);
  };
  const { format, version } = (typeof json === 'object' && json !== null ? json : {}) as Partial<Submission>;
  if (format !== SUBMISSION_FORMAT) {
    refuse(`format is ${JSON.stringify(format)}; it must be "${SUBMISSION_FORMAT}"`);
  }
  if (version !== SUBMISSION_VERSION) {
    refuse(
      `version is ${JSON.stringify(version)}; this version of Fovea reads version ${SUBMISSION_VERSION}`,
    );
  }
  const parsed = submissionSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(`${z.core.toDotPath(issue!.path)}: ${issue!.message}`);
  }
  return parsed.data;
}

function refuseUnlisted(entries: ReadonlyMap<string, FileEntry>, { files }: Submission, name: string): void {
  const listed = new Set(files.map(({ file }) => file));
  if (listed.size !== files.length) {
    throw new MeasurementFileError(name, SUBMISSION_ENTRY, 'it lists a file twice');
  }
  for (const file of listed) {
    if (isListedFile(file)) continue;
    throw new MeasurementFileError(name, file, 'no submission holds a file of this name');
  }
  for (const file of entries.keys()) {
    if (file === SUBMISSION_ENTRY || listed.has(file)) continue;
    throw new MeasurementFileError(name, file, `${SUBMISSION_ENTRY} does not list it`);
  }
}

function findEntry(entries: ReadonlyMap<string, FileEntry>, file: string, name: string): FileEntry {
  const entry = entries.get(file);
  if (!entry) throw new MeasurementFileError(name, file, `it is missing, but ${SUBMISSION_ENTRY} lists it`);
  return entry;
}

/** Unpacks it without keeping it, and stops at the first byte beyond what is listed. */
async function checkFile(
  entry: FileEntry,
  { file, bytes, sha256: expected }: Listed,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const refuse = (reason: string): never => {
    throw new MeasurementFileError(name, file, reason);
  };
  const hash = sha256.create();
  let length = 0;
  const take = (chunk: Uint8Array): void => {
    length += chunk.length;
    hash.update(chunk);
    if (length > bytes) refuse(`it has more than the ${bytes} bytes that ${SUBMISSION_ENTRY} lists`);
  };
  await unpack(entry, name, take, signal);
  if (length !== bytes) refuse(`it has ${length} bytes; ${SUBMISSION_ENTRY} lists ${bytes}`);
  if (bytesToHex(hash.digest()) !== expected) {
    refuse(`its content is not the one that ${SUBMISSION_ENTRY} lists: its SHA-256 differs`);
  }
}
