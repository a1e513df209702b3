import { describe, expect, it } from 'vitest';
import type { StudyQuestion } from '../../src/study/definition.ts';
import { estimateTime } from '../../src/study/report/estimate-time.ts';
import type { AnswerRow, PersonRow, TaskRow } from '../../src/study/report/rows.ts';
import { summarizeQuestion } from '../../src/study/report/summarize-answers.ts';
import { summarizeQuality } from '../../src/study/report/summarize-quality.ts';
import { summarizeTasks } from '../../src/study/report/summarize-tasks.ts';

describe('time on task', () => {
  it('is the geometric mean, with the interval of the logarithms', () => {
    // Logarithms of 2 and 8 around that of 4: 4, +- t(1) sd / sqrt(2) = 12.706 * ln 4 / sqrt(2) / sqrt(2).
    const time = estimateTime([2000, 8000])!;
    expect(time.geometricMeanMs).toBeCloseTo(4000, 6);
    const reach = (12.706205 * (Math.log(4) / Math.SQRT2)) / Math.SQRT2;
    expect(Math.log(time.ciHighMs! / 4000)).toBeCloseTo(reach, 4);
    expect(Math.log(time.ciLowMs! / 4000)).toBeCloseTo(-reach, 4);
  });

  it.each([
    [[], null],
    [[0], null],
    [[5000], { n: 1, ciLowMs: null, medianMs: 5000 }],
    [[1000, 2000, 9000], { n: 3, medianMs: 2000 }],
    [[1000, 2000, 3000, 9000], { n: 4, medianMs: 2500 }],
  ])('of %j', (times, expected) => {
    if (expected === null) expect(estimateTime(times)).toBeNull();
    else expect(estimateTime(times)).toMatchObject(expected);
  });
});

function taskRow(participant: string, outcome: TaskRow['outcome'], durationMs: number): TaskRow {
  return { participant, task: 'find', position: 0, outcome, durationMs, dataLossPct: null };
}

describe('the tasks', () => {
  it('count every way that they ended, and the time of those alone who managed them', () => {
    const rows = [
      taskRow('a', 'success', 10_000),
      taskRow('b', 'success', 40_000),
      taskRow('c', 'timed-out', 90_000),
      taskRow('d', 'interrupted', 1000),
    ];
    const [find, none] = summarizeTasks(['find', 'none'], rows);
    expect(find).toMatchObject({
      n: 4,
      outcomes: { success: 2, 'timed-out': 1, 'gave-up': 0, interrupted: 1 },
      success: { count: 2, n: 4, pct: 50 },
      time: { n: 2 },
    });
    // Wilson's interval of 2 of 4, as in his paper's formula worked by hand.
    expect(find!.success!.ciLowPct).toBeCloseTo(15.0, 1);
    expect(find!.success!.ciHighPct).toBeCloseTo(85.0, 1);
    expect(find!.time!.geometricMeanMs).toBeCloseTo(20_000, 6);
    expect(none).toMatchObject({ n: 0, success: null, time: null });
  });
});

function answer(participant: string, changes: Partial<AnswerRow>): AnswerRow {
  return { participant, question: 'q', task: null, kind: '', item: '', number: null, text: null, ...changes };
}

const BASE = { id: 'q', prompt: 'Well?', required: false } as const;

describe('the answers', () => {
  it('of one choice: how many of those who answered chose each', () => {
    const options = ['a', 'b'].map((id) => ({ id, label: id }));
    const question: StudyQuestion = { ...BASE, kind: 'single', options };
    const rows = [
      answer('1', { text: 'a' }),
      answer('2', { text: 'a' }),
      answer('3', { text: 'b' }),
      answer('4', {}),
    ];
    const summary = summarizeQuestion(question, rows);
    expect(summary).toMatchObject({ asked: 4, answered: 3, kind: 'choices' });
    expect(summary.kind === 'choices' && summary.choices.map(({ share }) => share!.count)).toEqual([2, 1]);
  });

  it('of several choices: somebody who chose none has answered', () => {
    const question: StudyQuestion = { ...BASE, kind: 'multiple', options: [{ id: 'a', label: 'a' }] };
    const rows = [answer('1', { item: 'a' }), answer('2', { text: '' }), answer('3', {})];
    expect(summarizeQuestion(question, rows)).toMatchObject({
      asked: 3,
      answered: 2,
      choices: [{ id: 'a', share: { count: 1, n: 2 } }],
    });
  });

  it('of a scale: how many at each point, and the mean', () => {
    const question: StudyQuestion = { ...BASE, kind: 'likert', points: 5, lowLabel: 'no', highLabel: 'yes' };
    const rows = [1, 5, 5, 3].map((number, i) => answer(String(i), { number }));
    expect(summarizeQuestion(question, rows)).toMatchObject({
      counts: [1, 0, 1, 0, 2],
      estimate: { n: 4, mean: 3.5 },
    });
  });

  it('of SUS: the score and each statement', () => {
    const question: StudyQuestion = { ...BASE, kind: 'sus' };
    const rows = [80, 60].map((score, i) => answer(String(i), { item: 'score', number: score }));
    for (let item = 1; item <= 10; item += 1) {
      for (const person of [0, 1])
        rows.push(answer(String(person), { item: String(item), number: person + 1 }));
    }
    const summary = summarizeQuestion(question, rows);
    expect(summary).toMatchObject({ asked: 2, answered: 2, scores: [80, 60], estimate: { mean: 70 } });
    expect(summary.kind === 'score' && summary.items).toHaveLength(10);
    expect(summary.kind === 'score' && summary.items[9]).toMatchObject({ estimate: { mean: 1.5, n: 2 } });
  });

  it('in words: those who wrote some', () => {
    const question: StudyQuestion = { ...BASE, kind: 'text', maxLength: 100 };
    const rows = [answer('1', { text: 'Good.' }), answer('2', { text: ' ' }), answer('3', {})];
    expect(summarizeQuestion(question, rows)).toMatchObject({ texts: [{ participant: '1', text: 'Good.' }] });
  });
});

describe('data quality', () => {
  it('is mean, standard deviation and range of what is known', () => {
    const people = [{ accuracyPct: 2 }, { accuracyPct: 4 }, { accuracyPct: null }] as PersonRow[];
    expect(summarizeQuality(people)).toEqual([
      expect.objectContaining({
        key: 'accuracyPct',
        least: 2,
        most: 4,
        estimate: expect.objectContaining({ n: 2, mean: 3, sd: Math.SQRT2 }),
      }),
    ]);
  });
});
