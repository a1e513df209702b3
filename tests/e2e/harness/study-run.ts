// A participant's run in the middle of a study, with a tracker that the test plays: its tasks can begin.
import type { Page } from 'playwright-core';
import { askExtension, findTabId } from '../../../scripts/ask-extension.ts';
import type { StudyDefinition, StudyTask } from '../../../src/study/definition.ts';
import { studySchema } from '../../../src/study/definition.ts';
import type { StudyRunRow } from '../../../src/storage/studies.ts';
import type { StudyAct } from '../../../src/study/tasks/run-tasks.ts';
import type { PlayedSession } from './played-session.ts';
import { WINDOW } from './played-session.ts';
import { waitUntil } from './wait.ts';

const SECOND = 1000;

export const RUN_ID = 'run-of-a-test';

export type TestRun = {
  act(action: StudyAct['action']): Promise<void>;
  read(): Promise<StudyRunRow>;
  /** Waits until the course is so; answers the run then. */
  waitFor(kind: string): Promise<StudyRunRow>;
};

export function makeTask(url: string, more: Partial<StudyTask> & { id: string }): StudyTask {
  return {
    title: `Task ${more.id}`,
    instructions: 'Find the offer of the day.\nThen put it into the cart.',
    start: { url },
    success: { kind: 'done' },
    aois: [],
    questions: [],
    ...more,
  };
}

export function makeStudy(tasks: StudyTask[], more: Partial<StudyDefinition> = {}): StudyDefinition {
  return studySchema.parse({
    format: 'fovea-study',
    version: 1,
    id: 'shop',
    revision: 1,
    languages: ['en'],
    title: 'A shop',
    researcher: { name: 'R', contact: 'r@example.org' },
    consent: { version: '1', text: 'Yes?' },
    screening: { light: 'warn', glasses: 'skip' },
    measurement: { targets: 9 },
    validation: { worstGrade: 6, tries: 1, below: 'go-on' },
    checks: { betweenTasks: false, correctDrift: true },
    order: 'fixed',
    tasks,
    questions: { before: [], after: [] },
    recording: { detail: 'samples', sites: [] },
    collection: { file: true },
    retention: { text: 'Kept.', keepOnDeviceDays: 1 },
    ...more,
  } satisfies StudyDefinition);
}

/** Stores the run; the participant stands before the first task. */
export async function storeRun(
  control: Page,
  definition: StudyDefinition,
  more: Partial<StudyRunRow> = {},
): Promise<TestRun> {
  const now = new Date().toISOString();
  const row: StudyRunRow = {
    id: RUN_ID,
    studyId: definition.id,
    studyHash: '0'.repeat(64),
    definition,
    source: { kind: 'file', name: 'shop.fovea-study.json' },
    stage: 'tasks',
    createdAt: now,
    changedAt: now,
    taskOrder: definition.tasks.map(({ id }) => id),
    tasksDone: 0,
    record: { language: 'en' },
    grantedSites: [],
    ...more,
  };
  await control.evaluate(
    (stored) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('fovea');
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const database = opening.result;
          const transaction = database.transaction('studyRuns', 'readwrite');
          transaction.objectStore('studyRuns').put(stored);
          transaction.addEventListener('complete', () => (database.close(), resolve()));
          transaction.addEventListener('error', () => reject(transaction.error));
        });
      }),
    row,
  );
  return followRun(control);
}

/** A run that is stored already. */
export function followRun(control: Page): TestRun {
  const read = (): Promise<StudyRunRow> =>
    control.evaluate(
      (id) =>
        new Promise<StudyRunRow>((resolve, reject) => {
          const opening = indexedDB.open('fovea');
          opening.addEventListener('error', () => reject(opening.error));
          opening.addEventListener('success', () => {
            const database = opening.result;
            const getting = database.transaction('studyRuns').objectStore('studyRuns').get(id);
            getting.addEventListener('success', () => (database.close(), resolve(getting.result)));
            getting.addEventListener('error', () => reject(getting.error));
          });
        }),
      RUN_ID,
    );
  return {
    act: (action) =>
      askExtension(control, 'actOnStudy', {
        runId: RUN_ID,
        action,
        ...(action === 'begin' || action === 'go-on' ? { screen: { id: '1280x800@1', ...WINDOW } } : {}),
      }),
    read,
    async waitFor(kind) {
      let run = await read();
      const look = async (): Promise<boolean> => {
        run = await read();
        return run.course?.phase.kind === kind;
      };
      await waitUntil(look, 30 * SECOND, `the course to be ${kind}`).catch((cause: Error) => {
        throw new Error(`${cause.message} It is: ${JSON.stringify(run.course)}`, { cause });
      });
      return run;
    },
  };
}

/** The page that an action opens in a tab. */
export async function waitForPage(played: PlayedSession, part: string): Promise<Page> {
  const find = (): Page | undefined => played.fovea.context.pages().find((page) => page.url().includes(part));
  await waitUntil(() => find() !== undefined, 30 * SECOND, `a tab of ${part}`);
  const page = find()!;
  await page.waitForLoadState();
  return page;
}

export { findTabId };
