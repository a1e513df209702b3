// Which part of the document the heatmap's canvas covers: the viewport and some room above and below for scrolling.
import { CELL_PX, type CellRegion } from './density-grid.ts';

/** What is seen and how large the document is, in document px. */
export type View = {
  xScrollPx: number;
  yScrollPx: number;
  widthPx: number;
  heightPx: number;
  documentHeightPx: number;
};

/** The canvas's place in document px, and the cells under it; `offset` is from the first cell's corner to the place. */
export type Plan = {
  leftPx: number;
  topPx: number;
  widthPx: number;
  heightPx: number;
  region: CellRegion;
};

/** Room above and below the viewport, as a share of its height, so that most scrolling needs no drawing at all. */
const ROOM = 0.5;

/**
 * Covers the viewport's width and its height with room, but never the document's last pixel: so the canvas cannot be
 * what makes the document as tall as it is.
 */
export function planRegion(view: View): Plan {
  const bottomLimitPx = Math.max(1, Math.floor(view.documentHeightPx) - 1);
  const leftPx = Math.floor(view.xScrollPx);
  const topPx = Math.max(0, Math.floor(view.yScrollPx - ROOM * view.heightPx));
  const bottomPx = Math.min(bottomLimitPx, Math.ceil(view.yScrollPx + (1 + ROOM) * view.heightPx));
  const widthPx = Math.max(1, Math.floor(view.widthPx));
  const heightPx = Math.max(1, bottomPx - topPx);
  const column = Math.floor(leftPx / CELL_PX);
  const row = Math.floor(topPx / CELL_PX);
  const region = {
    column,
    row,
    columns: Math.ceil((leftPx + widthPx) / CELL_PX) - column,
    rows: Math.ceil((topPx + heightPx) / CELL_PX) - row,
  };
  return { leftPx, topPx, widthPx, heightPx, region };
}

/** Whether a plan made earlier still covers what is seen now. */
export function coversView(plan: Plan, view: View): boolean {
  const bottomSeenPx = Math.min(view.yScrollPx + view.heightPx, view.documentHeightPx - 1);
  return (
    plan.leftPx === Math.floor(view.xScrollPx) &&
    plan.widthPx === Math.max(1, Math.floor(view.widthPx)) &&
    plan.topPx <= Math.max(0, view.yScrollPx) &&
    plan.topPx + plan.heightPx >= Math.floor(bottomSeenPx) &&
    plan.topPx + plan.heightPx < view.documentHeightPx
  );
}
