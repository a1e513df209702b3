/** The check's figures as text. */
import type { Causes } from './causes.ts';
import { errorOf, percent, summarize, type Agreement, type Comparison, type Following } from './compare.ts';

/** One frame with all that was found out about it. */
export interface FrameReport {
  readonly name: string;
  readonly file: string;
  readonly comparison: Comparison;
  readonly causes: Causes;
}

/** Lays cells out in columns: the first to the left, the others to the right. */
export function layOut(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const HEADER = [
  '',
  'frames',
  'found',
  'elsewhere',
  'iris: median',
  'p90',
  'corners: median',
  'p90',
  'lids: median',
];

/** One line of the table: share found, errors in % of the distance between the eyes. */
export function agreementRow(name: string, { frames, rate, elsewhere, errors }: Agreement): string[] {
  const { iris, corner, lid } = errors;
  const error = (value: number): string => (Number.isNaN(value) ? '-' : percent(value));
  return [
    name,
    String(frames),
    percent(rate),
    String(elsewhere),
    error(iris.median),
    error(iris.p90),
    error(corner.median),
    error(corner.p90),
    error(lid.median),
  ];
}

/** Classes of a scale by their bounds, names by the alphabet. */
function rankOf(name: string): number {
  const bound = Number(/^(?:below )?(-?\d+)/.exec(name)?.[1] ?? 0);
  return name.startsWith('below') ? bound - 0.5 : bound;
}

/** All frames, then the frames of every class of every cause. */
export function describeAgreement(frames: readonly FrameReport[]): string {
  const rows = [HEADER, agreementRow('all frames', summarize(frames.map(({ comparison }) => comparison)))];
  const causes = [...new Set(frames.flatMap((frame) => Object.keys(frame.causes)))];
  for (const cause of causes) {
    const classes = new Map<string, Comparison[]>();
    for (const frame of frames) {
      const name = frame.causes[cause] ?? 'not told';
      classes.set(name, [...(classes.get(name) ?? []), frame.comparison]);
    }
    const byName = [...classes].sort(([a], [b]) => rankOf(a) - rankOf(b) || a.localeCompare(b, 'en'));
    for (const [name, comparisons] of byName)
      rows.push(agreementRow(`${cause}: ${name}`, summarize(comparisons)));
  }
  return layOut(rows);
}

const signed = (share: number): string => `${share > 0 ? '+' : ''}${(100 * share).toFixed(2)} %`;

/** Where the detector's landmarks lie beside the truth on average: another definition of the place, or a wrong drawing. */
export function describeBias({ bias }: Agreement): string {
  return layOut([
    ['detected minus true', 'to the right', '+-', 'down', '+-'],
    ...bias.map(({ place, dx, dy, sdX, sdY }) => [place, signed(dx), percent(sdX), signed(dy), percent(sdY)]),
  ]);
}

const words = ({ slope, correlation }: Following): string =>
  `${slope.toFixed(2)} (correlation ${correlation.toFixed(2)})`;

/** How the detected irises follow the true ones within the eye. */
export function describeFollowing({ right, down }: { right: Following; down: Following }): string {
  return `per true displacement of an iris within its eye the detected one moves sideways by ${words(right)}, up and down by ${words(down)}`;
}

/** One frame: not found, or how far its irises and corners are off on average. */
export function describeFrame({ file, comparison, causes }: FrameReport): string {
  const what =
    comparison.verdict === 'found' ? `${percent(errorOf(comparison))} off` : `face ${comparison.verdict}`;
  return `${what}: ${file} (${Object.entries(causes)
    .map(([cause, value]) => `${cause} ${value}`)
    .join('; ')})`;
}
