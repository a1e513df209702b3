// A study's questions: which are asked, what is wrong with an answer, and what SUS and NASA-TLX make of theirs.
import { expect, test } from 'vitest';
import type { StudyQuestion } from '../../src/study/definition.ts';
import { findAnswerProblem, finishAnswer } from '../../src/study/questions/answer-draft.ts';
import { scoreRawTlx, TLX_SCALES, TLX_STEP } from '../../src/study/questions/nasa-tlx.ts';
import {
  collectAnswers,
  findAnswerProblems,
  listShownQuestions,
  readKnownAnswers,
} from '../../src/study/questions/shown-questions.ts';
import { scoreSus, SUS_STATEMENTS } from '../../src/study/questions/sus.ts';

const base = { prompt: 'Well?', required: true };
const OPTIONS = ['yes', 'no', 'maybe'].map((id) => ({ id, label: id }));
const SINGLE: StudyQuestion = { ...base, id: 'tried', kind: 'single', options: OPTIONS };
const WHY: StudyQuestion = {
  ...base,
  id: 'why',
  kind: 'text',
  maxLength: 10,
  showIf: { question: 'tried', isAnyOf: ['no', 'maybe'] },
};
const EASE: StudyQuestion = {
  ...base,
  id: 'ease',
  kind: 'likert',
  points: 7,
  lowLabel: 'hard',
  highLabel: 'easy',
  required: false,
};
const FURTHER: StudyQuestion = {
  ...base,
  id: 'further',
  kind: 'multiple',
  options: OPTIONS,
  showIf: { question: 'why', isAnyOf: ['so'] },
};
const SUS: StudyQuestion = { ...base, id: 'sus', kind: 'sus' };
const TLX: StudyQuestion = { ...base, id: 'load', kind: 'nasa-tlx', required: false };

test.each([
  ['all in favour', [5, 1, 5, 1, 5, 1, 5, 1, 5, 1], 100],
  ['all against', [1, 5, 1, 5, 1, 5, 1, 5, 1, 5], 0],
  ['always the middle', Array(10).fill(3), 50],
  ['always "agree"', Array(10).fill(4), 50],
  ['a worked example', [4, 2, 4, 1, 5, 2, 4, 2, 5, 3], 80],
])('the SUS score of %s', (_, answers, score) => {
  expect(scoreSus(answers)).toBe(score);
});

test('the worked example of Brooke’s chapter scores 22 x 2.5', () => {
  expect(scoreSus([5, 4, 2, 1, 2, 3, 2, 4, 5, 2])).toBe(55);
});

test('SUS has ten statements; what is no whole set of answers has no score', () => {
  expect(SUS_STATEMENTS).toHaveLength(10);
  expect(() => scoreSus([1, 2, 3])).toThrow(RangeError);
  expect(() => scoreSus([6, 1, 5, 1, 5, 1, 5, 1, 5, 1])).toThrow(RangeError);
  expect(() => scoreSus([2.5, 1, 5, 1, 5, 1, 5, 1, 5, 1])).toThrow(RangeError);
});

test.each([
  [[0, 0, 0, 0, 0, 0], 0],
  [[100, 100, 100, 100, 100, 100], 100],
  [[70, 10, 55, 30, 60, 15], 40],
])('the raw load of %j', (ratings, load) => {
  expect(scoreRawTlx(ratings)).toBe(load);
});

test('NASA-TLX has six scales of 21 marks; ratings beside them have no load', () => {
  expect(TLX_SCALES).toHaveLength(6);
  expect(100 / TLX_STEP + 1).toBe(21);
  expect(() => scoreRawTlx([1, 2, 3])).toThrow(RangeError);
  expect(() => scoreRawTlx([0, 0, 0, 0, 0, 105])).toThrow(RangeError);
});

test('a question with a condition is asked where the earlier answer fits', () => {
  const ask = (tried: string | null) => listShownQuestions([SINGLE, WHY], { tried }).map(({ id }) => id);
  expect(ask(null)).toEqual(['tried']);
  expect(ask('yes')).toEqual(['tried']);
  expect(ask('no')).toEqual(['tried', 'why']);
});

test('what depends on a hidden question is hidden, whatever was typed into that before', () => {
  const shown = (tried: string) => listShownQuestions([SINGLE, WHY, FURTHER], { tried, why: 'so' });
  expect(shown('no')).toHaveLength(3);
  expect(shown('yes')).toEqual([SINGLE]);
});

