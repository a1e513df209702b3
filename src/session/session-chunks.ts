// A session is written a chunk at a time, so that a crash loses no more than the last; chunks joined are the session.
import { placeElements } from './place-elements.ts';
import type {
  Fixture,
  SampleColumns,
  SeenElement,
  Session,
  SessionEvent,
  SessionInfo,
  Shot,
  View,
} from './session-data.ts';

/** An element as it was somewhere once; the last one that was told need not be the one that is shown. */
export type ToldElement = SeenElement & {
  /** When its box was read: with a picture the picture's time. Absent of what was imported. */
  measuredMs?: number;
  /** What it lay in that stays in the viewport, where that was then. */
  fixture?: Fixture;
};

/** Written at least every two seconds while there is something to write. A view that comes again is replaced. */
export type SessionChunk = {
  views: View[];
  elements: ToldElement[];
  events: SessionEvent[];
  samples: SampleColumns;
};

/** Empty columns for `count` samples: zeros, or NaN in `xScreen`, `yScreen`, `xViewportPx` and so on, -1 for indices. */
export function createSamples(count: number): SampleColumns {
  const unknown = () => new Float32Array(count).fill(NaN);
  const none = () => new Int32Array(count).fill(-1);
  return {
    timestampMs: new Float64Array(count),
    xScreen: unknown(),
    yScreen: unknown(),
    confidence: new Float32Array(count),
    view: none(),
    xViewportPx: unknown(),
    yViewportPx: unknown(),
    xDocumentPx: unknown(),
    yDocumentPx: unknown(),
    element: none(),
    xElement: unknown(),
    yElement: unknown(),
  };
}

/** Columns one after the other. */
export function joinSamples(parts: readonly SampleColumns[]): SampleColumns {
  const count = parts.reduce((sum, part) => sum + part.timestampMs.length, 0);
  const joined = createSamples(count);
  let offset = 0;
  for (const part of parts) {
    for (const name of Object.keys(joined) as (keyof SampleColumns)[]) joined[name].set(part[name], offset);
    offset += part.timestampMs.length;
  }
  return joined;
}

/** The session that its chunks, in the order in which they were written, and its shots make. */
export function joinChunks(
  info: SessionInfo,
  chunks: readonly SessionChunk[],
  shots: readonly Shot[] = [],
): Session {
  const views: View[] = [];
  for (const view of chunks.flatMap((chunk) => chunk.views)) views[view.index] = view;
  return {
    info,
    views,
    elements: placeElements(
      chunks.flatMap((chunk) => chunk.elements),
      views,
      shots,
    ),
    events: chunks.flatMap((chunk) => chunk.events).toSorted((a, b) => a.timestampMs - b.timestampMs),
    samples: joinSamples(chunks.map((chunk) => chunk.samples)),
    shots: [...shots],
  };
}
