// A page's heat as layers: colours or darkness, painted once, and contours.
import { traceContours } from '../../../src/heatmap/contours.ts';
import type { PageHeat } from '../../../src/heatmap/page-heat.ts';
import { paintPage, type PaintOptions } from '../../../src/heatmap/paint-page.ts';
import { paletteHex } from '../../../src/heatmap/palettes.ts';
import type { Box } from '../../../src/session/session-data.ts';
import type { Layer } from '../stage/layers.ts';
import { CONTOUR_LEVELS } from './heat-settings.ts';

/** Gaussians of webcams are wider by far; the browser smooths the rest. */
const PAINTED_PX = 4;
/** Chromium's canvases have no more pixels on a side. */
const MOST_ROWS = 16_000;

/** A size at which pictures of an area's heat are painted. */
export function choosePaintedSize(area: Box): { widthPx: number; heightPx: number } {
  const px = Math.max(PAINTED_PX, area.heightPx / MOST_ROWS);
  return {
    widthPx: Math.max(1, Math.round(area.widthPx / px)),
    heightPx: Math.max(1, Math.round(area.heightPx / px)),
  };
}

/** Paints at once; drawing then copies what is in sight. */
export function createHeatLayer(heat: PageHeat, options: PaintOptions): Layer {
  const size = choosePaintedSize(heat.area);
  return createPictureLayer(paintPage(heat, options, size).data, size, heat.area);
}

/** Draws the part of a painted picture of an area that is in sight. */
export function createPictureLayer(
  rgba: Uint8ClampedArray<ArrayBuffer>,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  area: Box,
): Layer {
  const picture = new OffscreenCanvas(widthPx, heightPx);
  picture.getContext('2d')!.putImageData(new ImageData(rgba, widthPx, heightPx), 0, 0);
  const [xScale, yScale] = [widthPx / area.widthPx, heightPx / area.heightPx];
  return (context, sight) => {
    const left = Math.max(0, sight.xDocumentPx - area.xDocumentPx);
    const top = Math.max(0, sight.yDocumentPx - area.yDocumentPx);
    const width = Math.min(area.widthPx - left, sight.widthPx + 1);
    const height = Math.min(area.heightPx - top, sight.heightPx + 1);
    if (width <= 0 || height <= 0) return;
    context.imageSmoothingQuality = 'high';
    context.drawImage(
      picture,
      left * xScale,
      top * yScale,
      width * xScale,
      height * yScale,
      area.xDocumentPx + left,
      area.yDocumentPx + top,
      width,
      height,
    );
  };
}

export function createContourLayer(heat: PageHeat, { palette, mode, fullHeat }: PaintOptions): Layer {
  const lines = traceContours(heat, CONTOUR_LEVELS, fullHeat).map(({ level, path }) => ({
    path: new Path2D(path),
    colour: mode === 'heat' ? paletteHex(palette, level) : '#ffffff',
  }));
  return (context, { scale }) => {
    context.translate(heat.area.xDocumentPx, heat.area.yDocumentPx);
    context.lineJoin = 'round';
    for (const { path, colour } of lines) {
      context.lineWidth = (4 * devicePixelRatio) / scale;
      context.strokeStyle = 'rgb(8 16 22 / 55%)';
      context.stroke(path);
      context.lineWidth = (2 * devicePixelRatio) / scale;
      context.strokeStyle = colour;
      context.stroke(path);
    }
  };
}
