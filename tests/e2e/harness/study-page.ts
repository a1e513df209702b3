// A participant's study page, and their run as it is stored.
import type { Page } from 'playwright-core';
import type { StudyRunRow, StudyRunStage } from '../../../src/storage/studies.ts';
import type { SubmissionCheck } from '../../../src/study/submission.ts';
import { changeStore } from './stored-memories.ts';
import { waitUntil } from './wait.ts';

const SECOND = 1000;

/** What a run stores, in whose stores nothing is left of it once it is deleted. */
export const RUN_STORES = [
  'studyRuns',
  'outbox',
  'people',
  'measurements',
  'frames',
  'memories',
  'validations',
  'sessions',
  'sessionChunks',
  'sessionShots',
];

/** Opens a study's file where the page asks for one. */
export async function chooseStudy(page: Page, name: string, text: string): Promise<void> {
  const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.getByTestId('study-file').setInputFiles(file);
}

/** Focuses a button and presses Enter, as who uses no mouse does. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name }).first();
  await waitUntil(() => button.isEnabled(), 30 * SECOND, `the button “${name}”`);
  await button.focus();
  await page.keyboard.press('Enter');
}

export async function waitForStage(
  page: Page,
  stage: StudyRunRow['stage'],
  withinMs = 30_000,
): Promise<void> {
  await page.locator(`[data-testid="run"][data-stage="${stage}"]`).waitFor({ timeout: withinMs });
}

export async function readRuns(page: Page): Promise<StudyRunRow[]> {
  return (await changeStore(page, 'studyRuns', (store) => store.getAll())) as StudyRunRow[];
}

/** Changes the one run that there is. Pages that show it must be loaded again. */
export async function changeRun(page: Page, change: (run: StudyRunRow) => StudyRunRow): Promise<void> {
  const [run] = await readRuns(page);
  await changeStore(page, 'studyRuns', (store, value) => store.put(value), change(run!));
}

/** How many rows each of these stores has. */
export async function countRows(page: Page, stores: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of stores) {
    counts[name] = ((await changeStore(page, name, (store) => store.getAllKeys())) as unknown[]).length;
  }
  return counts;
}

/** Puts the one run at a stage, as if it had come there, and loads its page. */
export async function standAt(
  page: Page,
  stage: StudyRunStage,
  { record, ...change }: Partial<StudyRunRow>,
): Promise<void> {
  await changeRun(page, (run) => ({
    ...run,
    steps: {},
    ...change,
    stage,
    record: { ...run.record, status: undefined, reason: undefined, checks: [], ...record },
  }));
  await page.reload();
  await waitForStage(page, stage);
}

/** Opens what is folded in, by keyboard. */
export async function unfold(on: Page, name: RegExp | string): Promise<void> {
  await on.locator('summary').filter({ hasText: name }).first().focus();
  await on.keyboard.press('Enter');
}

/** A check before the tasks, of this grade. */
export function makeCheck(checkedAt: string, grade: SubmissionCheck['figures']['grade']): SubmissionCheck {
  return {
    kind: 'validation',
    checkedAt,
    figures: {
      grade,
      accuracyPct: 5.2,
      precisionPct: 1,
      accuracyDeg: null,
      precisionDeg: null,
      dataLossPct: 3,
      samplingRateHz: 30,
      targets: 13,
      targetsMeasured: 13,
    },
    drift: null,
    correction: null,
  };
}
