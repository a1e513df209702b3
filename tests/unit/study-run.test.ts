// A participant's run: whatever happens, and wherever it is cut off, what is stored is a run that can be gone on with.
import 'fake-indexeddb/auto';
import * as fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { openDatabase, type FoveaDatabase } from '../../src/storage/database.ts';
import type { StudyRunRow } from '../../src/storage/studies.ts';
import {
  advanceRun,
  createRun,
  deleteRun,
  findUnfinishedRun,
  listRuns,
} from '../../src/storage/study-runs.ts';
import { studySchema, type StudyDefinition } from '../../src/study/definition.ts';
import { makeParticipantCode } from '../../src/study/run/participant-code.ts';
import { deleteExpired } from '../../src/study/run/delete-expired.ts';
import { findDeletionMs, listExpired } from '../../src/study/run/retention.ts';
import { nameRunLock } from '../../src/study/run/run-lock.ts';
import type { RunEvent } from '../../src/study/run/run-event.ts';
import { advance, countTries, isUnfinished } from '../../src/study/run/run-machine.ts';
import { submissionSchema, type SubmissionCheck } from '../../src/study/submission.ts';
import { readExampleStudy } from '../fixtures/studies/read-example.ts';

const AT = '2026-11-27T10:00:00.000Z';
const NOW = new Date(AT);
const DAY = 24 * 60 * 60 * 1000;
const ENVIRONMENT = {
  screen: { widthPx: 1280, heightPx: 800 },
  userAgent: 'Chromium',
  foveaVersion: '0.1.0',
};
const CONSENT = { version: '1', textHash: 'a'.repeat(64), agreedAt: AT };

let names = 0;
let opened: FoveaDatabase[] = [];

function open(name = `study-run-${(names += 1)}`): FoveaDatabase {
  const database = openDatabase(name);
  opened.push(database);
  return database;
}

afterEach(async () => {
  for (const database of opened) database.close();
  opened = [];
});

async function begin(
  database: FoveaDatabase,
  change: (definition: StudyDefinition) => void = () => undefined,
): Promise<StudyRunRow> {
  const definition = structuredClone(await readExampleStudy());
  change(definition);
  const source = { kind: 'file', name: 'example.fovea-study.json' } as const;
  return createRun(
    database,
    { definition: studySchema.parse(definition), studyHash: 'f'.repeat(64), source, language: 'en' },
    NOW,
  );
}

function makeCheck(grade: number): SubmissionCheck {
  return {
    kind: 'validation',
    checkedAt: AT,
    figures: {
      grade,
      accuracyPct: 5,
      precisionPct: 1,
      accuracyDeg: null,
      precisionDeg: null,
      dataLossPct: 0,
      samplingRateHz: 30,
      targets: 13,
      targetsMeasured: 13,
    },
    drift: null,
    correction: null,
  };
}

const checked = (grade: number): RunEvent => ({
  type: 'checked',
  check: makeCheck(grade),
  network: { backend: 'wasm', weightsHash: 'b'.repeat(64) },
});
const agreed: RunEvent = { type: 'agreed', consent: CONSENT, environment: ENVIRONMENT };
const screened: RunEvent = { type: 'screened', environment: { ...ENVIRONMENT, glasses: true } };
const measured: RunEvent = { type: 'measured', targets: 9, takenAt: AT };
const begun = (measurementId: string): RunEvent => ({ type: 'measurement-begun', measurementId });
const toValidation: RunEvent[] = [
  agreed,
  screened,
  { type: 'person-made', personId: 'p', personBefore: null },
  begun('m1'),
  measured,
];
const answered = (answers: { question: string; value: string }[] = [], task?: string): RunEvent => ({
  type: 'answered',
  ...(task === undefined ? {} : { task }),
  answers: answers.map(({ question, value }) => ({
    question,
    ...(task === undefined ? {} : { task }),
    value,
    answeredAt: AT,
  })),
  at: AT,
});
const toTasks: RunEvent[] = [
  ...toValidation,
  checked(2),
  answered([{ question: 'drinks-tea', value: 'no' }]),
];

function play(run: StudyRunRow, events: readonly RunEvent[]): StudyRunRow {
  return events.reduce(advance, run);
}

