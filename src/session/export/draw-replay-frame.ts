// Draws one frame of a replay's film.
import type { DocumentPoint } from '../../screen/spaces.ts';
import type { Box, Shot } from '../session-data.ts';
import type { Piece } from '../stitch-shots.ts';
import type { StuckPiece } from '../stuck-fixtures.ts';
import type { ReplayFrame } from './replay-frames.ts';

const GAZE_COLOUR = '190 46 122';
const DOT_PX = 9;
const TRAIL_PX = 4;
const TRAIL_MS = 1000;
/** A fixation's ring grows with its time, up to so many px of the viewport. */
const RING_PX = { least: 14, most: 60, aSecond: 40 };
const SECOND = 1000;

/**
 * @param pieces of the picture of the page in front
 * @param stuck what stays in the viewport, over it
 */
export async function drawReplayFrame(
  context: OffscreenCanvasRenderingContext2D,
  frame: ReplayFrame,
  pieces: readonly Piece[],
  stuck: readonly StuckPiece[],
  readBitmap: (shot: Shot) => Promise<ImageBitmap>,
): Promise<void> {
  const { width, height } = context.canvas;
  const { viewport, xScrollPx, yScrollPx } = frame;
  const seen = pieces.filter(
    (piece) =>
      piece.xDocumentPx < xScrollPx + viewport.widthPx &&
      piece.xDocumentPx + piece.widthPx > xScrollPx &&
      piece.yDocumentPx < yScrollPx + viewport.heightPx &&
      piece.yDocumentPx + piece.heightPx > yScrollPx,
  );
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = '#343a40';
  context.fillRect(0, 0, width, height);
  const scale = Math.min(width / viewport.widthPx, height / viewport.heightPx);
  // The viewport in the middle of the film.
  context.translate((width - viewport.widthPx * scale) / 2, (height - viewport.heightPx * scale) / 2);
  context.scale(scale, scale);
  context.save();
  context.beginPath();
  context.rect(0, 0, viewport.widthPx, viewport.heightPx);
  context.clip();
  if (frame.view !== -1) {
    context.fillStyle = '#f1f3f5';
    context.fillRect(0, 0, viewport.widthPx, viewport.heightPx);
  }
  const draw = async (shot: Shot, from: Box, at: DocumentPoint): Promise<void> => {
    const bitmap = await readBitmap(shot);
    const [xShare, yShare] = [bitmap.width / shot.widthPx, bitmap.height / shot.heightPx];
    context.drawImage(
      bitmap,
      (from.xDocumentPx - shot.xDocumentPx) * xShare,
      (from.yDocumentPx - shot.yDocumentPx) * yShare,
      from.widthPx * xShare,
      from.heightPx * yShare,
      at.xDocumentPx - xScrollPx,
      at.yDocumentPx - yScrollPx,
      from.widthPx,
      from.heightPx,
    );
  };
  for (const piece of seen) await draw(piece.shot, piece, piece);
  for (const piece of stuck) await draw(piece.shot, piece.from, piece);
  drawGaze(context, frame);
  context.restore();
}

function drawGaze(context: OffscreenCanvasRenderingContext2D, { trail, fixation }: ReplayFrame): void {
  for (const [index, point] of trail.entries()) {
    const before = trail[index - 1];
    if (!before) continue;
    context.strokeStyle = `rgb(${GAZE_COLOUR} / ${(0.7 * (1 - point.ageMs / TRAIL_MS)).toFixed(3)})`;
    context.lineWidth = TRAIL_PX;
    context.beginPath();
    context.moveTo(before.x, before.y);
    context.lineTo(point.x, point.y);
    context.stroke();
  }
  if (fixation) {
    const grown = RING_PX.least + (RING_PX.aSecond * fixation.durationMs) / SECOND;
    circle(context, fixation.x, fixation.y, Math.min(RING_PX.most, grown));
    context.fillStyle = `rgb(${GAZE_COLOUR} / 0.25)`;
    context.fill();
    context.strokeStyle = `rgb(${GAZE_COLOUR})`;
    context.lineWidth = 2;
    context.stroke();
  }
  const newest = trail.at(-1);
  if (!newest) return;
  circle(context, newest.x, newest.y, DOT_PX);
  context.fillStyle = `rgb(${GAZE_COLOUR})`;
  context.fill();
  context.strokeStyle = '#ffffff';
  context.lineWidth = 2;
  context.stroke();
}

function circle(context: OffscreenCanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}
