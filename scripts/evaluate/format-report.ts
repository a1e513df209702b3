/** Prints error blocks as a table. */
import type { ErrorBlock } from '../../src/measurement/error-metrics.ts';

export type EvaluationReport = {
  overall: ErrorBlock;
  measurements: ({ id: string; person: string } & ErrorBlock)[];
};

const HEADINGS = ['measurement', 'person', 'frames', 'error %', 'diagonal %', 'centre %', 'cm', 'degrees'];

/** One line per measurement, then all together and the worst person. */
export function formatReport({ overall, measurements }: EvaluationReport): string {
  const rows = [
    HEADINGS,
    ...measurements.map(({ id, person, ...block }) => [id, person, ...formatBlock(block)]),
    ['all', `${new Set(measurements.map(({ person }) => person)).size} people`, ...formatBlock(overall)],
  ];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
  const { person, errorPct } = overall.worstPerson;
  return [...lines, `worst person: ${person}, ${errorPct.toFixed(1)} %`].join('\n');
}

function formatBlock(block: ErrorBlock): string[] {
  const { frames, errorPct, diagonalPct, centreErrorPct, errorCm, errorDeg } = block;
  const percents = [errorPct, diagonalPct, centreErrorPct].map((value) => value.toFixed(1));
  return [`${frames}`, ...percents, ...[errorCm, errorDeg].map((value) => value?.toFixed(1) ?? '-')];
}
