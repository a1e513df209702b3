/** The sliding window that normalization takes its statistics from: the last N measured frames, as moments per layer. */
import { mixWithSource } from './moments.ts';
import type { Moments } from './moments.ts';

/** One measured frame. */
export type WindowEntry = { timestampMs: number; moments: Moments };

export type NormalizationWindow = {
  /** Adds the newest frame; the oldest leaves when the window is full. */
  add(entry: WindowEntry): void;
  /** (M * source + n * window) / (M + n), by the law of total variance; the source while the window is empty. */
  statistics(): Moments;
  /** Number of entries, 0..length. */
  count(): number;
  clear(): void;
};

export type NormalizationWindowOptions = {
  /** N, the most entries kept. */
  length: number;
  /** Where the statistics start: the population's moments, or a person's own. */
  source: Moments;
  /** M, the number of frames that the source counts for. */
  sourceWeight: number;
};

/** Makes an empty window. @throws RangeError for a length below 1 or a negative weight. */
export function createNormalizationWindow(options: NormalizationWindowOptions): NormalizationWindow {
  const { length, source, sourceWeight } = options;
  if (!(Number.isInteger(length) && length >= 1))
    throw new RangeError(`A window cannot hold ${length} frames.`);
  if (!(sourceWeight >= 0)) throw new RangeError(`The source cannot weigh ${sourceWeight} frames.`);
  // Oldest first. Entries keep their own moments rather than a running sum, so that one can be replaced or re-measured.
  const entries: WindowEntry[] = [];
  return {
    add(entry) {
      entries.push(entry);
      if (entries.length > length) entries.shift();
    },
    statistics: () =>
      mixWithSource(
        source,
        sourceWeight,
        entries.map(({ moments }) => moments),
      ),
    count: () => entries.length,
    clear() {
      entries.length = 0;
    },
  };
}
