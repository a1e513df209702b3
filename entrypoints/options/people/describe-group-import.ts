// What became of the measurements and accuracy checks of a group's file, in words.
import type { GroupImportResult, ImportTally } from '../../../src/group/import.ts';
import { formatCount } from '../../../src/ui/format-size.ts';

type Tallies = Pick<GroupImportResult, 'measurements' | 'checks'>;

/** `2 measurements and 3 accuracy checks were added, 1 measurement was here already` */
export function describeGroupImport(tallies: Tallies): string {
  return [
    tell(tallies, 'imported', 'added') ?? 'nothing was added',
    tell(tallies, 'duplicates', 'here already'),
    tell(tallies, 'refused', 'left out, of people who withdrew'),
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

function tell({ measurements, checks }: Tallies, key: keyof ImportTally, what: string): string | undefined {
  const things = countThings(measurements[key], checks[key]);
  if (things === '') return undefined;
  return `${things} ${measurements[key] + checks[key] === 1 ? 'was' : 'were'} ${what}`;
}

/** `2 measurements and 3 accuracy checks`, without what there is none of. */
function countThings(measurements: number, checks: number): string {
  return [
    ...(measurements > 0 ? [formatCount(measurements, 'measurement')] : []),
    ...(checks > 0 ? [formatCount(checks, 'accuracy check')] : []),
  ].join(' and ');
}
