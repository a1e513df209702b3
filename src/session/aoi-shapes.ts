// The shapes that areas of interest are drawn in, in document px of a page's picture.
import type { DocumentPoint } from '../screen/spaces.ts';
import type { Box } from './session-data.ts';

export type AoiShape =
  | ({ type: 'rectangle' } & Box)
  /** Fills its box. */
  | ({ type: 'ellipse' } & Box)
  /** At least three corners; the last is joined to the first. Where its edges cross, the even-odd rule holds. */
  | { type: 'polygon'; points: DocumentPoint[] };

/** Whether the point lies in the shape; on its edge it does. */
export function containsPoint(shape: AoiShape, { xDocumentPx, yDocumentPx }: DocumentPoint): boolean {
  if (shape.type === 'polygon') return isInPolygon(shape.points, xDocumentPx, yDocumentPx);
  const x = xDocumentPx - shape.xDocumentPx;
  const y = yDocumentPx - shape.yDocumentPx;
  if (shape.type === 'rectangle') return x >= 0 && y >= 0 && x <= shape.widthPx && y <= shape.heightPx;
  return ((2 * x) / shape.widthPx - 1) ** 2 + ((2 * y) / shape.heightPx - 1) ** 2 <= 1;
}

/** The smallest box around it. */
export function findBounds(shape: AoiShape): Box {
  if (shape.type !== 'polygon') {
    const { xDocumentPx, yDocumentPx, widthPx, heightPx } = shape;
    return { xDocumentPx, yDocumentPx, widthPx, heightPx };
  }
  const xs = shape.points.map((point) => point.xDocumentPx);
  const ys = shape.points.map((point) => point.yDocumentPx);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return {
    xDocumentPx: left,
    yDocumentPx: top,
    widthPx: Math.max(...xs) - left,
    heightPx: Math.max(...ys) - top,
  };
}

/** How wide the shape is where it is narrow: the shorter side of its box; of a polygon no more than its area allows. */
export function findExtentPx(shape: AoiShape): number {
  const { widthPx, heightPx } = findBounds(shape);
  const shorter = Math.min(widthPx, heightPx);
  return shape.type === 'polygon' ? Math.min(shorter, Math.sqrt(findArea(shape.points))) : shorter;
}

/** |sum of x(i) y(i + 1) - x(i + 1) y(i)| / 2 */
function findArea(points: readonly DocumentPoint[]): number {
  const twice = points.reduce((sum, a, i) => {
    const b = points[(i + 1) % points.length]!;
    return sum + a.xDocumentPx * b.yDocumentPx - b.xDocumentPx * a.yDocumentPx;
  }, 0);
  return Math.abs(twice) / 2;
}

/** A ray to the right crosses the edges an odd number of times. */
function isInPolygon(points: readonly DocumentPoint[], x: number, y: number): boolean {
  let inside = false;
  for (const [i, a] of points.entries()) {
    const b = points[(i + 1) % points.length]!;
    if (isOnEdge(a, b, x, y)) return true;
    const crosses = a.yDocumentPx > y !== b.yDocumentPx > y;
    const along = (y - a.yDocumentPx) / (b.yDocumentPx - a.yDocumentPx);
    if (crosses && x < a.xDocumentPx + along * (b.xDocumentPx - a.xDocumentPx)) inside = !inside;
  }
  return inside;
}

function isOnEdge(a: DocumentPoint, b: DocumentPoint, x: number, y: number): boolean {
  const [dx, dy] = [b.xDocumentPx - a.xDocumentPx, b.yDocumentPx - a.yDocumentPx];
  const [px, py] = [x - a.xDocumentPx, y - a.yDocumentPx];
  if (dx * py !== dy * px) return false;
  const along = px * dx + py * dy;
  return along >= 0 && along <= dx * dx + dy * dy;
}
