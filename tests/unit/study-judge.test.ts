import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findDefaultBounds,
  judgeAll,
  judgeAlone,
  type FileFacts,
  type SubmissionFacts,
} from '../../src/study/collect/judge.ts';
import { makeStudy } from '../../scripts/studies/made-study.ts';

const HASH = 'c'.repeat(64);
const BOUNDS = findDefaultBounds(makeStudy({ revision: 2 }), HASH);

function facts(changes: Partial<SubmissionFacts> = {}): SubmissionFacts {
  return {
    id: 'run-00001',
    study: { id: 'present-shop', revision: 2, hash: HASH },
    participant: 'AAAA1111',
    status: 'complete',
    startedAt: '2026-03-02T09:00:00Z',
    finishedAt: '2026-03-02T09:20:00Z',
    detail: 'samples',
    grade: 2,
    accuracyPct: 4,
    dataLossPct: 3,
    ...changes,
  };
}

function judgeFiles(files: Record<string, SubmissionFacts | string>) {
  const list = Object.entries(files).map(([path, found]): FileFacts =>
    typeof found === 'string' ? { path, unreadable: found } : { path, submission: found },
  );
  const verdicts = judgeAll(list, BOUNDS);
  return Object.fromEntries(
    list.map(({ path }, i) => [path, verdicts[i]!.included ? 'counts' : verdicts[i]!.why]),
  );
}

describe('a submission by itself', () => {
  it.each([
    [{}, null],
    [{ study: { id: 'other', revision: 2, hash: HASH } }, 'other-study'],
    [{ study: { id: 'present-shop', revision: 1, hash: HASH } }, 'other-revision'],
    [{ study: { id: 'present-shop', revision: 2, hash: 'd'.repeat(64) } }, 'other-revision'],
    [{ status: 'withdrawn' }, 'withdrawn'],
    [{ status: 'screened-out', reason: 'light' }, 'screened-out'],
    [{ status: 'below-gate' }, 'below-gate'],
    [{ status: 'left-early' }, null],
    // The study's gate is grade 4, and nobody goes on below it.
    [{ grade: 4 }, null],
    [{ grade: 5 }, 'accuracy'],
    [{ grade: null }, null],
    [{ dataLossPct: 60 }, null],
    [{ dataLossPct: 60.1 }, 'data-loss'],
    [{ dataLossPct: null }, null],
  ] as const)('%j: %s', (changes, why) => {
    const verdict = judgeAlone(facts(changes as Partial<SubmissionFacts>), BOUNDS);
    expect(verdict === null || verdict.included ? null : verdict.why).toBe(why);
  });

  it('counts below a gate that the study lets people go on from', () => {
    const study = makeStudy();
    const bounds = findDefaultBounds({ ...study, validation: { ...study.validation, below: 'go-on' } }, HASH);
    expect(judgeAlone(facts({ grade: 6 }), bounds)).toBeNull();
  });

  it.each([
    [{ accuracyPct: 5.1 }, 'accuracy'],
    [{ accuracyPct: null }, 'accuracy'],
    [{ accuracyPct: 5 }, null],
    [{ status: 'left-early' }, 'left-early'],
  ] as const)('under stricter bounds %j: %s', (changes, why) => {
    const verdict = judgeAlone(facts(changes), { ...BOUNDS, maxAccuracyPct: 5, completeOnly: true });
    expect(verdict === null || verdict.included ? null : verdict.why).toBe(why);
  });

  it('counts of any revision where that was asked for', () => {
    const old = facts({ study: { id: 'present-shop', revision: 1, hash: 'e'.repeat(64) } });
    expect(judgeAlone(old, { ...BOUNDS, revisions: 'all' })).toBeNull();
  });
});

describe('submissions together', () => {
  it('count once: of copies the one that was finished last, then the first by name', () => {
    const later = facts({ finishedAt: '2026-03-02T09:30:00Z' });
    expect(judgeFiles({ a: facts(), b: later, c: later })).toEqual({
      a: 'duplicate',
      b: 'counts',
      c: 'duplicate',
    });
  });

  it('of one participant: the whole one, or else the one begun first', () => {
    const left = facts({ id: 'run-00002', status: 'left-early', startedAt: '2026-03-01T09:00:00Z' });
    const late = facts({ id: 'run-00003', startedAt: '2026-03-03T09:00:00Z' });
    expect(judgeFiles({ a: left, b: late, c: facts() })).toEqual({
      a: 'repeated-participant',
      b: 'repeated-participant',
      c: 'counts',
    });
  });

  it('do not count where the participant withdrew any of them, before or after', () => {
    const back = facts({ status: 'withdrawn' });
    const other = facts({ id: 'run-00002' });
    const stranger = facts({ id: 'run-00009', participant: 'BBBB2222' });
    expect(judgeFiles({ a: facts(), b: back, c: other, d: stranger })).toEqual({
      a: 'withdrawn',
      b: 'withdrawn',
      c: 'withdrawn',
      d: 'counts',
    });
  });

  it('do not count where the researchers name the participant as withdrawn', () => {
    const stranger = facts({ id: 'run-00009', participant: 'BBBB2222' });
    const list: FileFacts[] = [
      { path: 'a', submission: facts() },
      { path: 'b', submission: facts({ id: 'run-00002', status: 'left-early' }) },
      { path: 'c', submission: stranger },
    ];
    const bounds = { ...BOUNDS, withdrawn: [facts().participant] };
    const verdicts = judgeAll(list, bounds).map((verdict) => (verdict.included ? 'counts' : verdict.why));
    expect(verdicts).toEqual(['withdrawn', 'withdrawn', 'counts']);
  });

  it('do not step back for one that does not count itself', () => {
    const lossy = facts({ id: 'run-00002', startedAt: '2026-03-01T09:00:00Z', dataLossPct: 90 });
    expect(judgeFiles({ a: lossy, b: facts(), c: 'it is no zip' })).toEqual({
      a: 'data-loss',
      b: 'counts',
      c: 'unreadable',
    });
  });

  it('are judged the same in any order', () => {
    const submission = fc.record({
      id: fc.constantFrom('run-00001', 'run-00002', 'run-00003'),
      participant: fc.constantFrom('A', 'B'),
      status: fc.constantFrom(
        'complete' as const,
        'left-early' as const,
        'withdrawn' as const,
        'screened-out' as const,
      ),
      startedAt: fc.constantFrom('2026-03-01T09:00:00Z', '2026-03-02T09:00:00Z'),
      finishedAt: fc.constantFrom('2026-03-03T09:00:00Z', '2026-03-04T09:00:00Z'),
      dataLossPct: fc.constantFrom(1, 90),
    });
    fc.assert(
      fc.property(
        fc.array(submission, { maxLength: 6 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (all, random) => {
          const files = all.map((changes, i): FileFacts => ({
            path: `file-${i}`,
            submission: facts(changes),
          }));
          const shuffled = files
            .map((file) => [random.next().value as number, file] as const)
            .toSorted(([a], [b]) => a - b)
            .map(([, file]) => file);
          const [straight, mixed] = [judgeAll(files, BOUNDS), judgeAll(shuffled, BOUNDS)];
          for (const [i, file] of files.entries()) expect(mixed[shuffled.indexOf(file)]).toEqual(straight[i]);
          const people = files
            .filter((_, i) => straight[i]!.included)
            .map((file) => 'submission' in file && file.submission.participant);
          expect(new Set(people).size).toBe(people.length);
        },
      ),
    );
  });
});
