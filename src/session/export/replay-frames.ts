// What a replay's film shows at each of its frames: the page as it was scrolled, the gaze, and where it came from.
import type { Fixation } from '../../gaze/fixations.ts';
import { createCourse } from '../session-course.ts';
import type { Session, SessionInfo } from '../session-data.ts';

export type ReplaySettings = {
  /** Of the film. */
  framesPerSecond: number;
  /** So many times as fast as it was. */
  speed: number;
  /** The film is at most so wide; its height follows the largest viewport. */
  maxWidthPx: number;
  /** What of the session it shows; all of it where they are absent. */
  fromMs?: number;
  untilMs?: number;
};

export const DEFAULT_REPLAY: ReplaySettings = { framesPerSecond: 15, speed: 1, maxWidthPx: 1280 };

export type ReplayFrame = {
  /** In the session. */
  timestampMs: number;
  /** `View.index` of the page in front, -1 where there was none. */
  view: number;
  xScrollPx: number;
  yScrollPx: number;
  /** CSS px. */
  viewport: { widthPx: number; heightPx: number };
  /** Gaze on the page in CSS px of the viewport, newest last, each with how old it is. */
  trail: { x: number; y: number; ageMs: number }[];
  /** The fixation that lasts, and for how long it does by then. */
  fixation: { x: number; y: number; durationMs: number } | null;
};

const SECOND = 1000;
const TRAIL_MS = 1 * SECOND;
const UNKNOWN_VIEWPORT = { widthPx: 1280, heightPx: 720 };

/** As many frames as the film has. */
export function countFrames(
  { info }: { info: Pick<SessionInfo, 'durationMs'> },
  { framesPerSecond, speed, fromMs = 0, untilMs = Infinity }: ReplaySettings,
): number {
  const shownMs = Math.min(untilMs, info.durationMs) - fromMs;
  return Math.max(1, Math.ceil((shownMs / SECOND / speed) * framesPerSecond));
}

/** By time, one after the other. */
export function* listReplayFrames(
  session: Session,
  fixations: readonly Fixation[],
  settings: ReplaySettings,
): Generator<ReplayFrame> {
  const course = createCourse(session);
  const count = countFrames(session, settings);
  const largest = findLargestViewport(session);
  for (let frame = 0, next = 0; frame < count; frame += 1) {
    const sinceMs = (frame * SECOND * settings.speed) / settings.framesPerSecond;
    const timestampMs = (settings.fromMs ?? 0) + sinceMs;
    const { view, xScrollPx, yScrollPx, widthPx, heightPx, sample } = course.at(timestampMs);
    while (next < fixations.length && fixations[next]!.endMs < timestampMs) next += 1;
    const viewport = widthPx > 0 && heightPx > 0 ? { widthPx, heightPx } : largest;
    yield {
      timestampMs,
      view,
      xScrollPx,
      yScrollPx,
      viewport,
      trail: listTrail(session, sample, view, timestampMs),
      fixation: describeFixation(session, fixations[next], view, timestampMs),
    };
  }
}

/** What the film's shape is made for. */
export function findLargestViewport({ events }: Pick<Session, 'events'>): ReplayFrame['viewport'] {
  const largest = { widthPx: 0, heightPx: 0 };
  for (const event of events) {
    if (event.type !== 'viewport') continue;
    largest.widthPx = Math.max(largest.widthPx, event.widthPx);
    largest.heightPx = Math.max(largest.heightPx, event.heightPx);
  }
  return largest.widthPx > 0 ? largest : UNKNOWN_VIEWPORT;
}

function listTrail(
  { samples }: Session,
  newest: number,
  view: number,
  timestampMs: number,
): ReplayFrame['trail'] {
  const trail: ReplayFrame['trail'] = [];
  for (let i = newest; i >= 0; i -= 1) {
    const ageMs = timestampMs - samples.timestampMs[i]!;
    if (ageMs > TRAIL_MS || samples.view[i] !== view) break;
    const [x, y] = [samples.xViewportPx[i]!, samples.yViewportPx[i]!];
    if (!Number.isNaN(x) && !Number.isNaN(y)) trail.push({ x, y, ageMs });
  }
  return trail.toReversed();
}

function describeFixation(
  { samples }: Session,
  fixation: Fixation | undefined,
  view: number,
  timestampMs: number,
): ReplayFrame['fixation'] {
  if (!fixation || fixation.startMs > timestampMs || fixation.view !== view) return null;
  let [x, y, count] = [0, 0, 0];
  for (let i = fixation.firstSample; i <= fixation.lastSample; i += 1) {
    if (Number.isNaN(samples.xViewportPx[i]!)) continue;
    x += samples.xViewportPx[i]!;
    y += samples.yViewportPx[i]!;
    count += 1;
  }
  if (count === 0) return null;
  return { x: x / count, y: y / count, durationMs: timestampMs - fixation.startMs };
}
