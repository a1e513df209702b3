// A session as a film: the pages as they were scrolled, and the gaze on them. Needs the browser's encoder.
import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import type { Fixation } from '../../gaze/fixations.ts';
import type { ReadShot } from '../file/session-zip-writer.ts';
import type { Session, Shot } from '../session-data.ts';
import { makePageKey } from '../session-pages.ts';
import { placeStuck } from '../stuck-fixtures.ts';
import { stitchShots, type FixedBands, type Piece } from '../stitch-shots.ts';
import { drawReplayFrame } from './draw-replay-frame.ts';
import { createShotCache } from './shot-cache.ts';
import {
  countFrames,
  DEFAULT_REPLAY,
  findLargestViewport,
  listReplayFrames,
  type ReplaySettings,
} from './replay-frames.ts';

export type FilmOptions = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (framesDone: number, frames: number) => void;
  readonly bands?: ReadonlyMap<number, FixedBands>;
  readonly settings?: ReplaySettings;
};

/** Of the film, at its full width; text on pages stays readable. */
const BITS_PER_SECOND = 1_500_000;
const KEY_FRAME_SECONDS = 5;

/** The browser cannot write films; the message says so to the person. */
export class FilmError extends Error {
  override readonly name = 'FilmError';
}

/** @throws {FilmError} where the browser has no encoder for it; the signal's reason */
export async function writeReplayWebm(
  session: Session,
  fixations: readonly Fixation[],
  readShot: ReadShot,
  { signal, onProgress, bands = new Map(), settings = DEFAULT_REPLAY }: FilmOptions = {},
): Promise<Blob> {
  signal?.throwIfAborted();
  const size = fitFilm(findLargestViewport(session), settings.maxWidthPx);
  const codec = await getFirstEncodableVideoCodec(['vp9', 'vp8', 'av1'], size);
  if (!codec) throw new FilmError('This browser cannot encode video, so there is no replay to save.');
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d')!;
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new CanvasSource(canvas, {
    codec,
    bitrate: BITS_PER_SECOND,
    keyFrameInterval: KEY_FRAME_SECONDS,
    latencyMode: 'quality',
  });
  output.addVideoTrack(source, { frameRate: settings.framesPerSecond });
  const shots = createShotCache(readShot);
  const shotsOf = groupByView(session.shots);
  const piecesOf = createPieceFinder(session, bands);
  const total = countFrames(session, settings);
  try {
    await output.start();
    let done = 0;
    for (const frame of listReplayFrames(session, fixations, settings)) {
      signal?.throwIfAborted();
      const stuck = placeStuck(shotsOf.get(frame.view) ?? [], frame.timestampMs, frame);
      await drawReplayFrame(context, frame, piecesOf(frame.view), stuck, shots.read);
      await source.add(done / settings.framesPerSecond, 1 / settings.framesPerSecond);
      done += 1;
      onProgress?.(done, total);
    }
    await output.finalize();
  } catch (error) {
    if (output.state !== 'finalized' && output.state !== 'canceled') await output.cancel();
    throw signal?.aborted ? signal.reason : error;
  } finally {
    shots.dispose();
  }
  return new Blob([target.buffer!], { type: 'video/webm' });
}

/** Codecs take even sides. */
function fitFilm({ widthPx, heightPx }: { widthPx: number; heightPx: number }, maxWidthPx: number) {
  const scale = Math.min(1, maxWidthPx / widthPx);
  const even = (side: number): number => Math.max(2, 2 * Math.round((side * scale) / 2));
  return { width: even(widthPx), height: even(heightPx) };
}

/** The picture of the page that a view is of, made of the pictures of all visits to it. */
function createPieceFinder({ views, shots }: Session, bands: ReadonlyMap<number, FixedBands>) {
  const keys = views.map(({ url }) => makePageKey(url));
  const byKey = new Map<string, Piece[]>();
  return (view: number): Piece[] => {
    const key = keys[view];
    if (key === undefined) return [];
    const known = byKey.get(key);
    if (known) return known;
    const own = shots.filter((shot: Shot) => keys[shot.view] === key);
    const pieces = stitchShots(own, bands);
    byKey.set(key, pieces);
    return pieces;
  };
}

function groupByView(shots: readonly Shot[]): Map<number, Shot[]> {
  const byView = new Map<number, Shot[]>();
  for (const shot of shots) byView.set(shot.view, [...(byView.get(shot.view) ?? []), shot]);
  return byView;
}
