import { describe, expect, it } from 'vitest';
import { longestLooksTable } from '../../scripts/study-report/sections/longest-looks.ts';
import type { Collected } from '../../scripts/study-report/read-collected.ts';
import { writeCsv } from '../../src/session/export/csv.ts';
import type { StudyTask } from '../../src/study/definition.ts';
import { createLongestLooksTable, findLongestLooks } from '../../src/study/report/longest-looks.ts';
import type { LookRow, TaskRow } from '../../src/study/report/rows.ts';

const PAGES = { url: 'http://localhost/' };
const PICTURE = { picture: { dataUrl: 'data:image/png;base64,AA==', alt: 'Two cups' } };

function makeTask(areas: readonly string[], start: StudyTask['start'] = PAGES): StudyTask {
  return {
    id: 'rooms',
    title: 'Rooms',
    instructions: 'Look.',
    start,
    success: { kind: 'done' },
    aois: areas.map((id) => ({ id, name: id.toUpperCase(), selector: `#${id}`, urlPattern: '*' })),
    questions: [],
  };
}

function began(participant: string, task = 'rooms'): TaskRow {
  return { participant, task, position: 0, outcome: 'success', durationMs: 1000, dataLossPct: null };
}

function look(
  participant: string,
  aoi: string,
  fixationDwellMs: number,
  more: Partial<LookRow> = {},
): LookRow {
  const aoiName = aoi.toUpperCase();
  const shareOfTimePct = fixationDwellMs / 100;
  return {
    participant,
    task: 'rooms',
    aoi,
    aoiName,
    exposureMs: 5000,
    fixationDwellMs,
    shareOfTimePct,
    ...more,
  };
}

const TASK = makeTask(['attic', 'garden', 'tower']);
/** One of each kind, in the order in which they came. */
const PEOPLE = ['one', 'tie', 'beside', 'elsewhere', 'lost'].map((participant) => began(participant));
const LOOKS = [
  look('tie', 'tower', 2000.4),
  look('tie', 'garden', 10),
  look('tie', 'attic', 2000),
  look('one', 'attic', 900),
  look('one', 'garden', 3210.5),
  look('one', 'tower', 0, { exposureMs: 0 }),
  look('beside', 'attic', 0),
  look('elsewhere', 'attic', 0, { exposureMs: 0 }),
  // Of another task.
  look('lost', 'attic', 9000, { task: 'meals' }),
];

describe('the area that a participant looked at longest', () => {
  const found = findLongestLooks(TASK, [...PEOPLE, began('one', 'meals')], LOOKS);

  it('is named with its dwell and share; those looked at equally long are all named, in the order of the study', () => {
    expect(found.map(({ participant, verdict, aoi }) => [participant, verdict, aoi])).toEqual([
      ['one', 'longest', 'garden'],
      ['tie', 'equally-long', 'attic'],
      ['tie', 'equally-long', 'tower'],
      ['beside', 'none', null],
      ['elsewhere', 'not-shown', null],
      ['lost', 'no-gaze', null],
    ]);
    expect(found[0]).toMatchObject({ aoiName: 'GARDEN', fixationDwellMs: 3210.5, shareOfTimePct: 32.105 });
  });

  it('is not asked for where a task has no areas, or nobody began it', () => {
    expect(findLongestLooks(makeTask([]), PEOPLE, LOOKS)).toEqual([]);
    expect(findLongestLooks(TASK, [began('one', 'meals')], LOOKS)).toEqual([]);
  });

  it('is a row of CSV', () => {
    const csv = [...writeCsv(createLongestLooksTable(found))].join('').trim().split('\r\n');
    expect(csv[0]).toBe('participant,task,verdict,aoi,aoiName,fixationDwellMs,shareOfTimePct');
    expect(csv.slice(1)).toEqual([
      'one,rooms,longest,garden,GARDEN,3210.5,32.105',
      'tie,rooms,equally-long,attic,ATTIC,2000,20',
      'tie,rooms,equally-long,tower,TOWER,2000.4,20.004',
      'beside,rooms,none,,,,',
      'elsewhere,rooms,not-shown,,,,',
      'lost,rooms,no-gaze,,,,',
    ]);
  });
});

describe('the table in the report', () => {
  const show = (task: StudyTask, tasks = PEOPLE): string =>
    longestLooksTable(task, { tasks, looks: LOOKS } as unknown as Collected).text;

  it('says all of it in words, and who is not known is told from who looked at none', () => {
    expect(readRows(show(TASK))).toEqual([
      ['one', 'GARDEN', '3.2', '32.1'],
      ['tie', 'ATTIC equally long', '2.0', '20.0'],
      ['tie', 'TOWER equally long', '2.0', '20.0'],
      ['beside', 'None: no fixation was on any of them', '–', '–'],
      ['elsewhere', 'No area was before them', '–', '–'],
      ['lost', 'Not known: no gaze on areas came along', '–', '–'],
    ]);
    expect(readRows(show(makeTask(['attic'], PICTURE))).at(-2)![1]).toBe('The picture was not before them');
  });

  it('is folded where it is long, and not there where nobody is in it', () => {
    expect(show(TASK)).not.toContain('<details>');
    const many = Array.from({ length: 13 }, (_, i) => began(`p${i}`));
    expect(show(TASK, many)).toContain('<summary>The area that each participant looked at longest (13)');
    expect(show(TASK, [])).toBe('');
  });
});

/** Cells of the table's rows but its head, as text. */
function readRows(text: string): string[][] {
  return [...text.matchAll(/<tr>(.*?)<\/tr>/gs)]
    .slice(1)
    .map(([, row]) =>
      [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) =>
        cell!.replaceAll(/<[^>]*>/g, '').trim(),
      ),
    );
}