test('conditions see scale points, any of several choices, and answers of earlier pages', () => {
  const followUp: StudyQuestion = { ...WHY, showIf: { question: 'ease', isAnyOf: [1, 2] } };
  expect(listShownQuestions([EASE, followUp], { ease: 2 })).toHaveLength(2);
  expect(listShownQuestions([EASE, followUp], { ease: 7 })).toHaveLength(1);
  const several: StudyQuestion = { ...WHY, showIf: { question: 'further', isAnyOf: ['maybe'] } };
  const { showIf: _, ...further } = FURTHER;
  expect(listShownQuestions([further, several], { further: ['yes', 'maybe'] })).toHaveLength(2);
  expect(listShownQuestions([WHY], {}, new Map([['tried', 'maybe']]))).toEqual([WHY]);
});

test('an earlier round of the same questions does not answer this one', () => {
  expect(listShownQuestions([SINGLE, WHY], {}, new Map([['tried', 'no']]))).toEqual([SINGLE]);
});

test('of two tasks’ answers to a question, a page after a task sees its own task’s', () => {
  const at = { answeredAt: '2026-11-27T10:00:00Z' };
  const answers = [
    { question: 'tried', task: 'a', value: 'no', ...at },
    { question: 'tried', task: 'b', value: 'yes', ...at },
  ];
  expect(readKnownAnswers(answers, 'a').get('tried')).toBe('no');
  expect(readKnownAnswers(answers, 'b').get('tried')).toBe('yes');
});

test.each([
  ['nothing chosen', SINGLE, undefined, 'Please choose one.'],
  ['one chosen', SINGLE, 'yes', undefined],
  ['none ticked', { ...FURTHER, showIf: undefined }, null, 'Please choose at least one.'],
  ['an optional scale', EASE, undefined, undefined],
  ['blanks only', WHY, '   ', 'Please write an answer.'],
  ['too long', WHY, 'x'.repeat(11), 'Please shorten this: it has 11 characters, at most 10 are kept.'],
  ['SUS untouched', SUS, undefined, 'Please rate all of these.'],
  ['SUS in part', SUS, [1, 2, 3, 4, null, 1, 2, 3, null, 5], 'Please rate these too: 5, 9.'],
  ['SUS whole', SUS, [1, 2, 3, 4, 5, 1, 2, 3, 4, 5], undefined],
  ['optional load untouched', TLX, undefined, undefined],
  ['optional load in part', TLX, [0, 5, 10, 15, 20, null], 'Please rate this one too: 6.'],
  ['a load of nothing', TLX, [0, 0, 0, 0, 0, 0], undefined],
] as const)('what is said of %s', (_, question, draft, problem) => {
  expect(findAnswerProblem(question as StudyQuestion, draft)).toBe(problem);
});

test('a page’s problems are those of what is asked only', () => {
  expect([...findAnswerProblems([SINGLE, WHY], { tried: 'yes' }).keys()]).toEqual([]);
  expect([...findAnswerProblems([SINGLE, WHY], { tried: 'no' }).keys()]).toEqual(['why']);
});

test('answers are stored for what was asked: null where left open, options in their order, text without its blanks', () => {
  const { showIf: _, ...further } = FURTHER;
  const drafts = { tried: 'no', why: ' so ', further: ['maybe', 'yes'], ease: null };
  const answers = collectAnswers([SINGLE, WHY, further, EASE], drafts, {
    task: 'a',
    answeredAt: '2026-11-27T10:00:00Z',
  });
  expect(answers.map(({ question, value }) => [question, value])).toEqual([
    ['tried', 'no'],
    ['why', 'so'],
    ['further', ['yes', 'maybe']],
    ['ease', null],
  ]);
  expect(answers.every(({ task }) => task === 'a')).toBe(true);
  expect(collectAnswers([SINGLE, WHY], { tried: 'yes', why: 'x' }, { answeredAt: '' })).toHaveLength(1);
});

test('scales keep their numbers', () => {
  expect(finishAnswer(TLX, [0, 5, 10, 15, 20, 100])).toEqual([0, 5, 10, 15, 20, 100]);
  expect(finishAnswer(EASE, 3)).toBe(3);
  expect(finishAnswer(EASE, undefined)).toBeNull();
});
