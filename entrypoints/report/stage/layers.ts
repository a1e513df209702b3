// Draws layers of a page into a canvas that covers the part of it in sight.
import type { Box } from '../../../src/session/session-data.ts';
import type { DocumentSize } from '../../../src/session/session-pages.ts';

/** What is in sight, document px, and how many px of the canvas a document px is. */
export type Sight = Box & { scale: number; size: DocumentSize };

/** Draws one thing; the context is in document px. */
export type Layer = (context: CanvasRenderingContext2D, sight: Sight) => void;

/** The layer within a page's edges, where the stage is larger than the page. */
export function clipLayer(layer: Layer, { widthPx, heightPx }: DocumentSize): Layer {
  return (context, sight) => {
    context.beginPath();
    context.rect(0, 0, widthPx, heightPx);
    context.clip();
    layer(context, sight);
  };
}

type Drawing = { layers: readonly Layer[]; scale: number; size: DocumentSize };

/** Fits the canvas to the room that it is seen through, and draws the layers from the bottom up. */
export function drawLayers(
  canvas: HTMLCanvasElement,
  room: HTMLElement,
  { layers, scale, size }: Drawing,
): void {
  if (scale <= 0) return;
  const widthPx = Math.min(room.clientWidth, Math.ceil(size.widthPx * scale));
  const heightPx = Math.min(room.clientHeight, Math.ceil(size.heightPx * scale));
  const ratio = devicePixelRatio;
  fit(canvas, widthPx, heightPx, ratio);
  const context = canvas.getContext('2d');
  if (!context) return;
  const sight: Sight = {
    xDocumentPx: room.scrollLeft / scale,
    yDocumentPx: room.scrollTop / scale,
    widthPx: widthPx / scale,
    heightPx: heightPx / scale,
    scale: scale * ratio,
    size,
  };
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  for (const layer of layers) {
    context.save();
    const [x, y] = [-sight.xDocumentPx * sight.scale, -sight.yDocumentPx * sight.scale];
    context.setTransform(sight.scale, 0, 0, sight.scale, x, y);
    layer(context, sight);
    context.restore();
  }
}

export function isInSight(box: Box, sight: Box): boolean {
  return (
    box.xDocumentPx < sight.xDocumentPx + sight.widthPx &&
    box.yDocumentPx < sight.yDocumentPx + sight.heightPx &&
    box.xDocumentPx + box.widthPx > sight.xDocumentPx &&
    box.yDocumentPx + box.heightPx > sight.yDocumentPx
  );
}

function fit(canvas: HTMLCanvasElement, widthPx: number, heightPx: number, ratio: number): void {
  const [width, height] = [Math.round(widthPx * ratio), Math.round(heightPx * ratio)];
  if (canvas.width === width && canvas.height === height) return;
  canvas.width = width;
  canvas.height = height;
  canvas.style.width = `${widthPx}px`;
  canvas.style.height = `${heightPx}px`;
}
