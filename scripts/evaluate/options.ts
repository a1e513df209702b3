/** The command line of `npm run evaluate`. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isPhoto } from './photos.ts';
import { READINGS } from './read-window.ts';
import type { Reading } from './read-window.ts';

const USAGE = `Usage: npm run evaluate -- PATH... [--reading memory|alone|batch] [--window 32] [--person PATH]
  [--config half|full] [--weights FILE] [--json]`;

export type Options = {
  /** Measurements, or folders of them. */
  paths: string[];
  /** Where there are any, they are all that is read. */
  photos: string[];
  reading: Reading;
  window: number;
  /** The measurement that the person is known by. */
  person: string | undefined;
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
  const photos = positionals.filter(isPhoto);
  const paths = positionals.filter((path) => !isPhoto(path));
  const window = Number(values.window);
  if (positionals.length === 0) throw new UsageError(USAGE);
  if (!isReading(reading)) {
    throw new UsageError(`--reading is memory, alone or batch, not "${reading}".`);
  }
  if (photos.length > 0 && paths.length > 0) {
    throw new UsageError(
      `Photos and measurements are read apart: ${photos[0]} is a photo, ${paths[0]} is none.`,
    );
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
  return { paths, photos, reading: reading ?? implied, window, person, weights, json };
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
