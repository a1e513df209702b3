/** The sliding window that normalization takes its statistics from: the last N measured frames, as moments per layer. */
import type { View } from '../camera/framing.ts';
import { mixWithSource } from './moments.ts';
import type { FrameGroup, Moments } from './moments.ts';
import type { ViewImage } from './view-image.ts';

/** One measured frame. */
export type WindowEntry = {
  /** The face's view, RGB rounded to bytes: what is needed to measure it again. */
  image: Uint8ClampedArray;
  /** Where the image lay in the square. */
  view: View;
  /** Its own moments, under the statistics of the time it was last measured. */
  moments: Moments;
  /** Number of the measuring pass that gave them. */
  measuredAt: number;
};

export type NormalizationWindow = {
  /** Adds the newest frame; the oldest leaves when the window is full. */
  add(input: ViewImage, moments: Moments): void;
  /** Gives an entry the moments that it has now. */
  renew(entry: WindowEntry, moments: Moments): void;
  /** The entry that was measured longest ago. */
  stalest(): WindowEntry | undefined;
  /** (M * source + n * window) / (M + n), by the law of total variance; the source while the window is empty. */
  statistics(): Moments;
  /** What a new frame will be normalized with: source and window, but for the entry that leaves when it enters. */
  groupForNewcomer(): FrameGroup;
  /** What an entry is normalized with: source and window without it. */
  groupWithout(entry: WindowEntry): FrameGroup;
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
  // Oldest first. Entries keep their own moments rather than a running sum, so that one can leave or be measured again.
  const entries: WindowEntry[] = [];
  let passes = 0;

  const group = (members: WindowEntry[]): FrameGroup => ({
    moments: mixWithSource(
      source,
      sourceWeight,
      members.map(({ moments }) => moments),
    ),
    weight: sourceWeight + members.length,
  });

  return {
    add({ image, view }, moments) {
      passes += 1;
      entries.push({ image: Uint8ClampedArray.from(image), view, moments, measuredAt: passes });
      if (entries.length > length) entries.shift();
    },
    renew(entry, moments) {
      passes += 1;
      entry.moments = moments;
      entry.measuredAt = passes;
    },
    stalest: () => entries.toSorted((a, b) => a.measuredAt - b.measuredAt)[0],
    statistics: () => group(entries).moments,
    groupForNewcomer: () => group(entries.length < length ? entries : entries.slice(1)),
    groupWithout: (entry) => group(entries.filter((other) => other !== entry)),
    count: () => entries.length,
    clear() {
      entries.length = 0;
    },
  };
}
