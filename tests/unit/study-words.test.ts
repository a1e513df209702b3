// What a participant is told of a study, by its definition alone; what keeps them out; and what is said of files that are none.
import { expect, test } from 'vitest';
import { readStudyFile, readStudyText, StudyFileError } from '../../entrypoints/study/open/read-study.ts';
import type { StudyDefinition } from '../../src/study/definition.ts';
import { nameOrigin } from '../../src/study/name-source.ts';
import { describeAnswer, findQuestion } from '../../src/study/run/describe-answer.ts';
import { describeParts, describeStudy, nameSite } from '../../src/study/run/describe-study.ts';
import { findScreeningProblems } from '../../src/study/run/screening.ts';
import { localText } from '../../src/study/texts.ts';
import { readExampleStudy, readExampleText } from '../fixtures/studies/read-example.ts';

const example = await readExampleStudy();
const say = (text: Parameters<typeof localText>[0]): string => localText(text, 'en', 'en');

function change(changes: Partial<StudyDefinition>): StudyDefinition {
  return { ...structuredClone(example), ...changes };
}

test.each([
  ['aois', 1, 3],
  ['fixations', 2, 2],
  ['samples', 3, 1],
  ['screenshots', 4, 0],
] as const)(
  'at the level %s, %i kinds of gaze may leave, and %i are said never to',
  (detail, leaving, kept) => {
    const words = describeStudy(change({ recording: { detail, sites: [] } }));
    const gaze = /each area of a page|your eyes rested|many times a second|pictures of the pages/i;
    expect(words.leaves.filter((line) => gaze.test(line))).toHaveLength(leaving);
    expect(words.never.filter((line) => gaze.test(line))).toHaveLength(kept);
    expect(words.never[0]).toContain('The camera’s pictures.');
    expect(words.recorded.some((line) => line.startsWith('Pictures of these pages are taken'))).toBe(
      detail === 'screenshots',
    );
    expect(words.leaves.some((line) => line.includes('camera’s name'))).toBe(leaving >= 3);
  },
);

test('where data may go is named, and whether it is encrypted', () => {
  expect(describeStudy(example).where).toEqual([
    'Not before you have seen all of it at the end and pressed a button.',
    'You may send it to http://localhost:1080, and to nowhere else.',
    'You may save it as a file, and hand that over yourself.',
    'It is encrypted before, so that only the researchers can read it.',
    'Or you may keep it to yourself.',
  ]);
  const fileOnly = describeStudy(change({ collection: { file: true } })).where;
  expect(fileOnly.join(' ')).not.toContain('send it to');
  expect(fileOnly).toContain('It is not encrypted: whoever gets it can read it.');
  const put = { kind: 'put', url: 'https://lab.example/in/{file}?key=1' } as const;
  expect(describeStudy(change({ collection: { file: false, upload: put } })).where.join(' ')).toContain(
    'to https://lab.example, and',
  );
});

test('sites, pictures, answers and days are those of the study', () => {
  const sites = ['https://*.shop.example/*', 'https://other.example/*'];
  const words = describeStudy(change({ recording: { detail: 'aois', sites } }));
  expect(words.recorded[0]).toBe(
    'Where you look while you do the tasks: on localhost, shop.example and all below it and other.example, and on a picture of the study.',
  );
  expect(words.leaves).toContain('Your answers to the questions.');
  const mute = structuredClone(example);
  mute.questions = { before: [], after: [] };
  for (const task of mute.tasks) task.questions = [];
  expect(describeStudy(mute).leaves).not.toContain('Your answers to the questions.');
  expect(describeParts(mute)).toBe('9 dots to look at, 3 tasks');
  expect(describeParts(example)).toBe('9 dots to look at, 3 tasks, 6 questions');
  expect(describeStudy(example).keptHere).toContain('for 30 days');
  const atOnce = change({ retention: { text: '', keepOnDeviceDays: 0 } });
  expect(describeStudy(atOnce).keptHere).toBe('Once it is sent or saved, it is deleted from this computer.');
  expect(nameSite('<all_urls>')).toBe('every site');
});

