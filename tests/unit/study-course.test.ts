// The course of a study's tasks: every step, what each task leaves behind, and what time brings about.
import { describe, expect, it, test } from 'vitest';
import type { StudyTask } from '../../src/study/definition.ts';
import {
  advanceCourse,
  FIRST_COURSE,
  listDue,
  type Course,
  type CourseEvent,
} from '../../src/study/tasks/course.ts';
import type { TaskResult } from '../../src/study/submission.ts';
import { taskResultSchema } from '../../src/study/submission.ts';

const SESSION_AT_MS = 1_000_000;
const QUESTION = { id: 'easy', prompt: 'Easy?', required: false, kind: 'text', maxLength: 10 } as const;

function makeTask(id: string, more: Partial<StudyTask> = {}): StudyTask {
  return {
    id,
    title: id,
    instructions: 'Do it.',
    start: { url: 'https://shop.example/' },
    success: { kind: 'done' },
    aois: [],
    questions: [],
    ...more,
  };
}

/** Plays events through all tasks; times are seconds of the session. */
function play(events: readonly CourseEvent[], tasks: readonly StudyTask[] = [makeTask('a')]) {
  let course: Course = { ...FIRST_COURSE, sessionAtMs: SESSION_AT_MS };
  const results: TaskResult[] = [];
  for (const event of events) {
    const task = tasks[course.position] ?? tasks.at(-1)!;
    const step = advanceCourse(course, event, { task, count: tasks.length });
    ({ course } = step);
    if (step.result) results.push(taskResultSchema.parse(step.result));
  }
  return { course, results };
}

const at = (seconds: number): number => SESSION_AT_MS + 1000 * seconds;
const opened = (seconds: number): CourseEvent => ({ type: 'opened', nowMs: at(seconds) });
const ended = (seconds: number, outcome: TaskResult['outcome'] = 'success'): CourseEvent => ({
  type: 'ended',
  nowMs: at(seconds),
  outcome,
});
const check = (seconds: number): CourseEvent => ({ type: 'check-due', nowMs: at(seconds), seed: 1 });
const stopped = (seconds: number): CourseEvent => ({
  type: 'stopped',
  nowMs: at(seconds),
  cause: 'tab-closed',
});

test('two tasks, the first with questions and the second after a check, end one after the other', () => {
  const tasks = [makeTask('a', { questions: [QUESTION] }), makeTask('b')];
  const first = play([opened(1), ended(11)], tasks);
  expect(first.course).toMatchObject({ position: 0, phase: { kind: 'questions', outcome: 'success' } });
  expect(first.course).not.toHaveProperty('begun');
  const asked = play([opened(1), ended(11), { type: 'questions-done' }], tasks);
  expect(asked.course).toMatchObject({ position: 1, phase: { kind: 'instructions' } });
  const all = play(
    [opened(1), ended(11), { type: 'questions-done' }, check(20), opened(40), ended(50, 'gave-up')],
    tasks,
  );
  expect(all.course).toMatchObject({ position: 2, phase: { kind: 'done' } });
  expect(all.results).toEqual([
    { task: 'a', position: 0, outcome: 'success', startMs: 1000, endMs: 11_000, pauses: [] },
    { task: 'b', position: 1, outcome: 'gave-up', startMs: 40_000, endMs: 50_000, pauses: [] },
  ]);
});

test('checks within a task and standstills are its pauses', () => {
  const { results } = play([opened(0), check(10), opened(25), stopped(30), opened(90), ended(95)]);
  expect(results[0]).toMatchObject({
    startMs: 0,
    endMs: 95_000,
    pauses: [
      { startMs: 10_000, endMs: 25_000 },
      { startMs: 30_000, endMs: 90_000 },
    ],
  });
});

test('an interrupted task goes on after a check, or ended when it came to a stand', () => {
  const on = play([opened(0), stopped(10), check(60), opened(80), ended(85)]);
  expect(on.results[0]!.pauses).toEqual([{ startMs: 10_000, endMs: 80_000 }]);
  const over = play([opened(0), stopped(10), ended(60, 'interrupted')]);
  expect(over.results[0]).toMatchObject({ outcome: 'interrupted', endMs: 10_000, pauses: [] });
  expect(over.course.phase).toEqual({ kind: 'done' });
});

test('a check before a task that comes to nothing leads back to the instructions, and says why', () => {
  const { course } = play([
    check(0),
    { type: 'stopped', nowMs: at(1), cause: 'problem', message: 'No camera.' },
  ]);
  expect(course).toMatchObject({ phase: { kind: 'instructions', problem: 'No camera.' } });
});

it.each<[string, CourseEvent[], CourseEvent]>([
  ['an end before the begin', [], ended(1)],
  ['a second end', [opened(0), ended(1)], ended(2)],
  ['a standstill of what stands still', [opened(0), stopped(1)], stopped(2)],
  ['answers to nothing', [opened(0)], { type: 'questions-done' }],
  ['a begin while it goes on', [opened(0)], opened(1)],
  ['a check of a check', [opened(0), check(1)], check(2)],
  ['a place without a task', [], { type: 'went', url: 'https://shop.example/' }],
])('%s changes nothing', (_, before, event) => {
  const { course } = play(before);
  const plan = { task: makeTask('a'), count: 1 };
  expect(advanceCourse(course, event, plan)).toEqual({ course });
  expect(advanceCourse(course, event, plan).course).toBe(course);
});

test('a course that is read back from the disk goes on as it would have', () => {
  const events = [opened(0), check(10), opened(25), ended(30)];
  let course: Course = { ...FIRST_COURSE, sessionAtMs: SESSION_AT_MS };
  for (const event of events) {
    const kept = JSON.parse(JSON.stringify(course)) as Course;
    ({ course } = advanceCourse(kept, event, { task: makeTask('a'), count: 1 }));
  }
  expect(course).toEqual(play(events).course);
});

describe('what time brings about', () => {
  const limited = makeTask('a', { timeLimitS: 60, success: { kind: 'time', afterS: 20 } });
  const dueOf = (events: CourseEvent[], everyS?: number, task = limited) =>
    listDue(play(events).course, task, everyS).map(({ atMs, what }) => [what, (atMs - SESSION_AT_MS) / 1000]);

  test('the time that counts is that of the task, without its pauses', () => {
    expect(dueOf([opened(0)])).toEqual([
      ['success', 20],
      ['timed-out', 60],
    ]);
    expect(dueOf([opened(0), check(15), opened(100)])).toEqual([
      ['success', 105],
      ['timed-out', 145],
    ]);
    expect(dueOf([opened(0), stopped(15)])).toEqual([]);
  });

  test('a check is due when so much time has gone by since the last one', () => {
    expect(dueOf([opened(0)], 12)).toEqual([
      ['check', 12],
      ['success', 20],
      ['timed-out', 60],
    ]);
    expect(dueOf([opened(0), check(12), opened(30)], 12)).toContainEqual(['check', 42]);
  });

  test('at the end of a task none is made', () => {
    expect(dueOf([opened(0)], 20)[0]).toEqual(['success', 20]);
    expect(dueOf([opened(0)], 60, makeTask('a', { timeLimitS: 60 }))[0]).toEqual(['timed-out', 60]);
  });
});
