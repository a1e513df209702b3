/** `npm run evaluate -- --personal N`: fits the personal readout on N frames of every measurement and tests it on the rest. */
import type { GazeModel } from '../../src/model/gaze-model.ts';
import {
  compareCombined,
  compareElsewhere,
  compareInSitting,
  spreadEvenly,
  summarizeComparisons,
} from './compare-personal.ts';
import type { Comparison, ComparisonBlock } from './compare-personal.ts';
import { formatComparisons } from './format-comparisons.ts';
import type { OpenMeasurement } from './open-measurements.ts';
import { seeMeasurement } from './see-measurement.ts';
import type { SeenMeasurement } from './see-measurement.ts';

export type PersonalReport = {
  /** Known targets that were asked for; a measurement with fewer frames gave all that it has. */
  targets: number;
  /** Of the frames in between; null where no measurement has any. */
  sameMeasurement: ComparisonBlock | null;
  /** The same, with the targets of another measurement of the person besides, against those targets alone. */
  combined: ComparisonBlock | null;
  /** Of every other measurement of the same person; null where no person has two. */
  anotherMeasurement: ComparisonBlock | null;
};

export type PersonalOptions = { targets: number; windowLength: number; onFrame?(): void };

/** Nothing is left to test on. */
export class NothingToTestError extends Error {
  override readonly name = 'NothingToTestError';

  constructor(targets: number) {
    super(
      `--personal ${targets} leaves no frame to test on: give measurements with more frames, or several of one person.`,
    );
  }
}

/** @throws NothingToTestError */
export async function evaluatePersonal(
  model: GazeModel,
  sources: readonly OpenMeasurement[],
  { targets, windowLength, onFrame }: PersonalOptions,
): Promise<PersonalReport> {
  const same: Comparison[] = [];
  const both: Comparison[] = [];
  const another: Comparison[] = [];
  for (const person of new Set(sources.map(({ measurement }) => measurement.person))) {
    const own = sources.filter(({ measurement }) => measurement.person === person);
    const sittings: SeenMeasurement[] = [];
    for (const source of own) sittings.push(await seeMeasurement(model, source, onFrame));
    for (const sitting of sittings) {
      const { chosen, others } = spreadEvenly(sitting.frames, targets);
      const { fit, ...comparison } = await compareInSitting(model, sitting, chosen, others);
      same.push(comparison);
      for (const other of sittings.filter(({ id }) => id !== sitting.id)) {
        const frames = { known: chosen, asked: others, another: other.frames };
        if (others.length > 0) both.push(await compareCombined(model, sitting, frames));
        another.push(await compareElsewhere(model, other, fit, windowLength));
      }
    }
  }
  const sameMeasurement = summarizeComparisons(same);
  const combined = summarizeComparisons(both);
  const anotherMeasurement = summarizeComparisons(another);
  if (!sameMeasurement && !anotherMeasurement) throw new NothingToTestError(targets);
  return { targets, sameMeasurement, combined, anotherMeasurement };
}

/** A line for each kind of test. */
export function formatPersonal({
  targets,
  sameMeasurement,
  combined,
  anotherMeasurement,
}: PersonalReport): string {
  return formatComparisons(`the personal readout from ${targets} targets; error %, mean over people`, {
    'same measurement': sameMeasurement,
    'and by another one': combined,
    'another measurement': anotherMeasurement,
  });
}
