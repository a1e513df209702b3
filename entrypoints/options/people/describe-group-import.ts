// How the import of a group's file goes, and what became of its measurements and accuracy checks, in words.
import type { GroupImportProgress, GroupImportResult, ImportTally } from '../../../src/group/import.ts';
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

/** `storing accuracy check 25 of 120` */
export function describeGroupProgress({ step, of, done, total }: GroupImportProgress): string {
  const what = of === 'checks' ? 'accuracy check' : 'measurement';
  const count = done.toLocaleString();
  return `${step} ${what} ${total === undefined ? count : `${count} of ${total.toLocaleString()}`}`;
}

/** Of a file that could not be imported; `partly`: storing what a group's file holds had begun by then. */
export function describeRefusal({ partly }: { partly: boolean }): string {
  return partly
    ? 'was not imported whole. What was stored by then stays: the group, its people, and what came before the trouble. The same file again goes on from there.'
    : 'was not imported. Nothing that was stored before has changed.';
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
