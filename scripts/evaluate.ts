/**
 * Evaluates the shipped network on measurements: `npm run evaluate -- PATH... [--normalization batch|stored]
 * [--window 32] [--config half|full] [--weights FILE] [--json]`.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { summarizeErrors } from '../src/measurement/error-metrics.ts';
import type { GazeResult } from '../src/measurement/error-metrics.ts';
import { formatReport } from './evaluate/format-report.ts';
import type { EvaluationReport } from './evaluate/format-report.ts';
import { readModel, startNodeBackend } from './evaluate/node-model.ts';
import { listMeasurements, openMeasurement } from './evaluate/open-measurements.ts';
import type { OpenMeasurement } from './evaluate/open-measurements.ts';
import { listUsableFrames, predictMeasurement } from './evaluate/predict-measurement.ts';
import type { Normalization } from './evaluate/read-window.ts';

const USAGE =
  'Usage: npm run evaluate -- PATH... [--normalization batch|stored] [--window 32] [--config half|full] [--weights FILE] [--json]';

type Options = {
  paths: string[];
  normalization: Normalization;
  window: number;
  weights: string;
  json: boolean;
};

/** The command line cannot be understood; the message says what it takes. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

function readOptions(args: string[]): Options {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        normalization: { type: 'string', default: 'batch' },
        window: { type: 'string', default: '32' },
        config: { type: 'string', default: 'half' },
        weights: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}\n${USAGE}`, { cause });
  }
  const { positionals: paths, values } = parsed;
  const { normalization, config, json } = values;
  const window = Number(values.window);
  if (paths.length === 0) throw new UsageError(USAGE);
  if (normalization !== 'batch' && normalization !== 'stored') {
    throw new UsageError(`--normalization is batch or stored, not "${normalization}".`);
  }
  if (!Number.isInteger(window) || window < 1) {
    throw new UsageError(`--window is a whole number of frames, not "${values.window}".`);
  }
  if (config !== 'half' && config !== 'full')
    throw new UsageError(`--config is half or full, not "${config}".`);
  const weights = values.weights ?? join(import.meta.dirname, '../public/model', `${config}.safetensors`);
  return { paths, normalization, window, weights, json };
}

async function evaluate({ paths, normalization, window, weights }: Options): Promise<EvaluationReport> {
  const found: OpenMeasurement[] = [];
  for (const path of paths) {
    for (const each of await listMeasurements(path)) found.push(await openMeasurement(each));
  }
  await startNodeBackend('wasm');
  const model = await readModel(weights);
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {value}/{total} frames, {eta_formatted} left',
    clearOnComplete: true,
  });
  bar.start(
    found.reduce((sum, { measurement }) => sum + listUsableFrames(measurement).length, 0),
    0,
  );
  const all: GazeResult[] = [];
  const measurements: EvaluationReport['measurements'] = [];
  try {
    for (const each of found) {
      const results = await predictMeasurement(model, each, normalization, window, () => bar.increment());
      const { id, person } = each.measurement;
      measurements.push({ id, person, ...summarizeErrors(results) });
      all.push(...results);
    }
  } finally {
    bar.stop();
    model.dispose();
  }
  return { overall: summarizeErrors(all), measurements };
}

try {
  const options = readOptions(process.argv.slice(2));
  const report = await evaluate(options);
  process.stdout.write(`${options.json ? JSON.stringify(report) : formatReport(report)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
