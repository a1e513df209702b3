import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataset } from '../../scripts/analyse/query-dataset.ts';
import { STUDY_TABLES } from '../../scripts/collect/dataset-folder.ts';
import { openCollected, readCollected } from '../../scripts/study-report/read-collected.ts';
import { writeStudyFolder, type StudyFolder } from '../../scripts/studies/write-study-folder.ts';
import { estimateMean, estimateShare } from '../../src/session/estimates.ts';
import { findLongestLooks } from '../../src/study/report/longest-looks.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MINUTE = 60_000;
/** Fixations that are found are longer than they were, by the ends of the saccades around them. */
const MOST_LONGER_MS = 150;

let folder: string;
let made: StudyFolder;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fovea-queries-'));
  made = await writeStudyFolder(folder, { participants: 14, minutes: 0.6 });
  const args = ['--study', made.studyFile, '--in', made.submissions, '--out', join(folder, 'out')];
  await promisify(execFile)(process.execPath, ['scripts/collect.ts', ...args], { cwd: ROOT });
}, 3 * MINUTE);
afterAll(() => rm(folder, { recursive: true, force: true }));

type Row = Record<string, string | number | null>;

async function ask(sql: string): Promise<Row[]> {
  const connection = await openDataset(join(folder, 'out', 'dataset'), STUDY_TABLES);
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Row[];
  } finally {
    connection.closeSync();
  }
}

async function askFile(name: string): Promise<Row[]> {
  return ask(await readFile(join(ROOT, 'scripts/collect/sql', name), 'utf8'));
}

describe('the queries over a study’s tables', () => {
  it('give each cell of each page the share of gaze that participants had there, all weighing the same', async () => {
    const fixations = await ask('SELECT * FROM fixations WHERE xDocumentPx IS NOT NULL');
    const own = new Map<string, Map<string, Map<string, number>>>();
    for (const { task, page, participant, xDocumentPx, yDocumentPx, durationMs } of fixations) {
      const people = own.get(`${task} ${page}`) ?? new Map<string, Map<string, number>>();
      own.set(`${task} ${page}`, people);
      const cells = people.get(String(participant)) ?? new Map<string, number>();
      people.set(String(participant), cells);
      const cell = `${Math.floor(Number(xDocumentPx) / 16)} ${Math.floor(Number(yDocumentPx) / 16)}`;
      cells.set(cell, (cells.get(cell) ?? 0) + Number(durationMs));
    }
    const rows = await askFile('heat-grid.sql');
    const sums = new Map<string, number>();
    for (const { task, page, cellX, cellY, heatShare, participants, lookedParticipants } of rows) {
      const people = own.get(`${task} ${page}`)!;
      const shares = [...people.values()].map((cells) => {
        const total = [...cells.values()].reduce((sum, ms) => sum + ms, 0);
        return (cells.get(`${cellX} ${cellY}`) ?? 0) / total;
      });
      expect(Number(participants)).toBe(people.size);
      expect(Number(lookedParticipants)).toBe(shares.filter((share) => share > 0).length);
      expect(Number(heatShare)).toBeCloseTo(shares.reduce((sum, share) => sum + share, 0) / people.size, 9);
      sums.set(`${task} ${page}`, (sums.get(`${task} ${page}`) ?? 0) + Number(heatShare));
    }
    expect(sums.size).toBe(own.size);
    for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 9);
  });

  it('give means and shares of areas with the intervals that the extension’s own statistics give', async () => {
    const aois = await ask('SELECT * FROM aois WHERE exposureMs > 0');
    const rows = await askFile('aoi-table.sql');
    const freedoms = new Set<number>();
    for (const { task, aoi, measure, n, mean, sd, ciLow, ciHigh } of rows) {
      const own = aois.filter((row) => row.task === task && row.aoi === aoi);
      if (measure === 'lookedPct') {
        const share = estimateShare(own.filter((row) => Number(row.fixationCount) > 0).length, own.length)!;
        expect([n, mean]).toEqual([share.n, share.pct]);
        expect(Number(ciLow)).toBeCloseTo(share.ciLowPct, 3);
        expect(Number(ciHigh)).toBeCloseTo(share.ciHighPct, 3);
        continue;
      }
      const amounts = own.flatMap((row) =>
        row[String(measure)] === null ? [] : [Number(row[String(measure)])],
      );
      const estimate = estimateMean(amounts)!;
      expect(n).toBe(estimate.n);
      expect(Number(mean)).toBeCloseTo(estimate.mean, 6);
      if (estimate.n === 1) {
        expect([sd, ciLow, ciHigh]).toEqual([null, null, null]);
        continue;
      }
      freedoms.add(estimate.n - 1);
      const reach = estimate.ciHigh! - estimate.mean;
      expect(Math.abs(Number(ciHigh) - estimate.ciHigh!)).toBeLessThanOrEqual(0.0005 * reach + 1e-6);
      expect(Math.abs(Number(ciLow) - estimate.ciLow!)).toBeLessThanOrEqual(0.0005 * reach + 1e-6);
    }
    // From the table of quantiles, and from their expansion.
    expect(Math.max(...freedoms)).toBeGreaterThan(10);
    expect(Math.min(...freedoms)).toBeLessThanOrEqual(10);
  });

  it('count how tasks ended', async () => {
    const tasks = made.truth.participants.flatMap((one) => one.tasks);
    for (const { task, participants, success, timedOut, gaveUp } of await askFile('task-table.sql')) {
      const own = tasks.filter((one) => one.task === task);
      const count = (outcome: string) => own.filter((one) => one.outcome === outcome).length;
      expect([participants, success, timedOut, gaveUp].map(Number)).toEqual([
        own.length,
        count('success'),
        count('timed-out'),
        count('gave-up'),
      ]);
    }
  });
});

describe('the report of a study', () => {
  it('names the area that each participant looked at longest, as is true of their sessions', async () => {
    const connection = await openCollected(join(folder, 'out'));
    const { tasks, looks } = await readCollected(join(folder, 'out'), connection);
    connection.closeSync();
    let clear = 0;
    for (const task of made.definition.tasks) {
      const found = findLongestLooks(task, tasks, looks);
      expect(new Set(found.map(({ participant }) => participant)).size).toBe(14);
      for (const { participant, areas } of made.truth.participants) {
        const [first, second] = areas
          .filter((area) => area.task === task.id)
          .toSorted((a, b) => b.dwellMs - a.dwellMs);
        // What is found of the second might be longer than the first.
        if (first!.dwellMs < second!.dwellMs + MOST_LONGER_MS * second!.fixations) continue;
        clear += 1;
        const own = found.filter((look) => look.participant === participant);
        expect(own).toMatchObject([{ verdict: 'longest', aoi: first!.area }]);
        expect(own[0]!.fixationDwellMs).toBeGreaterThan(0.95 * first!.dwellMs);
      }
    }
    expect(clear).toBeGreaterThan(20);
  });
});
