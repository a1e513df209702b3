// The page itself as a layer: its shots where they are, a hatching where nothing was seen, or boxes of its elements.
import type { Box, SeenElement } from '../../../src/session/session-data.ts';
import type { Piece } from '../../../src/session/stitch-shots.ts';
import { isInSight, type Layer, type Sight } from './layers.ts';
import type { ShotLoader } from './shot-loader.ts';

/** Between the hatching's lines, px of the page on the screen. */
const HATCH_PX = 10;
const NOT_SEEN = 'Not seen';
/** The words come again after so many px of the screen. */
const WORDS_EVERY_PX = 420;

/** The stitched picture; parts that are being loaded are blank. */
export function createShotsLayer(pieces: readonly Piece[], loader: ShotLoader): Layer {
  return (context, sight) => {
    drawHatching(context, sight);
    for (const piece of pieces) {
      if (!isInSight(piece, sight)) continue;
      const { shot } = piece;
      const { xDocumentPx, yDocumentPx, widthPx, heightPx } = inflate(piece, 1 / sight.scale);
      const picture = loader.get(shot.index);
      if (!picture) {
        context.fillStyle = readColour(context, '--sunken');
        context.fillRect(xDocumentPx, yDocumentPx, widthPx, heightPx);
        continue;
      }
      const [xScale, yScale] = [picture.width / shot.widthPx, picture.height / shot.heightPx];
      context.drawImage(
        picture,
        (xDocumentPx - shot.xDocumentPx) * xScale,
        (yDocumentPx - shot.yDocumentPx) * yScale,
        widthPx * xScale,
        heightPx * yScale,
        xDocumentPx,
        yDocumentPx,
        widthPx,
        heightPx,
      );
    }
  };
}

/** A little more of the shot on each side: between pieces that only touch, what lies beneath shines through. */
function inflate({ shot, ...box }: Piece, px: number): Box {
  const left = Math.max(shot.xDocumentPx, box.xDocumentPx - px);
  const top = Math.max(shot.yDocumentPx, box.yDocumentPx - px);
  const right = Math.min(shot.xDocumentPx + shot.widthPx, box.xDocumentPx + box.widthPx + px);
  const bottom = Math.min(shot.yDocumentPx + shot.heightPx, box.yDocumentPx + box.heightPx + px);
  return { xDocumentPx: left, yDocumentPx: top, widthPx: right - left, heightPx: bottom - top };
}

/** For sessions without pictures: where the elements were that were looked at. */
export function createOutlineLayer(elements: readonly SeenElement[]): Layer {
  return (context, sight) => {
    context.fillStyle = readColour(context, '--surface');
    context.fillRect(0, 0, sight.size.widthPx, sight.size.heightPx);
    context.lineWidth = 1 / sight.scale;
    context.font = `${12 / sight.scale}px system-ui, sans-serif`;
    for (const { box, tag } of elements) {
      if (!isInSight(box, sight)) continue;
      context.strokeStyle = readColour(context, '--edge');
      context.strokeRect(box.xDocumentPx, box.yDocumentPx, box.widthPx, box.heightPx);
      context.fillStyle = readColour(context, '--ink-soft');
      if (box.heightPx * sight.scale > 18) {
        context.fillText(
          tag,
          box.xDocumentPx + 4 / sight.scale,
          box.yDocumentPx + 14 / sight.scale,
          box.widthPx,
        );
      }
    }
  };
}

/** Diagonals and, now and then, in words what they mean. */
function drawHatching(context: CanvasRenderingContext2D, { scale, size, ...sight }: Sight): void {
  context.fillStyle = readColour(context, '--sunken');
  context.fillRect(0, 0, size.widthPx, size.heightPx);
  context.save();
  context.beginPath();
  context.rect(0, 0, size.widthPx, size.heightPx);
  context.clip();
  const step = HATCH_PX / scale;
  const top = sight.yDocumentPx;
  const bottom = Math.min(size.heightPx, top + sight.heightPx);
  const reach = bottom - top;
  context.beginPath();
  // Anchored in the page, so that it scrolls with it.
  const first = Math.floor((sight.xDocumentPx + top) / step) * step;
  for (let sum = first; sum < sight.xDocumentPx + sight.widthPx + bottom + step; sum += step) {
    context.moveTo(sum - top, top);
    context.lineTo(sum - top - reach, bottom);
  }
  context.lineWidth = 1 / scale;
  context.strokeStyle = readColour(context, '--line');
  context.stroke();
  context.font = `600 ${13 / scale}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.fillStyle = readColour(context, '--ink-soft');
  const every = WORDS_EVERY_PX / scale;
  for (let y = every / 2; y < size.heightPx; y += every) {
    if (y < top - every || y > bottom + every) continue;
    context.fillText(NOT_SEEN, Math.min(size.widthPx, sight.xDocumentPx + sight.widthPx) / 2, y);
  }
  context.restore();
}

/** A colour of the page's, in the scheme that it is in now. */
export function readColour(context: CanvasRenderingContext2D, name: string): string {
  return getComputedStyle(context.canvas).getPropertyValue(name);
}
