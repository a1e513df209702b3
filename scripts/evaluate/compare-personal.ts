/** What a few known targets are worth: the error with the personal readout and without, in the same sitting and in others. */
import { summarizeErrors } from '../../src/measurement/error-metrics.ts';
import type { GazeResult } from '../../src/measurement/error-metrics.ts';
import type { GazeModel, PersonalFit, ReaderEntry } from '../../src/model/gaze-model.ts';
import { fitPersonal } from '../../src/model/fit-personal.ts';
import type { Lessons } from '../../src/model/fit-personal.ts';
import { transferFit } from '../../src/model/personal-readout.ts';
import type { SeenFrame, SeenMeasurement } from './see-measurement.ts';
import { splitWindows } from './usable-frames.ts';

/** The same frames, read without the personal readout and with it. */
export type Comparison = { without: GazeResult[]; with: GazeResult[] };

/** `errorPct` of one person. */
export type PersonComparison = { person: string; frames: number; withoutPct: number; withPct: number };

export type Side = { errorPct: number; worstPerson: { person: string; errorPct: number } };

/** Over people: every person counts the same, however many frames they have. */
export type ComparisonBlock = {
  people: PersonComparison[];
  without: Side;
  with: Side;
  /** How much the readout takes off the error, %; below 0 it adds to it. */
  fallPct: number;
  /** How many people it leaves worse off. */
  worseOff: number;
};

type ComparedModel = Pick<GazeModel, 'remember' | 'read' | 'personal'>;

/** Up to `count` frames, evenly spread through the order in which they are given, and the others. */
export function spreadEvenly<T>(frames: readonly T[], count: number): { chosen: T[]; others: T[] } {
  const most = Math.min(count, frames.length);
  const taken = new Set(
    Array.from({ length: most }, (_, i) => Math.floor(((i + 0.5) * frames.length) / most)),
  );
  return {
    chosen: frames.filter((_, i) => taken.has(i)),
    others: frames.filter((_, i) => !taken.has(i)),
  };
}

/**
 * The same sitting: every frame beside those that the person is known by, whose targets are kept back the first time. Also
 * gives what the targets said.
 */
export async function compareInSitting(
  model: ComparedModel,
  { toResult }: SeenMeasurement,
  known: readonly ReaderEntry[],
  asked: readonly SeenFrame[],
): Promise<Comparison & { fit: PersonalFit | undefined }> {
  const read = async (memory: readonly ReaderEntry[]): Promise<GazeResult[]> => {
    await model.remember(memory);
    const gazes = await model.read(asked.map(({ features }) => features));
    return gazes.map((gaze, i) => toResult(asked[i]!, gaze));
  };
  const without = await read(known.map(withoutTarget));
  return { without, with: await read(known), fit: model.personal };
}

/**
 * Another sitting: its frames are read beside each other, window by window, as they are while nobody knows what they look
 * at. Its targets are asked about only.
 */
export async function compareElsewhere(
  model: ComparedModel,
  { frames, toResult }: SeenMeasurement,
  fit: PersonalFit | undefined,
  windowLength: number,
): Promise<Comparison> {
  const comparison: Comparison = { without: [], with: [] };
  const transferred = fit && transferFit(fit);
  for (const { start, newFrom, end } of splitWindows(frames.length, windowLength)) {
    const memory = frames.slice(start, end).map(withoutTarget);
    const asked = frames.slice(newFrom, end);
    for (const [side, known] of [
      ['without', undefined],
      ['with', transferred],
    ] as const) {
      await model.remember(memory, known);
      const gazes = await model.read(asked.map(({ features }) => features));
      comparison[side].push(...gazes.map((gaze, i) => toResult(asked[i]!, gaze)));
    }
  }
  return comparison;
}

/** How many frames of the sitting's own another sitting counts for, whatever its length. */
const ANOTHER_COUNTS = 4;

/**
 * The same sitting, known by some of its targets and those of another one: against its own alone. The other sitting's
 * embeddings and residuals are moved so that their means are those of the sitting's own: another light or seat is no lesson.
 */
export async function compareCombined(
  model: Pick<GazeModel, 'remember' | 'read' | 'personal' | 'study' | 'personalRidge'>,
  sitting: SeenMeasurement,
  { known, asked, another }: Record<'known' | 'asked' | 'another', readonly SeenFrame[]>,
): Promise<Comparison> {
  const { with: without } = await compareInSitting(model, sitting, known, asked);
  const theirs = await model.study(another);
  const own = await model.study(known);
  const moved = {
    embeddings: moveMean(theirs.embeddings, own.embeddings),
    residuals: moveMean(theirs.residuals, own.residuals) as Lessons['residuals'],
    count: ANOTHER_COUNTS,
  };
  await model.remember(
    known.map(withoutTarget),
    fitPersonal(own.embeddings, own.residuals, model.personalRidge, moved),
  );
  const gazes = await model.read(asked.map(({ features }) => features));
  return { without, with: gazes.map((gaze, i) => sitting.toResult(asked[i]!, gaze)) };
}

/** The rows, moved so that their mean is that of the others. */
function moveMean(rows: number[][], others: number[][]): number[][] {
  const [from, to] = [measureMean(rows), measureMean(others)];
  return rows.map((row) => row.map((value, column) => value - from[column]! + to[column]!));
}

function measureMean(rows: number[][]): number[] {
  return rows[0]!.map((_, column) => rows.reduce((sum, row) => sum + row[column]!, 0) / rows.length);
}

/** Sums comparisons up; null where there is none. */
export function summarizeComparisons(comparisons: readonly Comparison[]): ComparisonBlock | null {
  const [without, withIt] = (['without', 'with'] as const).map((side) =>
    comparisons.flatMap((comparison) => comparison[side]),
  ) as [GazeResult[], GazeResult[]];
  if (without.length === 0) return null;
  const people = [...new Set(without.map(({ person }) => person))].map((person): PersonComparison => {
    const [before, after] = [without, withIt].map((results) =>
      summarizeErrors(results.filter((result) => result.person === person)),
    ) as [ReturnType<typeof summarizeErrors>, ReturnType<typeof summarizeErrors>];
    return { person, frames: before.frames, withoutPct: before.errorPct, withPct: after.errorPct };
  });
  const [before, after] = [sumUp(people, 'withoutPct'), sumUp(people, 'withPct')];
  return {
    people,
    without: before,
    with: after,
    fallPct: 100 * (1 - after.errorPct / before.errorPct),
    worseOff: people.filter(({ withoutPct, withPct }) => withPct > withoutPct).length,
  };
}

function sumUp(people: readonly PersonComparison[], side: 'withoutPct' | 'withPct'): Side {
  const worst = people.reduce((a, b) => (b[side] > a[side] ? b : a));
  const sum = people.reduce((total, each) => total + each[side], 0);
  return { errorPct: sum / people.length, worstPerson: { person: worst.person, errorPct: worst[side] } };
}

/** A frame as an entry that does not say where it looks. */
export function withoutTarget({ features }: Pick<ReaderEntry, 'features'>): ReaderEntry {
  return { features };
}
