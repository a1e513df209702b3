/**
 * Which memory is the best: the error on sequences that the network was never trained on, for every policy:
 * `npm run bench:policies -- SEQUENCES --dots DIR [--people p0001,p0002] [--exact] [--row NAME]... [--weights FILE] [--json FILE]`;
 * `npm run bench:policies -- --print FILE...` makes one table of what several processes wrote.
 *
 * SEQUENCES holds rendered sequences (`training/README.md`), DIR the dots of the same sittings. All of it runs in the
 * product's own tracker. `--exact` adds the article's method, a batch of the last 32 looks for each: it takes long, and is
 * measured every 5 s only.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { createViewCutter } from '../src/camera/cut-view.ts';
import { balanced } from '../src/gaze/memory/balanced.ts';
import { chooseNear } from '../src/gaze/memory/choose-near.ts';
import { createDiversePolicy } from '../src/gaze/memory/diverse.ts';
import type { MemoryChoice, MemoryPolicy } from '../src/gaze/memory/frame-memory.ts';
import { recent } from '../src/gaze/memory/recent.ts';
import { strided } from '../src/gaze/memory/strided.ts';
import { createTracker } from '../src/gaze/tracker.ts';
import type { GazeModel, ReaderEntry, ViewImage } from '../src/model/gaze-model.ts';
import { readModel, startNodeBackend } from './evaluate/node-model.ts';
import { openMeasurement } from './evaluate/open-measurements.ts';
import { readPerson } from './evaluate/read-person.ts';
import { createSeenFrames } from './policies/seen-frames.ts';
import type { SeenFrames } from './policies/seen-frames.ts';
import { openSequences, STARE } from './policies/sequences.ts';
import type { Sequence } from './policies/sequences.ts';

const SECOND = 1000;
const EXACT_WINDOW = 32;
const EXACT_EVERY_MS = 5 * SECOND;
/** In a stare, whose growth is asked for. */
const EXACT_IN_STARE_MS = SECOND;

/** One row of the table: a memory, and what it starts from. */
type Row = {
  name: string;
  policy: MemoryPolicy;
  choose: MemoryChoice;
  /** 0: nothing of the run is remembered. */
  capacity: number;
  start: 'nothing' | 'dots' | 'measurement';
};

/** Error of one look, in % of the screen, at its time. */
type Sample = { timestampMs: number; errorPct: number };

/** By row, column and person; what a person did several times is in a list of each. */
type Results = Record<string, Record<string, Record<string, Sample[][]>>>;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    dots: { type: 'string' },
    people: { type: 'string', default: 'p0001,p0002,p0003,p0004' },
    exact: { type: 'boolean', default: false },
    row: { type: 'string', multiple: true },
    weights: { type: 'string', default: join(import.meta.dirname, '../public/model/half.safetensors') },
    json: { type: 'string' },
    print: { type: 'boolean', default: false },
  },
});

const all: MemoryChoice = (entries) => entries;

function listRows(diverse: MemoryPolicy): Row[] {
  const policies = { recent, strided, balanced, diverse };
  const none = { policy: recent, choose: all, capacity: 0 };
  const rows: Row[] = [
    { name: 'nothing of the person', ...none, start: 'nothing' },
    { name: 'dots of the sitting, targets unknown', ...none, start: 'dots' },
    { name: 'measurement of the sitting', ...none, start: 'measurement' },
  ];
  for (const capacity of [32, 128])
    for (const [name, policy] of Object.entries(policies))
      rows.push({ name: `${name}, ${capacity}`, policy, choose: all, capacity, start: 'nothing' });
  const kept = { policy: balanced, capacity: 64 };
  for (const [from, start] of Object.entries({
    '': 'nothing',
    ', from a measurement': 'measurement',
  } as const))
    rows.push(
      { name: `balanced, 64${from}`, ...kept, choose: all, start },
      { name: `balanced, 64, near: the default${from}`, ...kept, choose: chooseNear, start },
    );
  rows.push({
    name: 'recent, 32, from a measurement',
    policy: recent,
    choose: all,
    capacity: 32,
    start: 'measurement',
  });
  return rows;
}

/** The errors of all looks with a gaze. */
async function track(
  seen: SeenFrames,
  { policy, choose, capacity }: Row,
  sequence: Sequence,
  start: ReaderEntry[],
) {
  const tracker = createTracker({
    model: seen.model,
    policy,
    choose,
    capacity: Math.max(1, capacity),
    rememberEveryMs: capacity === 0 ? Infinity : 0,
  });
  tracker.reset(start);
  const samples: Sample[] = [];
  for (const look of sequence.looks) {
    const gaze = await tracker.track(await seen.toFrame(look));
    const { frame, timestampMs } = look;
    if (!gaze || frame.eyes !== 'open') continue;
    samples.push({ timestampMs, errorPct: 100 * Math.hypot(gaze.xScreen - frame.x, gaze.yScreen - frame.y) });
  }
  tracker.dispose();
  return samples;
}

