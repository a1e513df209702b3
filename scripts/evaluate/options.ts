/** The command line of `npm run evaluate`. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LEAST_TARGETS } from '../../src/model/fit-personal.ts';
import { isPhoto } from './photos.ts';
import { READINGS } from './read-window.ts';
import type { Reading } from './read-window.ts';

export const USAGE = `Usage: npm run evaluate -- PATH... [--reading memory|alone|measured|batch] [--window 32] [--person PATH]
  [--personal N | --clicks N] [--config half|full] [--weights FILE] [--json]

PATH: measurements (zips or folders), folders of them, or photos.
--reading   what the gaze in a frame is read beside:
            memory    the other frames of its window, their targets unknown (the default)
            alone     nothing, or what --person says
            measured  every second frame of the measurement, with its target
            batch     the article's method: the window is a batch that is normalized by itself
--window    frames of a window; default 32
--person    a measurement that the person is known by; photos and frames are read beside it
--personal  what N known targets (5 or more, such as 9, 25 or 100) are worth: the personal readout is fitted on N frames of
            every measurement, evenly spread, or on all where it has fewer. Prints the error with the readout and without,
            on the measurement's other frames and on other measurements of the same person; and on the former with what
            another measurement says besides, against without that
--clicks    what N clicks (5 or more) are worth to whoever learns from clicks: plays them on N frames of every measurement,
            once as if all had been looked at, once as if a fifth had not, and prints the error with and without them
--config    half (the default) or full: the weights that the extension ships
--weights   other weights
--json      print one JSON object and nothing else
--help      print this`;

export type Options = {
  /** Measurements, or folders of them. */
  paths: string[];
  /** Where there are any, they are all that is read. */
  photos: string[];
  reading: Reading;
  window: number;
  /** The measurement that the person is known by. */
  person: string | undefined;
  /** The targets that the personal readout is given, where its worth is asked for. */
  personal: number | undefined;
  /** The clicks that are played, where their worth is asked for. */
  clicks: number | undefined;
  weights: string;
  json: boolean;
};

/** The command line cannot be understood; the message says what it takes. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError */
export function readOptions(args: string[]): Options {
  const { positionals, values } = parse(args);
  const { reading = null, person, config, json } = values;
  const [personal, clicks] = [values.personal, values.clicks].map((value) =>
    value === undefined ? undefined : Number(value),
  );
  const photos = positionals.filter(isPhoto);
  const paths = positionals.filter((path) => !isPhoto(path));
  const window = Number(values.window);
  if (positionals.length === 0) throw new UsageError(USAGE);
  if (!isReading(reading)) {
    throw new UsageError(`--reading is memory, alone, measured or batch, not "${reading}".`);
  }
  if (photos.length > 0 && paths.length > 0) {
    throw new UsageError(
      `Photos and measurements are read apart: ${photos[0]} is a photo, ${paths[0]} is none.`,
    );
  }
  for (const [option, count, what] of [
    ['personal', personal, 'targets'],
    ['clicks', clicks, 'clicks'],
  ] as const) {
    if (count === undefined) continue;
    if (!Number.isInteger(count) || count < LEAST_TARGETS) {
      throw new UsageError(`--${option} is ${LEAST_TARGETS} ${what} or more, not "${values[option]}".`);
    }
    if (reading !== null || person !== undefined || photos.length > 0) {
      throw new UsageError(
        `--${option} reads measurements in a way of its own: no --reading, no --person, no photos.`,
      );
    }
  }
  if (personal !== undefined && clicks !== undefined) {
    throw new UsageError('--personal and --clicks are asked for one at a time.');
  }
  if (reading !== null && reading !== 'alone' && (person !== undefined || photos.length > 0)) {
    const what = photos.length > 0 ? 'A photo' : 'With --person every frame';
    throw new UsageError(`${what} is read alone, not with --reading ${reading}.`);
  }
  if (!Number.isInteger(window) || window < 1) {
    throw new UsageError(`--window is a whole number of frames, not "${values.window}".`);
  }
  if (config !== 'half' && config !== 'full') {
    throw new UsageError(`--config is half or full, not "${config}".`);
  }
  const weights = values.weights ?? join(import.meta.dirname, '../../public/model', `${config}.safetensors`);
  const implied = person === undefined && photos.length === 0 ? 'memory' : 'alone';
  return { paths, photos, reading: reading ?? implied, window, person, personal, clicks, weights, json };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        reading: { type: 'string' },
        window: { type: 'string', default: '32' },
        person: { type: 'string' },
        personal: { type: 'string' },
        clicks: { type: 'string' },
        config: { type: 'string', default: 'half' },
        weights: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}\n${USAGE}`, { cause });
  }
}

function isReading(value: string | null): value is Reading | null {
  return value === null || (READINGS as readonly string[]).includes(value);
}
