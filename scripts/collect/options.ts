/** The command line of `npm run collect`. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { UsageError } from '../analyse/options.ts';

export const USAGE = `Usage: npm run collect -- --study FILE --in DIR --out DIR [--identity KEYFILE]... [--workers N]
  [--worst-grade 1..6|none] [--max-accuracy PCT|none] [--max-data-loss PCT|none] [--complete-only]
  [--withdrawn CODE]... [--revisions same|all] [--no-samples] [--no-pictures]

--study          the study's file (*.fovea-study.json), byte for byte the one that participants were given
--in             the folder that submissions came into; searched through, whatever the files are called
--out            where to write: a new folder, or one that was collected into before; then only what is new is read
--identity       file with the age key ("AGE-SECRET-KEY-1…") that submissions are encrypted to; may be given several times
--workers        submissions read at once; default: as many as there are processor cores
--worst-grade    validations graded worse are left out; default: the study's gate, where it lets nobody go on below it
--max-accuracy   validations that were off by more, in % of the screen, are left out; default: none
--max-data-loss  recordings that lost more of their samples, in %, are left out; default: 60, from where on a check means nothing
--complete-only  those who left before the end are left out
--withdrawn      code of a participant who asked you to delete what is theirs; may be given several times, and in every later run
--revisions      "all": submissions to other revisions of the study count as well; default: same
--no-samples     the table of samples, by far the largest, is not written
--no-pictures    no pictures of pages are kept for heatmaps
--help           print this

Writes DIR/dataset/TABLE/study=ID/participant=CODE/SUBMISSION.parquet for DuckDB, Spark, Trino, pandas and the like, DIR/exclusions.csv
with what was left out and why, and DIR/collection.json. Ctrl+C stops it; the next run goes on. See docs/collecting-results.md.`;

export type CollectOptions = {
  study: string;
  in: string;
  out: string;
  identities: string[];
  workers: number;
  /** undefined: the study's own. */
  worstGrade: number | null | undefined;
  maxAccuracyPct: number | null | undefined;
  maxDataLossPct: number | null | undefined;
  completeOnly: boolean;
  withdrawn: string[];
  revisions: 'same' | 'all';
  samples: boolean;
  pictures: boolean;
};

/** @throws {UsageError} */
export function readOptions(args: string[]): CollectOptions {
  const values = parse(args);
  const path = (name: 'study' | 'in' | 'out'): string => {
    const value = values[name];
    if (value === undefined) throw new UsageError(`--${name} is missing.\n\n${USAGE}`);
    return value;
  };
  if (values.revisions !== 'same' && values.revisions !== 'all') {
    throw new UsageError(`--revisions is same or all, not "${values.revisions}".`);
  }
  return {
    study: path('study'),
    in: path('in'),
    out: path('out'),
    identities: values.identity ?? [],
    workers: values.workers === undefined ? availableParallelism() : readWorkers(values.workers),
    worstGrade: readBound('--worst-grade', values['worst-grade'], 6),
    maxAccuracyPct: readBound('--max-accuracy', values['max-accuracy'], Infinity),
    maxDataLossPct: readBound('--max-data-loss', values['max-data-loss'], 100),
    completeOnly: values['complete-only'] ?? false,
    withdrawn: values.withdrawn ?? [],
    revisions: values.revisions,
    samples: !(values['no-samples'] ?? false),
    pictures: !(values['no-pictures'] ?? false),
  };
}

function readBound(name: string, text: string | undefined, most: number): number | null | undefined {
  if (text === undefined) return undefined;
  if (text === 'none') return null;
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= most) return value;
  const range = most === Infinity ? 'a number of at least 0' : `a number from 0 to ${most}`;
  throw new UsageError(`${name} is ${range}, or "none", not "${text}".`);
}

function readWorkers(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new UsageError(`--workers is a whole number of at least 1, not "${text}".`);
}

function parse(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        study: { type: 'string' },
        in: { type: 'string' },
        out: { type: 'string' },
        identity: { type: 'string', multiple: true },
        workers: { type: 'string' },
        'worst-grade': { type: 'string' },
        'max-accuracy': { type: 'string' },
        'max-data-loss': { type: 'string' },
        'complete-only': { type: 'boolean' },
        withdrawn: { type: 'string', multiple: true },
        revisions: { type: 'string', default: 'same' },
        'no-samples': { type: 'boolean' },
        'no-pictures': { type: 'boolean' },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
