/** The command line of `npm run analyse`. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { FixationMethod, FixationParameters } from '../../src/gaze/fixation-parameters.ts';
import { parseAoiFile } from '../../src/session/aoi-file.ts';
import type { Aoi } from '../../src/session/aois.ts';
import { isAvailable, type ExportFormat } from '../../src/session/export/export-formats.ts';
import { DETAIL_LEVELS, type DetailLevel } from '../../src/session/session-data.ts';

/** What is written of each session beside the dataset; a film needs a browser. */
export const SESSION_FORMATS = ['csv', 'jspsych', 'bids', 'png', 'svg'] as const satisfies ExportFormat[];
export type SessionFormat = (typeof SESSION_FORMATS)[number];

export const USAGE = `Usage: npm run analyse -- SESSION... --out DIR [--aoi FILE] [--level aois|fixations|samples|screenshots]
  [--formats csv,jspsych,bids,png,svg] [--fixations idt|ivt] [--unit deg|pct] [--dispersion N] [--velocity N]
  [--min-duration MS] [--max-gap MS] [--sql FILE]... [--jobs N]

SESSION: session files (*.session.zip), folders that hold any (searched through), or patterns such as 'data/**/*.session.zip'.
--out           where to write: a folder that is new or empty
--aoi           areas of interest, as the report saves them (fovea-aois)
--level         how much detail is written; default fixations. See docs/exports.md
--formats       what is written of each session into DIR/sessions/ID (bids: into DIR/bids); default csv,svg. "none": nothing
                but the dataset. At the level of screenshots, png and svg show the page
--fixations     by dispersion (idt, the default) or velocity (ivt)
--unit          of --dispersion and --velocity: degrees, or per cent of the screen's width; default: what suits the session
--dispersion    idt: largest (max x - min x) + (max y - min y); default: what suits the session's precision
--velocity      ivt: largest, per second; default: what suits the session's precision
--min-duration  ms; shorter fixations are none
--max-gap       ms; samples lost for so long are bridged
--sql           runs the queries of a file over the dataset with DuckDB, and writes DIR/NAME.csv for DIR/.../NAME.sql; needs the
                level of fixations or more. Such as scripts/analyse/sql/heat-grid.sql
--jobs          sessions analysed at once; default: as many as there are processor cores
--help          print this

Writes DIR/aois.csv (over all participants, with confidence intervals), DIR/sessions.csv, DIR/errors.csv where there were any, and
DIR/dataset/TABLE/session=ID/part.parquet for DuckDB, pandas and the like. Ends with status 1 where a file could not be analysed.`;

export type AnalyseOptions = {
  paths: string[];
  out: string;
  aois: Aoi[];
  level: DetailLevel;
  formats: SessionFormat[];
  method: FixationMethod;
  /** In place of what suits a session. */
  parameters: Partial<FixationParameters>;
  sql: string[];
  jobs: number;
};

/** The command line cannot be understood; the message says what it takes. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws {UsageError}; {MeasurementFileError} where the areas cannot be read */
export function readOptions(args: string[]): AnalyseOptions {
  const { positionals, values } = parse(args);
  if (positionals.length === 0) throw new UsageError(USAGE);
  if (values.out === undefined)
    throw new UsageError('--out says where to write: a folder that is new or empty.');
  const level = oneOf('--level', values.level, DETAIL_LEVELS);
  const sql = values.sql ?? [];
  if (sql.length > 0 && level === 'aois') {
    throw new UsageError('--sql asks the dataset of fixations, which --level aois leaves out.');
  }
  return {
    paths: positionals,
    out: values.out,
    aois: values.aoi === undefined ? [] : parseAoiFile(readFileSync(values.aoi, 'utf8'), values.aoi),
    level,
    formats: readFormats(values.formats, level),
    method: oneOf('--fixations', values.fixations, ['idt', 'ivt']),
    parameters: readParameters(values),
    sql,
    jobs: values.jobs === undefined ? availableParallelism() : positive('--jobs', values.jobs),
  };
}

function readFormats(list: string | undefined, level: DetailLevel): SessionFormat[] {
  if (list === 'none') return [];
  const wanted = (list ?? 'csv,svg').split(',').map((format) => oneOf('--formats', format, SESSION_FORMATS));
  // What was not asked for by name may be left out.
  if (list === undefined) return wanted.filter((format) => isAvailable(format, level));
  const refused = wanted.find((format) => !isAvailable(format, level));
  if (refused) throw new UsageError(`--formats ${refused} holds nothing at --level ${level}.`);
  return [...new Set(wanted)];
}

function readParameters(values: ReturnType<typeof parse>['values']): Partial<FixationParameters> {
  const number = (name: string, value: string | undefined) =>
    value === undefined ? undefined : positive(name, value);
  const parameters = {
    unit: values.unit === undefined ? undefined : oneOf('--unit', values.unit, ['deg', 'pct'] as const),
    dispersion: number('--dispersion', values.dispersion),
    velocity: number('--velocity', values.velocity),
    minDurationMs: number('--min-duration', values['min-duration']),
    maxGapMs: number('--max-gap', values['max-gap']),
  };
  const threshold = parameters.dispersion ?? parameters.velocity;
  if ((threshold === undefined) !== (parameters.unit === undefined)) {
    throw new UsageError('--dispersion and --velocity need a --unit, and --unit needs one of them.');
  }
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  if (allowed.includes(value as T)) return value as T;
  throw new UsageError(`${name} is ${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}, not "${value}".`);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`${name} is a number above 0, not "${text}".`);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        aoi: { type: 'string' },
        level: { type: 'string', default: 'fixations' },
        formats: { type: 'string' },
        fixations: { type: 'string', default: 'idt' },
        unit: { type: 'string' },
        dispersion: { type: 'string' },
        velocity: { type: 'string' },
        'min-duration': { type: 'string' },
        'max-gap': { type: 'string' },
        sql: { type: 'string', multiple: true },
        jobs: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
