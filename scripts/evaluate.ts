/**
 * Evaluates the shipped network on measurements, tells what known targets or clicks are worth, or reads the gaze in photos: `npm run
 * evaluate -- PATH... [--reading memory|alone|measured|batch] [--window 32] [--person PATH]
 * [--personal N | --clicks N] [--config half|full] [--weights FILE] [--json]`; `--help` says what each is.
 */
import { SingleBar } from 'cli-progress';
import { summarizeErrors, type GazeResult } from '../src/measurement/error-metrics.ts';
import type { GazeModel, ReaderEntry } from '../src/model/gaze-model.ts';
import { evaluateClicks, formatClicks } from './evaluate/clicks.ts';
import { formatReport, type EvaluationReport } from './evaluate/format-report.ts';
import { readModel, startNodeBackend } from './evaluate/node-model.ts';
import { listMeasurements, openMeasurement, type OpenMeasurement } from './evaluate/open-measurements.ts';
import { readOptions, USAGE, type Options } from './evaluate/options.ts';
import { evaluatePersonal, formatPersonal } from './evaluate/personal.ts';
import { formatPhotos, readPhotos } from './evaluate/photos.ts';
import { predictMeasurement } from './evaluate/predict-measurement.ts';
import { openPerson, readPerson, refuseSame } from './evaluate/read-person.ts';
import { listUsableFrames } from './evaluate/usable-frames.ts';
import { runCommand } from './run-command.ts';

/** What is printed: as a table or lines, or as one JSON object. */
async function run(options: Options): Promise<string> {
  const person = options.person === undefined ? undefined : await openPerson(options.person);
  const found: OpenMeasurement[] = [];
  for (const path of options.paths) {
    for (const each of await listMeasurements(path)) found.push(await openMeasurement(each));
  }
  if (person) refuseSame(person, found);
  await startNodeBackend('wasm');
  const model = await readModel(options.weights);
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {value}/{total} frames, {eta_formatted} left',
    clearOnComplete: true,
  });
  try {
    const sources = person ? [person, ...found] : found;
    const count = sources.reduce((sum, source) => sum + listUsableFrames(source).length, 0);
    if (count > 0) bar.start(count, 0);
    const known = person ? await readPerson(model, person, () => bar.increment()) : [];
    if (options.photos.length > 0) {
      const report = await readPhotos(model, options.photos, known);
      return options.json ? JSON.stringify(report) : formatPhotos(report);
    }
    const onFrame = (): void => bar.increment();
    if (options.personal !== undefined) {
      const { personal: targets, window: windowLength } = options;
      const report = await evaluatePersonal(model, found, { targets, windowLength, onFrame });
      return options.json ? JSON.stringify(report) : formatPersonal(report);
    }
    if (options.clicks !== undefined) {
      const report = await evaluateClicks(model, found, { clicks: options.clicks, onFrame });
      return options.json ? JSON.stringify(report) : formatClicks(report);
    }
    const report = await evaluate(model, found, { ...options, known, onFrame });
    return options.json ? JSON.stringify(report) : formatReport(report);
  } finally {
    bar.stop();
    model.dispose();
  }
}

async function evaluate(
  model: GazeModel,
  found: OpenMeasurement[],
  { reading, window, known, onFrame }: Options & { known: ReaderEntry[]; onFrame(): void },
): Promise<EvaluationReport> {
  const all: GazeResult[] = [];
  const measurements: EvaluationReport['measurements'] = [];
  for (const each of found) {
    const options = { reading, windowLength: window, person: known, onFrame };
    const results = await predictMeasurement(model, each, options);
    const { id, person } = each.measurement;
    measurements.push({ id, person, ...summarizeErrors(results) });
    all.push(...results);
  }
  return { overall: summarizeErrors(all), measurements };
}

await runCommand(USAGE, (args) => run(readOptions(args)));
