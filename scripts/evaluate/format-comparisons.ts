/** Prints what known targets are worth as a table. */
import type { ComparisonBlock } from './compare-personal.ts';

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

/** A title, and a line for each kind of test. */
export function formatComparisons(title: string, blocks: Record<string, ComparisonBlock | null>): string {
  const rows = [HEADINGS, ...Object.entries(blocks).map(([name, block]) => formatBlock(name, block))];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
  return [title, ...lines].join('\n');
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