/** The article's method: each look as the last of a batch of the 32 looks up to it. */
async function readExactly(model: GazeModel, seen: SeenFrames, sequence: Sequence): Promise<Sample[]> {
  const views = new Map<object, ViewImage['view']>();
  const cut = createViewCutter(model.config.inputSize);
  const watching = createTracker({
    model: {
      ...seen.model,
      async predict(input) {
        views.set(current, input.view);
        return seen.model.predict(input);
      },
    },
    rememberEveryMs: Infinity,
  });
  let current: object = sequence;
  const usable = [];
  for (const look of sequence.looks) {
    current = look;
    if (await watching.track(await seen.toFrame(look))) usable.push(look);
  }
  watching.dispose();
  const samples: Sample[] = [];
  let lastMs = -Infinity;
  for (const [i, { frame, timestampMs }] of usable.entries()) {
    const asked = sequence.spans.find(({ fromMs, toMs }) => timestampMs >= fromMs && timestampMs < toMs);
    const everyMs = asked?.name === STARE ? EXACT_IN_STARE_MS : EXACT_EVERY_MS;
    if (!asked || i + 1 < EXACT_WINDOW || timestampMs - lastMs < everyMs || frame.eyes !== 'open') continue;
    lastMs = timestampMs;
    const window = usable.slice(i + 1 - EXACT_WINDOW, i + 1);
    const inputs: ViewImage[] = [];
    for (const look of window) {
      const view = views.get(look)!;
      inputs.push({ image: cut(await look.source.readPhoto(look.frame.file), view), view });
    }
    const gaze = (await model.predictBatch(inputs)).at(-1)!;
    samples.push({ timestampMs, errorPct: 100 * Math.hypot(gaze.xScreen - frame.x, gaze.yScreen - frame.y) });
  }
  return samples;
}

const mean = (numbers: number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/**
 * What a stare's error grows by, in points: of its last 3 s over 3 s from its second second on, since the eyes arrive in the
 * first. NaN where nothing was read in one of them.
 */
function measureGrowth(samples: Sample[]): number {
  const firstMs = samples[0]?.timestampMs ?? 0;
  const part = (fromS: number, toS: number): number =>
    mean(
      samples
        .filter(({ timestampMs: t }) => t - firstMs >= fromS * SECOND && t - firstMs < toS * SECOND)
        .map(({ errorPct }) => errorPct),
    );
  return part(7, 10) - part(1, 4);
}

async function main(): Promise<void> {
  if (values.print) return print(await merge(positionals));
  const [folder] = positionals;
  if (!folder || !values.dots)
    throw new Error('Usage: npm run bench:policies -- SEQUENCES --dots DIR [--people p0001,p0002] [--exact]');
  await startNodeBackend('wasm');
  const model = await readModel(values.weights);
  const sequences = await openSequences(folder, values.dots, values.people.split(','));
  const rows = chooseRows(listRows(createDiversePolicy(model.featureDeviation)), values.row);
  const results: Results = {};
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {value}/{total} {eta_formatted} left',
    clearOnComplete: true,
  });
  bar.start(sequences.length * (rows.length + Number(values.exact)), 0);
  for (const person of new Set(sequences.map((sequence) => sequence.person))) {
    const seen = createSeenFrames(model);
    const own = sequences.filter((sequence) => sequence.person === person);
    const measured = await readPerson(model, await openMeasurement(own[0]!.dots));
    const starts = {
      nothing: [],
      measurement: measured,
      dots: measured.map(({ features }) => ({ features })),
    };
    for (const sequence of own) {
      const keep = (row: string, samples: Sample[]): void => {
        for (const { name, fromMs, toMs } of sequence.spans) {
          const some = samples.filter(({ timestampMs }) => timestampMs >= fromMs && timestampMs < toMs);
          (((results[row] ??= {})[name] ??= {})[person] ??= []).push(some);
        }
        bar.increment();
      };
      if (values.exact) keep('exact batch of the last 32 looks', await readExactly(model, seen, sequence));
      for (const row of rows) keep(row.name, await track(seen, row, sequence, starts[row.start]));
    }
  }
  bar.stop();
  model.dispose();
  print(results);
  if (values.json) await writeFile(values.json, `${JSON.stringify(results)}\n`);
}

/** Those of the names, which have to be names of rows; all of them where none is given. */
function chooseRows(rows: Row[], names: string[] = rows.map(({ name }) => name)): Row[] {
  return names.map((name) => {
    const row = rows.find((one) => one.name === name);
    if (!row)
      throw new Error(`There is no row “${name}”; there are: ${rows.map((one) => one.name).join('; ')}.`);
    return row;
  });
}

function print(results: Results): void {
  const names = [...new Set(Object.values(results).flatMap(Object.keys))];
  console.log(`| memory | ${names.join(' | ')} | growth in that stare |`);
  console.log(`|---${'|---:'.repeat(names.length + 1)}|`);
  for (const [row, bySpan] of Object.entries(results)) {
    const listRuns = (name: string): Sample[][] => Object.values(bySpan[name] ?? {}).flat();
    const cells = names.map((name) => {
      const runs = listRuns(name).filter((samples) => samples.length > 0);
      const errors = runs.map((samples) => mean(samples.map(({ errorPct }) => errorPct)));
      return errors.length > 0 ? mean(errors).toFixed(1) : '';
    });
    const growths = listRuns(STARE).map(measureGrowth).filter(Number.isFinite);
    cells.push(growths.length > 0 ? mean(growths).toFixed(1) : '');
    console.log(`| ${row} | ${cells.join(' | ')} |`);
  }
}

/** What several processes wrote, each about people of its own, as one. */
async function merge(files: string[]): Promise<Results> {
  const merged: Results = {};
  for (const file of files) {
    const results = JSON.parse(await readFile(file, 'utf8')) as Results;
    for (const [row, bySpan] of Object.entries(results))
      for (const [name, byPerson] of Object.entries(bySpan))
        Object.assign(((merged[row] ??= {})[name] ??= {}), byPerson);
  }
  return merged;
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