test('a whole run goes from consent to what was sent, and its record is a submission', async () => {
  const run = await begin(open());
  const done = play(run, [...toTasks, answered([{ question: 'ease', value: 'x' }], 'buy')]);
  expect(done.stage).toBe('tasks');
  const summary = play(done, [
    { type: 'tasks-done', at: AT },
    answered([{ question: 'usability', value: 'x' }]),
  ]);
  expect(summary).toMatchObject({ stage: 'summary', record: { status: 'complete', finishedAt: AT } });
  expect(submissionSchema.parse({ ...summary.record, files: [] })).toMatchObject({
    id: run.id,
    participant: expect.stringMatching(/^[A-Z2-9]{8}$/),
    environment: { glasses: true, backend: 'wasm' },
    answers: [{ question: 'drinks-tea' }, { question: 'ease', task: 'buy' }, { question: 'usability' }],
  });
  expect(play(summary, [{ type: 'sent', at: AT }])).toMatchObject({ stage: 'sent', steps: { endedAt: AT } });
});

test.each(['screen', 'light', 'glasses'] as const)(
  'who is screened out by the %s comes to the summary without a measurement',
  async (reason) => {
    const run = await begin(open());
    const out = play(run, [agreed, { type: 'screened-out', reason, environment: ENVIRONMENT, at: AT }]);
    expect(out).toMatchObject({
      stage: 'summary',
      record: { status: 'screened-out', reason, measurement: null },
    });
    expect(() => submissionSchema.parse({ ...out.record, files: [] })).not.toThrow();
  },
);

test('below the gate the measurement is taken again while there are tries, then the study says', async () => {
  const leave = await begin(open(), (study) => {
    study.validation = { worstGrade: 3, tries: 2, below: 'leave' };
  });
  const again = play(leave, [...toValidation, checked(4)]);
  expect(again.stage).toBe('measurement');
  expect(again.steps?.measurementId).toBeUndefined();
  expect(countTries(again)).toBe(1);
  const out = play(again, [begun('m2'), measured, checked(6)]);
  expect(out).toMatchObject({ stage: 'summary', record: { status: 'below-gate', reason: 'accuracy' } });
  expect(out.record.checks).toHaveLength(2);
  const good = play(again, [begun('m2'), measured, checked(3)]);
  expect(good.stage).toBe('questions-before');

  const goOn = await begin(open(), (study) => {
    study.validation = { worstGrade: 3, tries: 1, below: 'go-on' };
  });
  expect(play(goOn, [...toValidation, checked(6)]).stage).toBe('questions-before');
});

test('a measurement that is taken again between tasks leads back to them, with tries of its own', async () => {
  const run = await begin(open(), (study) => {
    study.validation = { worstGrade: 3, tries: 2, below: 'leave' };
  });
  const tasks = { ...play(run, toTasks), tasksDone: 1 };
  const again = play(tasks, [{ type: 'measure-again' }, begun('m2'), measured, checked(4)]);
  expect(again.stage).toBe('measurement');
  expect(play(again, [begun('m3'), measured, checked(1)])).toMatchObject({ stage: 'tasks', tasksDone: 1 });
  expect(play(again, [begun('m3'), measured, checked(4)]).record.status).toBe('left-early');
  const running = { ...tasks, course: { position: 1, phase: { kind: 'running' as const } } };
  expect(advance(running, { type: 'measure-again' })).toBe(running);
});

test('pages without questions are skipped', async () => {
  const run = await begin(open(), (study) => {
    study.questions = { before: [], after: [] };
  });
  const tasks = play(run, [...toValidation, checked(1)]);
  expect(tasks.stage).toBe('tasks');
  expect(advance(tasks, { type: 'tasks-done', at: AT })).toMatchObject({
    stage: 'summary',
    record: { status: 'complete' },
  });
});

test('what is being typed is kept, and gone once the page is answered', async () => {
  const database = open();
  const run = await begin(database);
  await database.studyRuns.put(play(run, [...toValidation, checked(1)]));
  const draft: RunEvent = { type: 'drafted', question: 'drinks-tea', draft: 'yes' };
  expect((await advanceRun(database, run.id, draft)).steps?.drafts).toEqual({ 'drinks-tea': 'yes' });
  expect((await advanceRun(database, run.id, answered())).steps?.drafts).toBeUndefined();
});

test('answers of the same page that come twice are stored once, the later ones', async () => {
  const run = await begin(open());
  const ease = (value: string): RunEvent => answered([{ question: 'ease', value }], 'buy');
  const twice = play(run, [...toTasks, ease('1'), ease('2')]);
  expect(twice.record.answers?.filter(({ task }) => task === 'buy')).toMatchObject([{ value: '2' }]);
});

