// Shapes made, moved and resized by hand; pure.
import type { AoiShape } from '../../session/aoi-shapes.ts';
import type { DocumentPoint } from '../../screen/spaces.ts';
import type { Box } from '../../session/session-data.ts';

/** A corner of a box, or a corner of a polygon by its place. */
export type Handle = 'nw' | 'ne' | 'se' | 'sw' | number;

/** Smaller ones are slips of the hand. */
export const LEAST_SIDE_PX = 4;

/** The box between two points. */
export function spanBox(a: DocumentPoint, b: DocumentPoint): Box {
  return {
    xDocumentPx: Math.round(Math.min(a.xDocumentPx, b.xDocumentPx)),
    yDocumentPx: Math.round(Math.min(a.yDocumentPx, b.yDocumentPx)),
    widthPx: Math.round(Math.abs(a.xDocumentPx - b.xDocumentPx)),
    heightPx: Math.round(Math.abs(a.yDocumentPx - b.yDocumentPx)),
  };
}

export function moveShape(shape: AoiShape, xPx: number, yPx: number): AoiShape {
  const move = <T extends DocumentPoint>(point: T): T => ({
    ...point,
    xDocumentPx: point.xDocumentPx + xPx,
    yDocumentPx: point.yDocumentPx + yPx,
  });
  return shape.type === 'polygon' ? { ...shape, points: shape.points.map(move) } : move(shape);
}

/** The handle follows; a corner that is dragged over the opposite one turns the box over. */
export function resizeShape(shape: AoiShape, handle: Handle, to: DocumentPoint): AoiShape {
  if (shape.type === 'polygon') {
    return { ...shape, points: shape.points.map((point, index) => (index === handle ? to : point)) };
  }
  const left = handle === 'nw' || handle === 'sw';
  const top = handle === 'nw' || handle === 'ne';
  const fixed = {
    xDocumentPx: shape.xDocumentPx + (left ? shape.widthPx : 0),
    yDocumentPx: shape.yDocumentPx + (top ? shape.heightPx : 0),
  };
  const box = spanBox(fixed, to);
  if (box.widthPx < LEAST_SIDE_PX || box.heightPx < LEAST_SIDE_PX) return shape;
  return { ...shape, ...box };
}

/** Wider and higher by so much, from the upper left corner; of a polygon every corner moves in proportion. */
export function growShape(shape: AoiShape, xPx: number, yPx: number): AoiShape {
  if (shape.type !== 'polygon') {
    return {
      ...shape,
      widthPx: Math.max(LEAST_SIDE_PX, shape.widthPx + xPx),
      heightPx: Math.max(LEAST_SIDE_PX, shape.heightPx + yPx),
    };
  }
  const xs = shape.points.map(({ xDocumentPx }) => xDocumentPx);
  const ys = shape.points.map(({ yDocumentPx }) => yDocumentPx);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const xScale = Math.max(LEAST_SIDE_PX, width + xPx) / Math.max(1, width);
  const yScale = Math.max(LEAST_SIDE_PX, height + yPx) / Math.max(1, height);
  return {
    ...shape,
    points: shape.points.map(({ xDocumentPx, yDocumentPx }) => ({
      xDocumentPx: left + (xDocumentPx - left) * xScale,
      yDocumentPx: top + (yDocumentPx - top) * yScale,
    })),
  };
}

/** Where a shape can be taken hold of. */
export function listHandles(shape: AoiShape): { handle: Handle; point: DocumentPoint }[] {
  if (shape.type === 'polygon') return shape.points.map((point, handle) => ({ handle, point }));
  const { xDocumentPx: x, yDocumentPx: y, widthPx, heightPx } = shape;
  const [right, bottom] = [x + widthPx, y + heightPx];
  return [
    { handle: 'nw', point: { xDocumentPx: x, yDocumentPx: y } },
    { handle: 'ne', point: { xDocumentPx: right, yDocumentPx: y } },
    { handle: 'se', point: { xDocumentPx: right, yDocumentPx: bottom } },
    { handle: 'sw', point: { xDocumentPx: x, yDocumentPx: bottom } },
  ];
}

/** The smallest element under a point: the one that somebody means who points there. */
export function findElementAt<T extends { box: Box }>(
  elements: readonly T[],
  point: DocumentPoint,
): T | null {
  let found: T | null = null;
  let least = Infinity;
  for (const element of elements) {
    const { xDocumentPx, yDocumentPx, widthPx, heightPx } = element.box;
    const x = point.xDocumentPx - xDocumentPx;
    const y = point.yDocumentPx - yDocumentPx;
    if (x < 0 || y < 0 || x > widthPx || y > heightPx || widthPx * heightPx >= least) continue;
    found = element;
    least = widthPx * heightPx;
  }
  return found;
}
