// Sends from a page of the built extension, with the modules that its study page is made of. Bundled, and run in the page.
import { openDatabase } from '../../../../src/storage/database.ts';
import { deleteFromOutbox, requireOutboxRow } from '../../../../src/storage/outbox.ts';
import type { OutboxRow, StudyRunRow } from '../../../../src/storage/studies.ts';
import type { StudyUpload } from '../../../../src/study/definition.ts';
import { queueSubmission } from '../../../../src/study/send/queue-submission.ts';
import { createSendQueued } from '../../../../src/study/send/send-queued.ts';
import type { SendOutcome, SendProgress } from '../../../../src/study/send/sending.ts';

const database = openDatabase();
const controllers = new Map<string, AbortController>();

export type PlainRow = Omit<OutboxRow, 'file'> & { fileBytes: number };

const api = {
  /** Puts a file of pseudo-random bytes into the outbox, as a run of a study with that upload would. */
  async put(id: string, upload: StudyUpload, bytes: number, seed = 1): Promise<void> {
    const run = { id, studyId: 's', changedAt: '', definition: { collection: { file: true, upload } } };
    await database.studyRuns.put(run as unknown as StudyRunRow);
    const file = makeFile(bytes, seed);
    const fileName = `${id}.fovea-submission.zip.age`;
    const createdAt = new Date().toISOString();
    const row = {
      id,
      studyId: 's',
      createdAt,
      fileName,
      file,
      bytes,
      state: 'waiting',
      attempts: 0,
    } as const;
    await database.outbox.put(row);
  },
  async queue(run: StudyRunRow): Promise<string> {
    await database.studyRuns.put(run);
    return (await queueSubmission(database, run.id)).fileName;
  },
  async read(id: string): Promise<PlainRow> {
    const { file, ...row } = await requireOutboxRow(database, id);
    return { ...row, fileBytes: file.size };
  },
  forget: (id: string) => deleteFromOutbox(database, id),
  /** Resolves where it is sent or cannot be; what it said until then is `steps`. */
  async send(id: string, stallMs?: number): Promise<{ outcome: SendOutcome; steps: SendProgress[] }> {
    const steps: SendProgress[] = [];
    const controller = new AbortController();
    controllers.set(id, controller);
    const outcome = await createSendQueued(stallMs === undefined ? {} : { stallMs })(database, id, {
      signal: controller.signal,
      onProgress: (step) => steps.push(step),
    });
    return { outcome, steps };
  },
  /** Sends until the first try has failed, and cancels; says why. */
  async sendOnce(id: string, stallMs?: number): Promise<string> {
    const controller = new AbortController();
    let problem = '';
    const options = {
      signal: controller.signal,
      onProgress(step: SendProgress) {
        if (step.phase !== 'waiting') return;
        ({ problem } = step);
        controller.abort(new Error('enough'));
      },
    };
    const sending = createSendQueued(stallMs === undefined ? {} : { stallMs })(database, id, options);
    const outcome = await sending.catch(() => undefined);
    return outcome?.state === 'failed' ? outcome.problem : problem;
  },
  cancel: (id: string) => controllers.get(id)!.abort(new Error('cancelled')),
};

export type SendInPage = typeof api;

/** The same bytes for the same seed; `makeBytes` makes them again. */
function makeFile(bytes: number, seed: number): Blob {
  const words = new Uint32Array(bytes / 4);
  let state = seed;
  for (let i = 0; i < words.length; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    words[i] = state;
  }
  return new Blob([words], { type: 'application/octet-stream' });
}

(globalThis as unknown as { foveaSend: SendInPage }).foveaSend = api;
