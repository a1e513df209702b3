import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import { deleteFromOutbox, listOutbox, OutboxMissingError } from '../../src/storage/outbox.ts';
import type { StudyUpload } from '../../src/study/definition.ts';
import { findDelayMs, parseRetryAfter } from '../../src/study/send/backoff.ts';
import { judgeAnswer, type TryContext } from '../../src/study/send/judge-answer.ts';
import { makeTarget } from '../../src/study/send/make-target.ts';
import { packSubmission } from '../../src/study/send/pack-submission.ts';
import { queueSubmission } from '../../src/study/send/queue-submission.ts';
import { createSendQueued, SendingElsewhereError } from '../../src/study/send/send-queued.ts';
import { describeElsewhere, findWhereabouts } from '../../src/study/send/whereabouts.ts';
import type { SendProgress } from '../../src/study/send/sending.ts';
import type { UploadOnce } from '../../src/study/send/upload-frame.ts';
import type { UploadAnswer } from '../../src/study/send/upload/protocol.ts';
import { decryptStream } from '../../src/study/submission-zip/age.ts';
import { readSubmission } from '../../src/study/submission-zip/read-submission.ts';
import { openFreshDatabase } from './storage-fresh-database.ts';
import { describeStudy, RUN_ID, storeRun } from './study-run-files.ts';

let database: FoveaDatabase;
beforeEach(() => {
  database = openFreshDatabase();
});

const PUT: StudyUpload = {
  kind: 'put',
  url: 'https://lab.example/in/{file}',
  headers: { Authorization: 'a' },
};

async function storeStudyRun(collection: Partial<{ upload: StudyUpload; recipient: string }> = {}) {
  const definition = await describeStudy('aois');
  definition.collection = { ...definition.collection, ...collection };
  return (await storeRun(database, 'aois', { definition })).run;
}

describe('the outbox', () => {
  it('takes a finished run once, encrypted to the study’s key and named after the run', async () => {
    const identity = await generateX25519Identity();
    await storeStudyRun({ recipient: await identityToRecipient(identity) });
    const row = await queueSubmission(database, RUN_ID);
    expect(row).toMatchObject({ id: RUN_ID, state: 'waiting', attempts: 0, bytes: row.file.size });
    expect(row.fileName).toBe(`${RUN_ID}.fovea-submission.zip.age`);
    const plain = await decryptStream(row.file.stream(), [identity], row.fileName);
    const zip = await new Response(plain as ReadableStream<Uint8Array<ArrayBuffer>>).blob();
    expect((await readSubmission(zip, 'x')).submission.id).toBe(RUN_ID);

    const again = await queueSubmission(database, RUN_ID);
    expect(await bytesOf(again.file)).toEqual(await bytesOf(row.file));
    expect(await listOutbox(database)).toHaveLength(1);
  });

  it('takes nothing that could not be encrypted, or sent', async () => {
    const run = await storeStudyRun();
    const { recipient, upload, ...rest } = run.definition.collection;
    await database.studyRuns.update(RUN_ID, { 'definition.collection': { ...rest, upload } });
    await expect(queueSubmission(database, RUN_ID)).rejects.toThrow('names no key');
    await database.studyRuns.update(RUN_ID, { 'definition.collection': { ...rest, recipient } });
    await expect(queueSubmission(database, RUN_ID)).rejects.toThrow('takes no uploads');
    await expect(queueSubmission(database, 'other')).rejects.toThrow('was deleted meanwhile');
    expect(await listOutbox(database)).toEqual([]);
  });

  it('says why a run cannot be packed, not that a stream broke', async () => {
    const run = await storeStudyRun();
    const { participant: _, ...record } = run.record;
    await expect(packSubmission(database, { ...run, record })).rejects.toThrow('“participant” is missing');
  });
});

async function bytesOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

