/** The heatmap of a whole recording over an empty screen. */
import type { GazeSample } from '../gaze/gaze-sample.ts';
import {
  accumulateSample,
  createAccumulation,
  peakOfLook,
  type Accumulation,
} from '../heatmap/accumulate.ts';
import { CELL_PX } from '../heatmap/density-grid.ts';
import { createPainter, FULL_HEAT_LOOK_MS } from '../heatmap/draw.ts';
import { estimateSigmaScreen } from '../heatmap/uncertainty.ts';

/** The screen as it is drawn, in px; CSS has nothing to do with it. */
export type DrawnScreen = { widthPx: number; heightPx: number };

const WIDTH_PX = 1600;
/** The colours let text beneath them be read. Beneath an empty screen there is none: over each other they are strong. */
const COATS = 3;

/** A drawn screen of the same shape as a real one. @param aspect width / height */
export function shapeScreen(aspect: number): DrawnScreen {
  return { widthPx: WIDTH_PX, heightPx: Math.round(WIDTH_PX / aspect) };
}

/**
 * All samples as dwell, in px of the drawn screen. A gaze that falls a little outside of it counts there: the part of
 * its Gaussian that reaches the screen is as true as any other.
 */
export function accumulateScreen(samples: readonly GazeSample[], screen: DrawnScreen): Accumulation {
  const { widthPx, heightPx } = screen;
  const accumulation = createAccumulation();
  for (const sample of samples) {
    const sigma = estimateSigmaScreen(sample.confidence);
    const point = { xDocumentPx: sample.xScreen * widthPx, yDocumentPx: sample.yScreen * heightPx };
    accumulateSample(accumulation, sample, point, { xPx: sigma * widthPx, yPx: sigma * heightPx });
  }
  return accumulation;
}

/**
 * Draws the heat into a canvas of the drawn screen's size, over `background` (a CSS colour). The hottest colour is the
 * hottest place's, or that of one look of a second where no place had more.
 */
export function paintScreenHeat(
  canvas: HTMLCanvasElement,
  { grid }: Accumulation,
  { widthPx, heightPx }: DrawnScreen,
  background: string,
): void {
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This page allows no 2D canvas, so the heatmap cannot be drawn.');
  context.fillStyle = background;
  context.fillRect(0, 0, widthPx, heightPx);

  const cells = document.createElement('canvas');
  const [columns, rows] = [Math.ceil(widthPx / CELL_PX), Math.ceil(heightPx / CELL_PX)];
  const sharpest = estimateSigmaScreen(1);
  const oneLookMs = peakOfLook(FULL_HEAT_LOOK_MS, { xPx: sharpest * widthPx, yPx: sharpest * heightPx });
  const fullHeatMs = Math.max(oneLookMs, grid.peak?.dwellMs ?? 0);
  createPainter(cells).paint(grid, { column: 0, row: 0, columns, rows }, fullHeatMs);
  context.imageSmoothingQuality = 'high';
  for (let coat = 1; coat <= COATS; coat += 1) {
    context.drawImage(cells, 0, 0, columns * CELL_PX, rows * CELL_PX);
  }
}
