/** What the benchmark prints: speed, a table of stages, ratios, and whether memory stays flat. */

export interface MemorySample {
  readonly frames: number;
  /** Of the process, all threads. */
  readonly rssBytes: number;
  /** What JavaScript holds in all workers, array buffers included. */
  readonly heapBytes: number;
}

export interface BenchResult {
  readonly frames: number;
  readonly sizePx: number;
  readonly workers: number;
  /** From the first frame to the last. */
  readonly elapsedMs: number;
  /** The same, summed over the workers. */
  readonly busyMs: number;
  /** Processor time of the whole process since the assets were loaded: what other programs take is not in it. */
  readonly cpuMs: number;
  /** Until assets were loaded. */
  readonly openMs: number;
  readonly stages: ReadonlyMap<string, number>;
  readonly memory: readonly MemorySample[];
  /** A fixed piece of arithmetic on this machine. */
  readonly referenceMs: number;
}

/** Growth beyond this is a leak. */
const MOST_GROWTH_PCT = 5;
/** Memory is judged from here on: before it caches fill and the collector finds its pace. */
const WARM_UP = 0.2;
const LEAST_SAMPLES = 20;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Growth in per cent from the first third of the samples to the last, by their medians, after a warm-up; undefined for too few. */
export function growthPct(values: readonly number[]): number | undefined {
  const judged = values.slice(Math.floor(values.length * WARM_UP));
  if (judged.length < LEAST_SAMPLES) return undefined;
  const third = Math.floor(judged.length / 3);
  return 100 * (median(judged.slice(-third)) / median(judged.slice(0, third)) - 1);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

function formatMemory(samples: readonly MemorySample[]): string[] {
  const lines = ['memory'];
  const shown = Math.min(6, samples.length);
  for (let k = 0; k < shown; k++) {
    const sample = samples[Math.round((k * (samples.length - 1)) / Math.max(1, shown - 1))]!;
    const { frames, rssBytes, heapBytes } = sample;
    lines.push(
      `  after ${String(frames).padStart(6)} frames  RSS ${megabytes(rssBytes)}, heap ${megabytes(heapBytes)}`,
    );
  }
  for (const [name, key] of [
    ['RSS', 'rssBytes'],
    ['heap', 'heapBytes'],
  ] as const) {
    const growth = growthPct(samples.map((sample) => sample[key]));
    lines.push(
      growth === undefined
        ? `  ${name}: too few frames to judge; try --frames 20000`
        : `  ${name} ${growth < MOST_GROWTH_PCT ? 'is flat' : 'GROWS'}: ${growth.toFixed(1)} % from the first third to the last, after the warm-up`,
    );
  }
  return lines;
}

/** The report as text; times of stages are per frame and core. */
export function formatReport(result: BenchResult): string {
  const { frames, workers, elapsedMs, busyMs, stages, referenceMs } = result;
  const frameMs = busyMs / frames;
  const named = [...stages].map(([stage, ms]) => [stage, ms / frames] as const);
  const sum = named.reduce((total, [, ms]) => total + ms, 0);
  const rows = [...named, ['everything else', frameMs - sum] as const];
  const width = Math.max(...rows.map(([stage]) => stage.length));
  const of = (test: (stage: string) => boolean): number =>
    named.reduce((total, [stage, ms]) => total + (test(stage) ? ms : 0), 0);
  const sensor = of((stage) => stage.startsWith('sensor'));
  const output = of((stage) => ['jpeg', 'truth', 'write'].includes(stage));
  const seat = of((stage) => stage === 'seat');
  const drawing = sum - sensor - output - seat;
  const ratio = (name: string, value: number): string =>
    `  ${name.padEnd(width)}  ${value.toFixed(3).padStart(7)}`;
  return [
    `${frames} frames of ${result.sizePx} px on ${workers} workers: ${((1000 * frames) / elapsedMs).toFixed(1)} frames/s` +
      ` (${frameMs.toFixed(1)} ms a frame and core; assets loaded in ${(result.openMs / 1000).toFixed(1)} s)`,
    `processor time ${(result.cpuMs / frames).toFixed(1)} ms a frame: ${((1000 * workers * frames) / result.cpuMs).toFixed(1)} frames/s` +
      ` on ${workers} cores with nothing else to do`,
    '',
    `  ${'stage'.padEnd(width)}  ms/frame  share`,
    ...rows.map(
      ([stage, ms]) =>
        `  ${stage.padEnd(width)}  ${ms.toFixed(2).padStart(8)}  ${((100 * ms) / frameMs).toFixed(1).padStart(4)} %`,
    ),
    '',
    'ratios',
    ratio('drawing / frame', drawing / frameMs),
    ratio('sensor / frame', sensor / frameMs),
    ratio('output / frame', output / frameMs),
    ratio('seating / frame', seat / frameMs),
    ratio('cores kept busy', busyMs / elapsedMs / workers),
    ratio(`frame / reference (${referenceMs.toFixed(1)} ms)`, frameMs / referenceMs),
    '',
    ...formatMemory(result.memory),
  ].join('\n');
}