/** Answers try after try; then it is sent. */
function scripted(...answers: (UploadAnswer | 'hang')[]) {
  const upload = vi.fn<UploadOnce>(async (request, { onProgress }, signal) => {
    onProgress(request.file.size);
    const answer = answers.shift() ?? { outcome: 'sent' };
    if (answer !== 'hang') return answer;
    signal?.throwIfAborted();
    return new Promise((_, reject) =>
      signal?.addEventListener('abort', () => reject(signal.reason as Error)),
    );
  });
  return upload;
}

const delays: number[] = [];
const wait = async (delayMs: number, signal: AbortSignal | undefined): Promise<void> => {
  delays.push(delayMs);
  signal?.throwIfAborted();
};

function sender(upload: UploadOnce) {
  delays.length = 0;
  return createSendQueued({ upload, wait, isOnline: () => true });
}

const UNREACHABLE: UploadAnswer = { outcome: 'unreachable', sentAll: false };
const answered = (status: number, retryAfter: string | null = null): UploadAnswer => ({
  outcome: 'answered',
  status,
  retryAfter,
  sentAll: true,
});

describe('sending', () => {
  it('notes that all bytes are handed over before there is an answer; a refusal takes the note back', async () => {
    await storeStudyRun({ upload: PUT });
    await queueSubmission(database, RUN_ID);
    const ended = new AbortController();
    const sending = sender(scripted('hang'))(database, RUN_ID, { signal: ended.signal });
    // As a browser leaves it that is killed now.
    await vi.waitFor(async () =>
      expect(await database.outbox.get(RUN_ID)).toMatchObject({ state: 'sending', handedOver: true }),
    );
    ended.abort();
    await expect(sending).rejects.toThrow();
    await database.outbox.update(RUN_ID, { handedOver: undefined });

    expect(await sender(scripted(answered(413)))(database, RUN_ID)).toMatchObject({ state: 'failed' });
    expect(await database.outbox.get(RUN_ID)).not.toHaveProperty('handedOver');
  });

  it('hands the file to the study’s address, keeps that it was sent, and never sends it again', async () => {
    await storeStudyRun({ upload: PUT });
    const { file, bytes } = await queueSubmission(database, RUN_ID);
    const upload = scripted();
    const progress: SendProgress[] = [];
    const send = sender(upload);
    expect(await send(database, RUN_ID, { onProgress: (step) => progress.push(step) })).toEqual({
      state: 'sent',
    });
    expect(upload.mock.calls[0]![0].target).toEqual({
      kind: 'put',
      url: `https://lab.example/in/${RUN_ID}.fovea-submission.zip.age`,
      headers: { Authorization: 'a' },
    });
    expect(await bytesOf(upload.mock.calls[0]![0].file)).toEqual(await bytesOf(file));
    expect(progress).toEqual([
      { phase: 'connecting', sentBytes: 0, totalBytes: bytes },
      { phase: 'sending', sentBytes: bytes, totalBytes: bytes },
    ]);
    const [row] = await listOutbox(database);
    expect(row).toMatchObject({ state: 'sent', attempts: 1, bytes, sentAt: expect.any(String) as string });
    expect(row!.file.size).toBe(0);
    expect(row).not.toHaveProperty('problem');

    expect(await send(database, RUN_ID)).toEqual({ state: 'sent' });
    expect(await queueSubmission(database, RUN_ID)).toMatchObject({ state: 'sent' });
    expect(upload).toHaveBeenCalledTimes(1);
  });

  it('tries again with the same bytes, ever later, and says why and when', async () => {
    await storeStudyRun({ upload: PUT });
    await queueSubmission(database, RUN_ID);
    const upload = scripted(UNREACHABLE, answered(500), { outcome: 'stalled', sentAll: false });
    const waiting: SendProgress[] = [];
    await sender(upload)(database, RUN_ID, {
      onProgress: (step) => step.phase === 'waiting' && waiting.push(step),
    });
    expect(upload).toHaveBeenCalledTimes(4);
    const files = await Promise.all(upload.mock.calls.map(([{ file }]) => bytesOf(file)));
    for (const file of files) expect(file).toEqual(files[0]);
    expect(waiting.map((step) => step.phase === 'waiting' && step.problem.slice(0, 30))).toEqual([
      'lab.example gives no answer th',
      'lab.example has trouble of its',
      'Nothing went on for a while: t',
    ]);
    expect((await listOutbox(database))[0]).toMatchObject({ state: 'sent', attempts: 4 });
  });

  it('says in the row that it waits, between two tries', async () => {
    await storeStudyRun({ upload: PUT });
    await queueSubmission(database, RUN_ID);
    let row;
    const seen = async (): Promise<void> => void ([row] = await listOutbox(database));
    await createSendQueued({ upload: scripted(UNREACHABLE), wait: seen, isOnline: () => true })(
      database,
      RUN_ID,
    );
    expect(row).toMatchObject({
      state: 'waiting',
      attempts: 1,
      problem: expect.any(String),
      nextTryAt: expect.any(String),
    });
  });

  it('stops where trying again would not help, keeps the file, and can be asked again', async () => {
    await storeStudyRun({ upload: PUT });
    const { bytes } = await queueSubmission(database, RUN_ID);
    const outcome = await sender(scripted(answered(403)))(database, RUN_ID);
    expect(outcome).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('does not let your data in') as string,
    });
    const [row] = await listOutbox(database);
    expect(row).toMatchObject({ state: 'failed', problem: outcome.state === 'failed' && outcome.problem });
    expect(row!.file.size).toBe(bytes);
    expect(await sender(scripted())(database, RUN_ID)).toEqual({ state: 'sent' });
  });

  it('waits when it is cancelled, in a try or between two', async () => {
    await storeStudyRun({ upload: PUT });
    await queueSubmission(database, RUN_ID);
    const controller = new AbortController();
    const sending = sender(scripted('hang'))(database, RUN_ID, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('cancelled')), 50);
    await expect(sending).rejects.toThrow('cancelled');
    expect((await listOutbox(database))[0]).toMatchObject({ state: 'waiting', attempts: 1 });

    const later = new AbortController();
    const between = createSendQueued({
      upload: scripted(UNREACHABLE),
      wait: async (_, signal) => {
        later.abort(new Error('cancelled'));
        signal!.throwIfAborted();
      },
      isOnline: () => true,
    })(database, RUN_ID, { signal: later.signal });
    await expect(between).rejects.toThrow('cancelled');
    const [row] = await listOutbox(database);
    expect(row).toMatchObject({ state: 'waiting' });
    expect(row).not.toHaveProperty('nextTryAt');
  });

  it('knows its own file there, where only the answer was missing when it was cancelled', async () => {
    await storeStudyRun({ upload: { kind: 'put', url: 'https://lab.example/one-file' } });
    await queueSubmission(database, RUN_ID);
    const controller = new AbortController();
    const send = sender(scripted('hang', answered(412)));
    const sending = send(database, RUN_ID, {
      signal: controller.signal,
      onProgress: ({ phase }) => phase === 'sending' && controller.abort(new Error('cancelled')),
    });
    await expect(sending).rejects.toThrow('cancelled');
    expect(await send(database, RUN_ID)).toEqual({ state: 'sent' });
  });

  it('is done by one tab at a time', async () => {
    await storeStudyRun({ upload: PUT });
    await queueSubmission(database, RUN_ID);
    const controller = new AbortController();
    const upload = scripted('hang');
    const first = sender(upload)(database, RUN_ID, { signal: controller.signal });
    await vi.waitFor(() => expect(upload).toHaveBeenCalled());
    await expect(sender(scripted())(database, RUN_ID)).rejects.toThrow(SendingElsewhereError);
    controller.abort(new Error('cancelled'));
    await expect(first).rejects.toThrow('cancelled');
    expect(await sender(scripted())(database, RUN_ID)).toEqual({ state: 'sent' });
  });

  it('ends when the participant takes their data back meanwhile', async () => {
    await storeStudyRun({ upload: PUT });
    await queueSubmission(database, RUN_ID);
    const upload = scripted('hang');
    const sending = sender(upload)(database, RUN_ID);
    sending.catch(() => undefined);
    await vi.waitFor(() => expect(upload).toHaveBeenCalled());
    await deleteFromOutbox(database, RUN_ID);
    await expect(sending).rejects.toThrow(OutboxMissingError);
    expect(await listOutbox(database)).toEqual([]);
    await expect(sender(scripted())(database, RUN_ID)).rejects.toThrow(OutboxMissingError);
  });

  it('keeps where a tus upload goes on, goes on there after a restart, and begins anew where it is gone', async () => {
    const url = 'https://lab.example/files/';
    await storeStudyRun({ upload: { kind: 'tus', url } });
    await queueSubmission(database, RUN_ID);
    const begun = vi.fn<UploadOnce>(async (_, { keepResumeUrl }) => {
      await keepResumeUrl(`${url}abc`);
      throw new Error('the tab was closed');
    });
    await expect(sender(begun)(database, RUN_ID)).rejects.toThrow('the tab was closed');
    expect((await listOutbox(database))[0]).toMatchObject({ state: 'waiting', resumeUrl: `${url}abc` });

    const upload = scripted(answered(404));
    expect(await sender(upload)(database, RUN_ID)).toEqual({ state: 'sent' });
    const metadata = {
      filename: `${RUN_ID}.fovea-submission.zip.age`,
      submission: RUN_ID,
      study: 'tea-shop',
    };
    expect(upload.mock.calls.map(([{ target }]) => target)).toEqual([
      { kind: 'tus', url, resumeUrl: `${url}abc`, metadata },
      { kind: 'tus', url, metadata },
    ]);
    expect(delays).toEqual([]);
  });

  it('goes on to no other server than the study’s', () => {
    const row = { id: 'a', studyId: 's', fileName: 'f', resumeUrl: 'https://other.example/files/abc' };
    const target = makeTarget({ kind: 'tus', url: 'https://lab.example/files/' }, row);
    expect(target).not.toHaveProperty('resumeUrl');
  });

  it('takes a file that is there already for its own only where it may be', async () => {
    const upload: StudyUpload = { kind: 'put', url: 'https://lab.example/one' };
    await storeStudyRun({ upload });
    await queueSubmission(database, RUN_ID);
    expect(await sender(scripted(answered(412)))(database, RUN_ID)).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('takes one file, and somebody’s is there already') as string,
    });
    const lost = scripted({ outcome: 'unreachable', sentAll: true }, answered(412));
    expect(await sender(lost)(database, RUN_ID)).toEqual({ state: 'sent' });
  });

  it('names the file in the fields of a form', () => {
    const row = { id: 'a', studyId: 's', fileName: 'a.fovea-submission.zip.age' };
    const fields = { key: 'tea/{file}', policy: 'p' };
    expect(makeTarget({ kind: 's3-post', url: 'https://s3.example/b', fields }, row)).toEqual({
      kind: 's3-post',
      url: 'https://s3.example/b',
      fields: { key: 'tea/a.fovea-submission.zip.age', policy: 'p' },
      fileName: 'a.fovea-submission.zip.age',
    });
  });
});