const GOOD = {
  sitesMissing: false,
  screen: { widthPx: 1280, heightPx: 800 },
  cameraReady: true,
  isDark: false,
  glasses: false,
};

test.each([
  ['nothing is wrong', {}, {}, []],
  ['a site is missing', {}, { sitesMissing: true }, ['sites']],
  ['the screen is too low', { minScreenHeightPx: 801 }, {}, ['screen']],
  ['the screen is just large enough', { minScreenWidthPx: 1280, minScreenHeightPx: 800 }, {}, []],
  ['the camera is not there', {}, { cameraReady: false }, ['camera']],
  ['it is dark, and that matters', { light: 'refuse' }, { isDark: true }, ['light']],
  ['it is dark, and that is only said', { light: 'warn' }, { isDark: true }, []],
  ['glasses were not told', {}, { glasses: null }, ['answer']],
  ['glasses are not asked for', { glasses: 'skip' }, { glasses: null }, []],
  ['glasses are worn, and asked for', {}, { glasses: true }, []],
  ['glasses are worn, and exclude', { glasses: 'exclude' }, { glasses: true }, ['glasses']],
] as const)('screening where %s', (_, screening, sight, problems) => {
  const rules = { light: 'warn', glasses: 'ask', ...screening } as const;
  expect(findScreeningProblems(rules, { ...GOOD, ...sight })).toEqual(problems);
});

test('answers are read back in the participant’s words', () => {
  const answer = (question: string, value: string | number | string[] | number[] | null, task?: string) => {
    const given = { question, value, answeredAt: '', ...(task === undefined ? {} : { task }) };
    return describeAnswer(findQuestion(example, given), given, say, 'en');
  };
  expect(answer('drinks-tea', 'no')).toBe('No');
  expect(answer('which-teas', ['green', 'other'])).toBe('Green, Another');
  expect(answer('ease', 6, 'buy')).toBe('6 of 7');
  expect(answer('why-hard', null, 'buy')).toBe('left open');
  expect(answer('why-hard', 'The basket.', 'buy')).toBe('The basket.');
  expect(answer('usability', [5, 1, 5, 1, 5, 1, 5, 1, 5, 1])).toBe(
    'Statements 1 to 10: 5, 1, 5, 1, 5, 1, 5, 1, 5, 1',
  );
  expect(answer('load', [10, 0, 20, 30, 15, 5])).toContain('Mental demand 10, Physical demand 0');
  expect(answer('ease', 6)).toBe('6');
});

test('a study is opened with its hash, from a file as from a page', async () => {
  const text = await readExampleText();
  const fromFile = await readStudyFile(new File([text], 'tea.fovea-study.json'));
  const fromPage = await readStudyText(text, 'https://lab.example/tea.fovea-study.json');
  expect(fromFile.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(fromPage.hash).toBe(fromFile.hash);
  expect(fromFile).toMatchObject({
    source: { kind: 'file', name: 'tea.fovea-study.json' },
    definition: { id: 'tea-shop' },
  });
});

test.each([
  ['nothing', '', /it is not JSON/, 0],
  ['a letter', 'Dear all', /it is not JSON/, 0],
  ['another JSON', '{"a": 1}', /not a study that can be run/, 1],
])('what is said of %s', async (_, content, message, details) => {
  const error = await readStudyFile(new File([content], 'x.json')).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(StudyFileError);
  expect((error as StudyFileError).message).toMatch(message);
  expect((error as StudyFileError).details.length).toBeGreaterThanOrEqual(details);
});

test('a study’s origin is that of its address; files have none', () => {
  expect(nameOrigin('https://lab.example/a/b.json?c')).toBe('https://lab.example');
  expect(nameOrigin('file:///home/ada/tea.fovea-study.json')).toBe('a file on this computer');
});