const grade = fc.integer({ min: 1, max: 6 });
const event = fc.oneof(
  fc.constantFrom<RunEvent>(
    agreed,
    screened,
    { type: 'language-chosen', language: 'de' },
    { type: 'language-chosen', language: 'xx' },
    { type: 'sites-granted', sites: ['https://shop.example/*'] },
    { type: 'screened-out', reason: 'light', environment: ENVIRONMENT, at: AT },
    { type: 'person-made', personId: 'p', personBefore: 'q' },
    begun('m1'),
    begun('m2'),
    measured,
    { type: 'measure-again' },
    { type: 'drafted', question: 'drinks-tea', draft: 'yes' },
    answered([{ question: 'drinks-tea', value: 'yes' }]),
    answered([{ question: 'ease', value: '7' }], 'buy'),
    { type: 'tasks-done', at: AT },
    { type: 'left', at: AT },
    { type: 'saved', at: AT },
    { type: 'sent', at: AT },
    { type: 'kept', at: AT },
    { type: 'ended', at: AT },
  ),
  grade.map(checked),
);
/** Mostly the next step of a run, so that its later stages are reached too; or anything. */
const course = fc
  .tuple(fc.constantFrom(0, 1, 2, 5, 7, 8, 9), fc.array(event, { maxLength: 12 }), grade)
  .map(([reached, others, last]) =>
    [...toTasks, answered([], 'buy'), { type: 'tasks-done', at: AT } as const]
      .slice(0, reached)
      .concat(others, checked(last)),
  );
/** `none`: it went well. `after`: the browser ended once it was stored. `before`: while it was. */
const crash = fc.constantFrom('none', 'none', 'after', 'before');
const gate = fc.record({
  worstGrade: grade,
  tries: fc.integer({ min: 1, max: 3 }),
  below: fc.constantFrom('leave' as const, 'go-on' as const),
});

test('whatever happens in whatever order, and wherever it is cut off, a run goes on where it stopped', async () => {
  await fc.assert(
    fc.asyncProperty(course, fc.infiniteStream(crash), gate, async (events, crashes, validation) => {
      const name = `study-run-${(names += 1)}`;
      let database = open(name);
      const first = await begin(database, (study) => void (study.validation = validation));
      let expected = first;
      for (const each of events) {
        const cut = crashes.next().value;
        if (cut === 'before') {
          await expect(
            database.transaction('rw', database.studyRuns, async () => {
              await advanceRun(database, first.id, each, NOW);
              throw new Error('The browser ends.');
            }),
          ).rejects.toThrow('The browser ends.');
        } else {
          await advanceRun(database, first.id, each, NOW);
          expected = advance(expected, each);
        }
        if (cut !== 'none') {
          database.close();
          database = open(name);
        }
        const stored = await database.studyRuns.get(first.id);
        expect(stored).toEqual(expected);
        expectSound(stored!);
      }
      const unfinished = await findUnfinishedRun(database, first.studyId);
      expect(unfinished?.id).toBe(isUnfinished(expected) ? first.id : undefined);
    }),
    { numRuns: 40 },
  );
});

/** What holds of every run that is stored. */
function expectSound({ stage, record, steps, definition, personId }: StudyRunRow): void {
  const isOver = ['summary', 'sent', 'kept', 'ended'].includes(stage);
  expect(record.status !== undefined).toBe(isOver);
  expect(record.consent !== undefined).toBe(stage !== 'consent');
  expect(definition.languages).toContain(record.language);
  // All that is sent is there, whenever it may be.
  if (isOver) expect(() => submissionSchema.parse({ ...record, files: [] })).not.toThrow();
  expect(['sent', 'kept', 'ended'].includes(stage)).toBe(steps?.endedAt !== undefined);
  if (stage === 'validation') expect(steps?.measurementId).toBeDefined();
  if (stage === 'tasks') expect(personId).toBeDefined();
  if (record.status === 'complete') expect(record.measurement).not.toBeNull();
  const keys = (record.answers ?? []).map(({ question, task }) => `${task}/${question}`);
  expect(new Set(keys).size).toBe(keys.length);
}

