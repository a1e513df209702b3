// A finished run of the example study in a database, with a session of which everything is known.
import { readExampleStudy } from '../fixtures/studies/read-example.ts';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import type { DetailLevel, Session } from '../../src/session/session-data.ts';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import { addShot, appendChunk, createSession } from '../../src/storage/sessions.ts';
import type { StudyRunRow } from '../../src/storage/studies.ts';
import type { StudyDefinition } from '../../src/study/definition.ts';
import type { Submission } from '../../src/study/submission.ts';

export const RUN_ID = '5f0c6f6e-0000-4000-8000-000000000001';
const STARTED_AT = '2026-11-27T10:00:00.000Z';

/** Pages and areas of the made session, in place of the example's. */
const TASKS = [
  { id: 'buy', startMs: 0, endMs: 12_000 },
  { id: 'delivery', startMs: 14_000, endMs: 28_000 },
] as const;

const made = makeSession({ minutes: 0.5, person: 'anna-k3', seed: 3 });
const pictures = new Map<number, Promise<Blob>>();

/** Drawing takes long: once is enough. */
function drawShot(index: number): Promise<Blob> {
  const drawn =
    pictures.get(index) ??
    made.drawShot(index).then((bytes) => new Blob([Uint8Array.from(bytes)], { type: 'image/webp' }));
  pictures.set(index, drawn);
  return drawn;
}

/** The example study, with areas that are in the made session, at a level of detail. */
export async function describeStudy(detail: DetailLevel): Promise<StudyDefinition> {
  const study = await readExampleStudy();
  const [buy, delivery] = study.tasks;
  const urlPattern = '*';
  buy!.aois = [{ id: 'menu', name: 'Menu', selector: 'body > header', urlPattern }];
  delivery!.aois = [{ id: 'offers', name: 'Offers', selector: '#offers article', urlPattern }];
  return { ...study, tasks: [buy!, delivery!], recording: { ...study.recording, detail } };
}

export function describeRecord(more: Partial<Submission> = {}): Partial<Submission> {
  return {
    participant: 'k7f3m9q2',
    language: 'en',
    startedAt: STARTED_AT,
    finishedAt: '2026-11-27T10:05:00.000Z',
    status: 'complete',
    consent: { version: '1', textHash: 'a'.repeat(64), agreedAt: STARTED_AT },
    environment: { screen: { widthPx: 1920, heightPx: 1080 }, userAgent: 'A browser', foveaVersion: '0.1.0' },
    measurement: { targets: 9, takenAt: STARTED_AT },
    checks: [],
    tasks: TASKS.map(({ id, startMs, endMs }, position) => {
      const pauses = position === 0 ? [{ startMs: 4000, endMs: 6000 }] : [];
      return { task: id, position, outcome: 'success', startMs, endMs, pauses };
    }),
    answers: [{ question: 'ease', task: 'buy', value: 6, answeredAt: STARTED_AT }],
    ...more,
  };
}

export async function storeRun(
  database: FoveaDatabase,
  detail: DetailLevel,
  more: Partial<StudyRunRow> = {},
): Promise<{ run: StudyRunRow; session: Session }> {
  const info = { ...made.session.info, name: 'Mine', notes: 'I was tired', camera: { label: 'A camera' } };
  const session = { ...made.session, info };
  const { views, elements, events, samples } = session;
  await createSession(database, info);
  await appendChunk(database, info.id, { views, elements, events, samples }, info.durationMs);
  for (const { index, bytes: _, ...shot } of session.shots) {
    await addShot(database, info.id, shot, await drawShot(index));
  }
  const definition = await describeStudy(detail);
  const run: StudyRunRow = {
    id: RUN_ID,
    studyId: definition.id,
    studyHash: 'b'.repeat(64),
    definition,
    source: { kind: 'file', name: 'example.fovea-study.json' },
    personId: 'anna-k3',
    sessionId: info.id,
    stage: 'summary',
    createdAt: STARTED_AT,
    changedAt: STARTED_AT,
    taskOrder: ['buy', 'delivery'],
    tasksDone: 2,
    record: describeRecord(),
    grantedSites: [],
    ...more,
  };
  await database.studyRuns.put(run);
  return { run, session };
}
