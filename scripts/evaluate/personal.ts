/** `npm run evaluate -- --personal N`: fits the personal readout on N frames of every measurement and tests it on the rest. */
import type { GazeModel } from '../../src/model/gaze-model.ts';
import {
  compareElsewhere,
  compareInSitting,
  spreadEvenly,
  summarizeComparisons,
} from './compare-personal.ts';
import type { Comparison, ComparisonBlock } from './compare-personal.ts';
import type { OpenMeasurement } from './open-measurements.ts';
import { seeMeasurement } from './see-measurement.ts';
import type { SeenMeasurement } from './see-measurement.ts';

export type PersonalReport = {
  /** Known targets that were asked for; a measurement with fewer frames gave all that it has. */
  targets: number;
  /** Of the frames in between; null where no measurement has any. */
  sameMeasurement: ComparisonBlock | null;
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
        another.push(await compareElsewhere(model, other, fit, windowLength));
      }
    }
  }
  const [sameMeasurement, anotherMeasurement] = [same, another].map(summarizeComparisons) as [
    ComparisonBlock | null,
    ComparisonBlock | null,
  ];
  if (!sameMeasurement && !anotherMeasurement) throw new NothingToTestError(targets);
  return { targets, sameMeasurement, anotherMeasurement };
}

const HEADINGS = [
  'tested on',
  'people',
  'without %',
  'with %',
  'fall %',
  'worst without',
  'worst with',
  'worse off',
];

/** A line for each kind of test. */
export function formatPersonal({ targets, sameMeasurement, anotherMeasurement }: PersonalReport): string {
  const rows = [
    HEADINGS,
    formatBlock('same measurement', sameMeasurement),
    formatBlock('another measurement', anotherMeasurement),
  ];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
  return [`the personal readout from ${targets} targets; error %, mean over people`, ...lines].join('\n');
}

function formatBlock(name: string, block: ComparisonBlock | null): string[] {
  if (!block) return [name, '0', ...HEADINGS.slice(2).map(() => '-')];
  const worst = [block.without, block.with].map(
    ({ worstPerson: { person, errorPct } }) => `${person} ${errorPct.toFixed(1)}`,
  );
  const percents = [block.without.errorPct, block.with.errorPct, block.fallPct].map((value) =>
    value.toFixed(1),
  );
  return [name, `${block.people.length}`, ...percents, ...worst, `${block.worseOff}`];
}
