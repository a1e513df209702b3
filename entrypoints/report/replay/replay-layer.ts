// A moment of a session on its page: what the viewport showed, where the gaze was and had been, and clicks.
import type { Course, Moment } from '../../../src/session/session-course.ts';
import { findSampleBefore } from '../../../src/session/session-course.ts';
import type { Session, SessionEvent, Shot } from '../../../src/session/session-data.ts';
import { placeStuck } from '../../../src/session/stuck-fixtures.ts';
import type { Layer } from '../stage/layers.ts';
import type { ShotLoader } from '../stage/shot-loader.ts';

const TRAIL_MS = 1000;
const CLICK_MS = 900;
/** A shot shows a moment if the page was scrolled to the same place. */
const SAME_PLACE_PX = 2;
/** Seen on any page, light or dark. */
const GAZE = '#ffb000';
const GAZE_EDGE = '#0b3b44';
const CLICK = '#d1295f';

type Click = Extract<SessionEvent, { type: 'click' }>;

export type ReplayScene = {
  session: Session;
  course: Course;
  moment: Moment;
  timeMs: number;
  clicks: readonly Click[];
  loader: ShotLoader;
};

export function createReplayLayer(scene: ReplayScene): Layer {
  return (context, { scale, size }) => {
    const { moment } = scene;
    const px = 1 / scale;
    const frame = [moment.xScrollPx, moment.yScrollPx, moment.widthPx, moment.heightPx] as const;
    drawShot(context, scene);
    if (moment.widthPx > 0) {
      context.fillStyle = 'rgb(8 16 22 / 58%)';
      context.beginPath();
      context.rect(0, 0, size.widthPx, size.heightPx);
      context.rect(...frame);
      context.fill('evenodd');
      context.strokeStyle = '#4cc3bd';
      context.lineWidth = 2 * px * devicePixelRatio;
      context.strokeRect(...frame);
    }
    drawTrail(context, scene, px * devicePixelRatio);
    drawClicks(context, scene, px * devicePixelRatio);
  };
}

/** The newest picture that was taken where the page is scrolled to now: it has the sticky header in its place. */
export function findShotOf(
  { shots }: Pick<Session, 'shots'>,
  moment: Moment,
  timeMs: number,
): Shot | undefined {
  return shots.findLast(
    ({ view, timestampMs, xDocumentPx, yDocumentPx }) =>
      view === moment.view &&
      timestampMs <= timeMs &&
      Math.abs(xDocumentPx - moment.xScrollPx) <= SAME_PLACE_PX &&
      Math.abs(yDocumentPx - moment.yScrollPx) <= SAME_PLACE_PX,
  );
}

function drawShot(context: CanvasRenderingContext2D, scene: ReplayScene): void {
  const { session, moment, timeMs, loader } = scene;
  const shot = findShotOf(session, moment, timeMs);
  if (!shot) return drawStuck(context, scene);
  const picture = loader.get(shot.index);
  if (picture) context.drawImage(picture, shot.xDocumentPx, shot.yDocumentPx, shot.widthPx, shot.heightPx);
}

/** Over the picture of the page, which has it at its home: a header that the page scrolled beneath. */
function drawStuck(
  context: CanvasRenderingContext2D,
  { session, moment, timeMs, loader }: ReplayScene,
): void {
  const shots = session.shots.filter(({ view }) => view === moment.view);
  for (const { shot, from, xDocumentPx, yDocumentPx } of placeStuck(shots, timeMs, moment)) {
    const picture = loader.get(shot.index);
    if (!picture) continue;
    const [xScale, yScale] = [picture.width / shot.widthPx, picture.height / shot.heightPx];
    context.drawImage(
      picture,
      (from.xDocumentPx - shot.xDocumentPx) * xScale,
      (from.yDocumentPx - shot.yDocumentPx) * yScale,
      from.widthPx * xScale,
      from.heightPx * yScale,
      xDocumentPx,
      yDocumentPx,
      from.widthPx,
      from.heightPx,
    );
  }
}

/** In the viewport as it is scrolled now: the trail is where the eyes were, not what they saw. */
function drawTrail(context: CanvasRenderingContext2D, scene: ReplayScene, px: number): void {
  const { session, moment, timeMs } = scene;
  const { timestampMs, xViewportPx, yViewportPx, view, confidence } = session.samples;
  const last = moment.sample;
  const first = findSampleBefore(timestampMs, timeMs - TRAIL_MS) + 1;
  const place = (i: number) =>
    [xViewportPx[i]! + moment.xScrollPx, yViewportPx[i]! + moment.yScrollPx] as const;
  const isThere = (i: number) => view[i] === moment.view && !Number.isNaN(xViewportPx[i]);
  context.lineCap = 'round';
  for (let i = Math.max(1, first); i <= last; i += 1) {
    if (!isThere(i) || !isThere(i - 1)) continue;
    context.globalAlpha = 1 - (timeMs - timestampMs[i]!) / TRAIL_MS;
    for (const [colour, width] of [
      [GAZE_EDGE, 5],
      [GAZE, 3],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = width * px;
      context.beginPath();
      context.moveTo(...place(i - 1));
      context.lineTo(...place(i));
      context.stroke();
    }
  }
  context.globalAlpha = 1;
  // A sample speaks of its moment only: after a standstill of the camera nobody knows.
  if (last < 0 || !isThere(last) || timeMs - timestampMs[last]! > 500) return;
  context.beginPath();
  context.arc(...place(last), (9 + 14 * (1 - confidence[last]!)) * px, 0, 2 * Math.PI);
  context.fillStyle = `${GAZE}cc`;
  context.fill();
  context.lineWidth = 2.5 * px;
  context.strokeStyle = GAZE_EDGE;
  context.stroke();
}

function drawClicks(
  context: CanvasRenderingContext2D,
  { clicks, moment, timeMs }: ReplayScene,
  px: number,
): void {
  for (const { view, timestampMs, xDocumentPx, yDocumentPx } of clicks) {
    const ageMs = timeMs - timestampMs;
    if (view !== moment.view || ageMs < 0 || ageMs > CLICK_MS) continue;
    context.beginPath();
    context.arc(xDocumentPx, yDocumentPx, (6 + (22 * ageMs) / CLICK_MS) * px, 0, 2 * Math.PI);
    context.globalAlpha = 1 - ageMs / CLICK_MS;
    context.lineWidth = 4 * px;
    context.strokeStyle = CLICK;
    context.stroke();
    context.globalAlpha = 1;
  }
}
