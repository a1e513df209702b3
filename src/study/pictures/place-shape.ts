// An area in fractions of its picture, and the same in px of one that has a size.
import type { AoiShape } from '../../session/aoi-shapes.ts';
import type { DocumentSize } from '../../session/session-pages.ts';
import type { PictureShape } from '../definition.ts';

/** A ten-thousandth of a picture is less than a px of most. */
const DECIMALS = 4;

export function placeShape(shape: PictureShape, { widthPx, heightPx }: DocumentSize): AoiShape {
  if (shape.type === 'polygon') {
    const points = shape.points.map(({ xPicture, yPicture }) => ({
      xDocumentPx: xPicture * widthPx,
      yDocumentPx: yPicture * heightPx,
    }));
    return { type: 'polygon', points };
  }
  return {
    type: shape.type,
    xDocumentPx: shape.xPicture * widthPx,
    yDocumentPx: shape.yPicture * heightPx,
    widthPx: shape.widthPicture * widthPx,
    heightPx: shape.heightPicture * heightPx,
  };
}

/** The other way; what would lie beside the picture is cut off at its edges, and has no less than a thousandth of it. */
export function shareShape(shape: AoiShape, { widthPx, heightPx }: DocumentSize): PictureShape {
  if (shape.type === 'polygon') {
    const points = shape.points.map(({ xDocumentPx, yDocumentPx }) => ({
      xPicture: round(clamp(xDocumentPx / widthPx)),
      yPicture: round(clamp(yDocumentPx / heightPx)),
    }));
    return { type: 'polygon', points };
  }
  const [left, right] = span(shape.xDocumentPx / widthPx, (shape.xDocumentPx + shape.widthPx) / widthPx);
  const [top, bottom] = span(shape.yDocumentPx / heightPx, (shape.yDocumentPx + shape.heightPx) / heightPx);
  return {
    type: shape.type,
    xPicture: left,
    yPicture: top,
    widthPicture: round(right - left),
    heightPicture: round(bottom - top),
  };
}

const LEAST = 0.001;

function span(from: number, to: number): [number, number] {
  const low = Math.min(round(clamp(from)), 1 - LEAST);
  return [low, Math.max(round(clamp(to)), round(low + LEAST))];
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function round(share: number): number {
  return Number(share.toFixed(DECIMALS));
}