describe('what an answer means', () => {
  const CONTEXT: TryContext = {
    kind: 'put',
    host: 'lab.example',
    named: true,
    handedOver: false,
    resumed: false,
    online: true,
  };

  it.each<[UploadAnswer, Partial<TryContext>, string, RegExp]>([
    [UNREACHABLE, { online: false }, 'retry', /You are offline/],
    [
      UNREACHABLE,
      {},
      'retry',
      /its certificate may not be trusted, or it may not let pages write to it \(CORS\)/,
    ],
    [{ outcome: 'stalled', sentAll: false }, {}, 'retry', /Nothing went on/],
    [{ outcome: 'held-back' }, {}, 'stop', /sends it on to another server/],
    [answered(401), {}, 'stop', /permission may be wrong or have run out.*401/],
    [answered(403), {}, 'stop', /permission may be wrong or have run out.*403/],
    [answered(404), {}, 'stop', /no such place/],
    [answered(404), { kind: 'tus', resumed: true }, 'retry', /begun is gone/],
    [answered(409), {}, 'retry', /folder for your data may be missing/],
    [answered(409), { kind: 'tus' }, 'retry', /got further/],
    [answered(412), {}, 'sent', /^$/],
    [answered(412), { named: false }, 'stop', /takes one file/],
    [answered(412), { kind: 'tus' }, 'stop', /another way of sending/],
    [answered(413), {}, 'stop', /larger than what lab\.example takes/],
    [answered(507), {}, 'stop', /lab\.example is full/],
    [answered(423), { kind: 'tus' }, 'retry', /not ready/],
    [answered(429, '7'), {}, 'retry', /busy/],
    [answered(503), {}, 'retry', /busy/],
    [answered(500), {}, 'retry', /trouble of its own/],
    [answered(400), {}, 'stop', /does not take your data/],
  ])('%j %j: %s', (answer, context, verdict, words) => {
    const judged = judgeAnswer(answer, { ...CONTEXT, ...context });
    expect(judged.verdict).toBe(verdict);
    expect('problem' in judged ? judged.problem : '').toMatch(words);
    if (judged.verdict === 'stop') expect(judged.problem).toContain('Your data is kept here.');
  });

  it('waits as long as a busy server asks', () => {
    expect(judgeAnswer(answered(429, '7'), CONTEXT)).toMatchObject({ afterMs: 7000 });
    const nowMs = Date.parse('2026-11-27T10:00:00Z');
    expect(parseRetryAfter('Fri, 27 Nov 2026 10:01:00 GMT', nowMs)).toBe(60_000);
    expect(parseRetryAfter('soon', nowMs)).toBeUndefined();
    expect(findDelayMs(0, 7000, 0)).toBe(7000);
    expect(findDelayMs(0, 1e9, 0)).toBe(3_600_000);
  });

  it('doubles the wait up to five minutes, with up to half of it left out at random', () => {
    expect([0, 1, 2, 3, 20].map((failures) => findDelayMs(failures, 0, 0))).toEqual([
      2000, 4000, 8000, 16_000, 300_000,
    ]);
    expect(findDelayMs(2, 0, 1)).toBe(4000);
    const many = new Set(Array.from({ length: 50 }, () => findDelayMs(3)));
    expect(many.size).toBeGreaterThan(10);
    for (const delayMs of many) expect(delayMs >= 8000 && delayMs <= 16_000).toBe(true);
  });
});

describe('where a run’s data may be besides this computer', () => {
  it.each([
    ['nothing was tried', { stage: 'summary' }, undefined, 'here'],
    ['it waits', { stage: 'summary' }, { state: 'waiting' }, 'here'],
    ['a try goes on, or was cut off by a crash', { stage: 'summary' }, { state: 'sending' }, 'perhaps'],
    ['a try had no answer', { stage: 'summary' }, { state: 'waiting', handedOver: true }, 'perhaps'],
    [
      'a part is there',
      { stage: 'summary' },
      { state: 'failed', resumeUrl: 'https://a.example/1' },
      'perhaps',
    ],
    ['it was saved as a file', { stage: 'kept', steps: { savedAt: '2026-01-01' } }, undefined, 'saved'],
    ['it was sent', { stage: 'sent' }, { state: 'sent' }, 'sent'],
    ['it was sent, and the run does not know', { stage: 'summary' }, { state: 'sent' }, 'sent'],
  ] as const)('%s', (_name, run, outbox, expected) => {
    const whereabouts = findWhereabouts(run as never, outbox as never);
    expect(whereabouts).toBe(expected);
    expect(describeElsewhere(whereabouts) === null).toBe(expected === 'here');
  });
});
