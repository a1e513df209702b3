// The samples of a session that have a gaze, in px of the screen, and the runs of them in which a fixation may lie.
import type { Session } from '../session/session-data.ts';
import { computeHolds } from './sample-holds.ts';

/** From one index to another, both included. */
export type IndexRange = { first: number; last: number };

/** Samples with a gaze, one after the other. Px of the screen: a px is as long in x as in y, a fraction is not. */
export type GazePoints = {
  timestampMs: Float64Array;
  /** Until when the sample stands: see `computeHolds`. */
  endMs: Float64Array;
  xScreenPx: Float64Array;
  yScreenPx: Float64Array;
  /** Place in the session's samples. */
  sample: Int32Array;
};

export function collectPoints({ samples, info }: Pick<Session, 'samples' | 'info'>): GazePoints {
  const { timestampMs, xScreen, yScreen } = samples;
  const holds = computeHolds(timestampMs);
  const sample = Int32Array.from(timestampMs.keys()).filter((i) => isFound(xScreen[i]!, yScreen[i]!));
  const pick = (read: (i: number) => number) => Float64Array.from(sample, (i) => read(i));
  return {
    sample,
    timestampMs: pick((i) => timestampMs[i]!),
    endMs: pick((i) => timestampMs[i]! + holds[i]!),
    xScreenPx: pick((i) => xScreen[i]! * info.screen.widthPx),
    yScreenPx: pick((i) => yScreen[i]! * info.screen.heightPx),
  };
}

function isFound(x: number, y: number): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/**
 * Runs of points that nothing parts. What parts them: more than `maxGapMs` without a gaze (from the end of the last
 * sample to the next one), another view, a pause, and a scroll by more than `maxScrollPx` since the run began.
 */
export function splitRuns(
  points: GazePoints,
  session: Pick<Session, 'samples' | 'events'>,
  { maxGapMs, maxScrollPx }: { maxGapMs: number; maxScrollPx: number },
): IndexRange[] {
  const cutsMs = listCuts(session, maxScrollPx);
  const { timestampMs, endMs, sample } = points;
  const view = session.samples.view;
  const runs: IndexRange[] = [];
  let first = 0;
  let cut = 0;
  for (let i = 1; i <= sample.length; i += 1) {
    let parted = i === sample.length;
    if (!parted) {
      while (cut < cutsMs.length && cutsMs[cut]! <= timestampMs[i - 1]!) cut += 1;
      parted =
        timestampMs[i]! - endMs[i - 1]! > maxGapMs ||
        view[sample[i]!] !== view[sample[i - 1]!] ||
        (cut < cutsMs.length && cutsMs[cut]! <= timestampMs[i]!);
    }
    if (!parted) continue;
    runs.push({ first, last: i - 1 });
    first = i;
  }
  return sample.length === 0 ? [] : runs;
}

/** When a pause began, and when a page had been scrolled further than `maxScrollPx` since the last such time. */
function listCuts({ events }: Pick<Session, 'events'>, maxScrollPx: number): number[] {
  const scrolled = new Map<number, { x: number; y: number }>();
  const cutsMs: number[] = [];
  for (const event of events) {
    if (event.type === 'pause') cutsMs.push(event.timestampMs);
    if (event.type !== 'scroll') continue;
    const from = scrolled.get(event.view) ?? { x: 0, y: 0 };
    if (Math.hypot(event.xScrollPx - from.x, event.yScrollPx - from.y) <= maxScrollPx) continue;
    scrolled.set(event.view, { x: event.xScrollPx, y: event.yScrollPx });
    cutsMs.push(event.timestampMs);
  }
  return cutsMs;
}
