// Where a session was at any of its moments: the page in front, its scroll position and size, where the gaze was.
import type { Session, SessionEvent } from './session-data.ts';

export type Moment = {
  /** `View.index`, -1 where no page was in front. */
  view: number;
  xScrollPx: number;
  yScrollPx: number;
  /** The viewport's size, CSS px; 0 where it is not known. */
  widthPx: number;
  heightPx: number;
  /** The newest sample, -1 before the first. */
  sample: number;
};

export type Course = {
  /** The moment at a time. */
  at(timestampMs: number): Moment;
  /** Where the scroll position of a view was at a time. */
  scrollAt(view: number, timestampMs: number): { xScrollPx: number; yScrollPx: number };
};

type Timed = { timestampMs: number };
type Scroll = Extract<SessionEvent, { type: 'scroll' }>;
type Viewport = Extract<SessionEvent, { type: 'viewport' }>;

/** Sorts the events once, so that any moment is a matter of binary searches. */
export function createCourse({ events, samples }: Pick<Session, 'events' | 'samples'>): Course {
  const scrolls = groupByView(events.filter((event): event is Scroll => event.type === 'scroll'));
  const viewports = groupByView(events.filter((event): event is Viewport => event.type === 'viewport'));
  const scrollAt = (view: number, timestampMs: number) => {
    const scroll = findLast(scrolls.get(view) ?? [], timestampMs);
    return { xScrollPx: scroll?.xScrollPx ?? 0, yScrollPx: scroll?.yScrollPx ?? 0 };
  };
  return {
    scrollAt,
    at(timestampMs) {
      const sample = findSampleBefore(samples.timestampMs, timestampMs);
      const view = samples.view[Math.max(0, sample)] ?? -1;
      const known = viewports.get(view) ?? [];
      const viewport = findLast(known, timestampMs) ?? known[0];
      return {
        view,
        ...scrollAt(view, timestampMs),
        widthPx: viewport?.widthPx ?? 0,
        heightPx: viewport?.heightPx ?? 0,
        sample,
      };
    },
  };
}

/** Index of the newest sample that is not after a time, -1 where there is none. */
export function findSampleBefore(timestampsMs: Float64Array, timestampMs: number): number {
  let low = 0;
  let high = timestampsMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timestampsMs[middle] as number) <= timestampMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function groupByView<T extends Timed & { view: number }>(events: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const event of events) {
    const group = groups.get(event.view);
    if (group) group.push(event);
    else groups.set(event.view, [event]);
  }
  return groups;
}

function findLast<T extends Timed>(events: readonly T[], timestampMs: number): T | undefined {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle] as T).timestampMs <= timestampMs) low = middle + 1;
    else high = middle;
  }
  return events[low - 1];
}