test('deleting a run deletes its session, its person with the photos, and what waits to be sent; and nothing else', async () => {
  const database = open();
  const [run, other] = [await begin(database), await begin(database)];
  for (const { id } of [run, other]) {
    await database.people.add({ id: `person-${id}`, name: id, createdAt: AT });
    await database.measurements.add({ ...MEASUREMENT, id: `m-${id}`, personId: `person-${id}` });
    await database.frames.add({ ...FRAME, measurementId: `m-${id}` } as never);
    await database.sessions.add({ ...SESSION, id: `s-${id}` });
    await database.sessionChunks.add({ ...CHUNK, sessionId: `s-${id}` } as never);
    await database.outbox.add({ ...OUTBOX, id });
    await database.studyRuns.update(id, { personId: `person-${id}`, sessionId: `s-${id}` });
  }
  await deleteRun(database, run.id);
  for (const table of database.tables) {
    if (['memories', 'groups', 'participants', 'validations', 'screens'].includes(table.name)) continue;
    if (['sessionShots', 'aoiSets', 'studies'].includes(table.name)) continue;
    expect([table.name, await table.count()]).toEqual([table.name, 1]);
  }
  expect((await listRuns(database)).map(({ id }) => id)).toEqual([other.id]);
  await expect(advanceRun(database, run.id, agreed)).rejects.toThrow('was deleted meanwhile');
});

const MEASUREMENT = {
  createdAt: AT,
  screen: { widthPx: 1, heightPx: 1, extra: {} },
  camera: { widthPx: 1, heightPx: 1, extra: {} },
  status: 'complete' as const,
  frameCount: 1,
  bytes: 1,
};
const FRAME = { index: 0, x: 0, y: 0, timestampMs: 0, jpeg: new Blob(['x']) };
const SESSION = {
  name: 'Study',
  createdAt: AT,
  durationMs: 0,
  screen: { widthPx: 1, heightPx: 1 },
  foveaVersion: '0.1.0',
  screenshots: false,
  status: 'complete' as const,
  chunkCount: 1,
  shotCount: 0,
  sampleCount: 0,
  bytes: 0,
};
const CHUNK = { index: 0, views: [], elements: [], events: [] };
const OUTBOX = {
  studyId: 'tea-shop',
  createdAt: AT,
  fileName: 'x',
  file: new Blob(['x']),
  bytes: 1,
  state: 'waiting' as const,
  attempts: 0,
};

test('a run is kept for the days that the study says, from its end on; what was only kept, until it is deleted', async () => {
  const run = await begin(open(), (study) => void (study.retention.keepOnDeviceDays = 2));
  const summary = play(run, [agreed, { type: 'left', at: AT }]);
  const sent = advance(summary, { type: 'sent', at: AT });
  const kept = advance(summary, { type: 'kept', at: AT });
  const saved = play(summary, [
    { type: 'saved', at: AT },
    { type: 'kept', at: AT },
  ]);
  expect([run, summary, kept].map(findDeletionMs)).toEqual([null, null, null]);
  expect([sent, saved].map(findDeletionMs)).toEqual([NOW.getTime() + 2 * DAY, NOW.getTime() + 2 * DAY]);
  const runs = [run, sent, kept, saved];
  expect(listExpired(runs, new Date(NOW.getTime() + 2 * DAY - 1))).toEqual([]);
  expect(listExpired(runs, new Date(NOW.getTime() + 2 * DAY))).toEqual([sent, saved]);
});

test('runs whose days are over are deleted, but for one that a page shows now', async () => {
  const database = open();
  const ended = async (): Promise<string> => {
    const run = await begin(database, (study) => void (study.retention.keepOnDeviceDays = 0));
    await advanceRun(database, run.id, agreed);
    await advanceRun(database, run.id, { type: 'left', at: AT });
    return (await advanceRun(database, run.id, { type: 'sent', at: AT })).id;
  };
  const [shown, over, unfinished] = [await ended(), await ended(), (await begin(database)).id];
  const locks = {
    request: (name: string, _: unknown, work: (lock: object | null) => unknown) =>
      Promise.resolve(work(name === nameRunLock(shown) ? null : {})),
  };
  await deleteExpired(database, NOW, locks as never);
  expect(new Set((await listRuns(database)).map(({ id }) => id))).toEqual(new Set([shown, unfinished]));
  expect(await database.studyRuns.get(over)).toBeUndefined();
});

test('codes are eight letters that are not taken for one another, each equally likely', () => {
  const all = Array.from({ length: 256 }, (_, byte) => byte);
  let at = 0;
  const nextBytes = (count: number): Uint8Array =>
    Uint8Array.from({ length: count }, () => all[(at += 1) % 256]!);
  const letters = Array.from({ length: 31 }, () => makeParticipantCode(nextBytes)).join('');
  const counts = new Map<string, number>();
  for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(new Set(counts.values())).toEqual(new Set([8]));
  expect(letters).not.toMatch(/[01OIL]/);
  expect(makeParticipantCode()).toMatch(/^[A-Z2-9]{8}$/);
});
