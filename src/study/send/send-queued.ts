// Sends a submission from the outbox, again and again until it is sent, cannot be, or the participant cancels.
import type { FoveaDatabase } from '../../storage/database.ts';
import { OutboxMissingError, requireOutboxRow, updateOutbox } from '../../storage/outbox.ts';
import type { OutboxRow } from '../../storage/studies.ts';
import type { StudyUpload } from '../definition.ts';
import { findDelayMs } from './backoff.ts';
import { judgeAnswer } from './judge-answer.ts';
import { makeTarget, namesFile } from './make-target.ts';
import type { SendOptions, SendOutcome, SendQueued } from './sending.ts';
import { uploadInFrame, type UploadOnce } from './upload-frame.ts';
import { waitToRetry } from './wait-to-retry.ts';

const SECOND = 1000;
const LONGEST_STALL_MS = 90 * SECOND;

/** It is being sent elsewhere; `message` is for the participant. */
export class SendingElsewhereError extends Error {
  override readonly name = 'SendingElsewhereError';
  constructor() {
    super('This submission is being sent in another tab already.');
  }
}

export type SendDependencies = {
  readonly upload?: UploadOnce;
  /** So that no two tabs send the same. */
  readonly locks?: Pick<LockManager, 'request'>;
  readonly wait?: typeof waitToRetry;
  readonly isOnline?: () => boolean;
  readonly stallMs?: number;
};

/** Makes a {@link SendQueued} of what it is given; `sendQueued` is the one that pages use. */
export function createSendQueued({
  upload = uploadInFrame,
  locks = globalThis.navigator?.locks,
  wait = waitToRetry,
  isOnline = () => navigator.onLine,
  stallMs = LONGEST_STALL_MS,
}: SendDependencies = {}): SendQueued {
  return (database, id, options = {}) =>
    locks.request(`fovea-send-${id}`, { ifAvailable: true }, async (lock) => {
      if (!lock) throw new SendingElsewhereError();
      return send(database, id, options, { upload, wait, isOnline, stallMs });
    });
}

export const sendQueued: SendQueued = (database, id, options) => createSendQueued()(database, id, options);

async function send(
  database: FoveaDatabase,
  id: string,
  { signal, onProgress }: SendOptions,
  { upload, wait, isOnline, stallMs }: Required<Omit<SendDependencies, 'locks'>>,
): Promise<SendOutcome> {
  signal?.throwIfAborted();
  const first = await requireOutboxRow(database, id);
  if (first.state === 'sent') return { state: 'sent' };
  const destination = await requireDestination(database, id);
  const totalBytes = first.bytes;
  let sentBytes = 0;
  let failures = 0;
  try {
    for (;;) {
      const row = await beginTry(database, id);
      const target = makeTarget(destination, row);
      const resumed = target.kind === 'tus' && target.resumeUrl !== undefined;
      const before = sentBytes;
      let noted = row.handedOver === true;
      onProgress?.({ phase: 'connecting', sentBytes, totalBytes });
      const answer = await withDeletionWatch(database, id, signal, (watched) => {
        const events = {
          onProgress(bytes: number) {
            sentBytes = bytes;
            if (bytes >= totalBytes && !noted) {
              // At once: the browser may be gone before the answer.
              noted = true;
              void updateOutbox(database, id, { handedOver: true }).catch(() => undefined);
            }
            if (!watched.aborted) onProgress?.({ phase: 'sending', sentBytes, totalBytes });
          },
          keepResumeUrl: (url: string) => updateOutbox(database, id, { resumeUrl: url }),
        };
        return upload({ target, file: row.file, stallMs }, events, watched);
      });
      const verdict = judgeAnswer(answer, {
        kind: destination.kind,
        host: new URL(target.url).host,
        named: namesFile(destination),
        handedOver: row.handedOver === true,
        resumed,
        online: isOnline(),
      });
      if (verdict.verdict === 'sent') return await endSent(database, id);
      if (row.handedOver !== true) {
        const unheard = 'sentAll' in answer && answer.outcome !== 'answered' && answer.sentAll;
        await updateOutbox(database, id, { handedOver: unheard ? true : undefined });
      }
      if (verdict.verdict === 'stop') {
        await updateOutbox(database, id, { state: 'failed', problem: verdict.problem });
        return { state: 'failed', problem: verdict.problem };
      }
      if (verdict.anew) {
        sentBytes = 0;
        await updateOutbox(database, id, { resumeUrl: undefined });
        continue;
      }
      if (sentBytes > before) failures = 0;
      const delayMs = findDelayMs(failures, verdict.afterMs);
      failures += 1;
      const nextTryAt = new Date(Date.now() + delayMs).toISOString();
      const { problem } = verdict;
      await updateOutbox(database, id, { state: 'waiting', problem, nextTryAt });
      onProgress?.({ phase: 'waiting', sentBytes, totalBytes, problem, nextTryAt });
      await wait(delayMs, signal);
    }
  } catch (error) {
    // Whatever ended it, it waits; where it was deleted meanwhile, there is nothing to say so of.
    const { name } = error as Error;
    const problem = signal?.aborted || name === 'OutboxMissingError' ? undefined : (error as Error).message;
    const changes = { state: 'waiting', problem, nextTryAt: undefined } as const;
    // Cancelled while nothing but the answer was missing: the server may have it.
    const handedOver = signal?.aborted && sentBytes >= totalBytes ? ({ handedOver: true } as const) : {};
    await updateOutbox(database, id, { ...changes, ...handedOver }).catch(() => undefined);
    throw signal?.aborted ? signal.reason : error;
  }
}

/** @throws {OutboxMissingError} where the run was deleted */
async function requireDestination(database: FoveaDatabase, id: string): Promise<StudyUpload> {
  const upload = (await database.studyRuns.get(id))?.definition.collection.upload;
  if (!upload) throw new OutboxMissingError();
  return upload;
}

async function beginTry(database: FoveaDatabase, id: string): Promise<OutboxRow> {
  const { attempts } = await requireOutboxRow(database, id);
  const changes = {
    state: 'sending',
    attempts: attempts + 1,
    problem: undefined,
    nextTryAt: undefined,
  } as const;
  await updateOutbox(database, id, changes);
  return requireOutboxRow(database, id);
}

/** Its bytes are no longer needed; the row stays, so that it is never sent again. */
async function endSent(database: FoveaDatabase, id: string): Promise<SendOutcome> {
  await updateOutbox(database, id, {
    state: 'sent',
    sentAt: new Date().toISOString(),
    file: new Blob([]),
    resumeUrl: undefined,
    handedOver: undefined,
    problem: undefined,
    nextTryAt: undefined,
  });
  return { state: 'sent' };
}

const LOOK_EVERY_MS = SECOND;

/** Ends a try whose submission is deleted while it lasts: who takes their data back has it sent no further. */
async function withDeletionWatch<T>(
  database: FoveaDatabase,
  id: string,
  signal: AbortSignal | undefined,
  begin: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deleted = new AbortController();
  const timer = setInterval(async () => {
    if ((await database.outbox.where({ id }).count()) === 0) deleted.abort(new OutboxMissingError());
  }, LOOK_EVERY_MS);
  try {
    return await begin(signal ? AbortSignal.any([signal, deleted.signal]) : deleted.signal);
  } finally {
    clearInterval(timer);
  }
}
