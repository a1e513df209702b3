// The permission for a study's sites: given back at the end of the run that was granted it, unless another run needs it.
import { expect, test } from 'vitest';
import type { StudyDefinition } from '../../src/study/definition.ts';
import type { StudyRunRow } from '../../src/storage/studies.ts';
import { giveBackSites } from '../../src/study/tasks/give-back-sites.ts';
import { listWantedOrigins } from '../../src/study/tasks/study-sites.ts';
import { openFreshDatabase } from './storage-fresh-database.ts';

const SITE = 'https://shop.example/*';

function makeStudy(
  detail: StudyDefinition['recording']['detail'] = 'samples',
  url = 'https://shop.example/',
) {
  return {
    tasks: [{ start: { url } }],
    recording: { detail, sites: ['*://*.pay.example/*'] },
  } as unknown as StudyDefinition;
}

function makeRun(id: string, more: Partial<StudyRunRow> = {}): StudyRunRow {
  return {
    id,
    studyId: 'shop',
    studyHash: '',
    definition: makeStudy(),
    source: { kind: 'file', name: 'shop' },
    stage: 'tasks',
    createdAt: '',
    changedAt: '',
    taskOrder: [],
    tasksDone: 0,
    record: {},
    grantedSites: [SITE],
    ...more,
  };
}

async function giveBack(...runs: StudyRunRow[]) {
  const database = openFreshDatabase();
  await database.studyRuns.bulkAdd(runs);
  const removed: string[][] = [];
  const remove = async (origins: string[]) => void removed.push(origins);
  await giveBackSites(database, 'ada', remove);
  await giveBackSites(database, 'ada', remove);
  const left = await database.studyRuns.toArray();
  return { removed, left: Object.fromEntries(left.map(({ id, grantedSites }) => [id, grantedSites])) };
}

test('what was granted is given back, once', async () => {
  expect(await giveBack(makeRun('ada'))).toEqual({ removed: [[SITE]], left: { ada: [] } });
});

test('what was granted before the run is no business of the run', async () => {
  expect(await giveBack(makeRun('ada', { grantedSites: [] }))).toEqual({ removed: [], left: { ada: [] } });
});

test('another run that needs the site takes it over, and gives it back itself', async () => {
  const ben = makeRun('ben', { stage: 'consent', grantedSites: [] });
  expect(await giveBack(makeRun('ada'), ben)).toEqual({ removed: [], left: { ada: [], ben: [SITE] } });
});

test.each<[string, Partial<StudyRunRow>]>([
  ['is past its tasks', { stage: 'summary' }],
  ['is about another site', { definition: makeStudy('samples', 'https://news.example/') }],
])('a run that %s takes nothing over', async (_, more) => {
  const ben = makeRun('ben', { grantedSites: [], ...more });
  expect((await giveBack(makeRun('ada'), ben)).removed).toEqual([[SITE]]);
});

test('asked for are the study’s sites, and all of them only where pages are pictured', () => {
  expect(listWantedOrigins(makeStudy())).toEqual([SITE, '*://*.pay.example/*']);
  expect(listWantedOrigins(makeStudy('screenshots'))).toEqual(['<all_urls>']);
});
