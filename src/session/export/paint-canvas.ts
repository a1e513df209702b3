// Makes PNGs in the browser.
import type { Painter, PictureLayers } from './heat-png.ts';

/** Both throw an `Error` in words where the browser has no memory for a canvas so large. */
export const canvasPainter: Painter = {
  paint: paintLayers,
  async toPng(image) {
    if (image.type === 'image/png') return image;
    const bitmap = await createImageBitmap(image);
    const { canvas, context } = createCanvas(bitmap.width, bitmap.height);
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    return canvas.convertToBlob({ type: 'image/png' });
  },
  async toGrey(image, columns, rows) {
    const bitmap = await createImageBitmap(image, {
      resizeWidth: columns,
      resizeHeight: rows,
      resizeQuality: 'medium',
    });
    const { context } = createCanvas(columns, rows);
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    const { data } = context.getImageData(0, 0, columns, rows);
    return Uint8Array.from({ length: columns * rows }, (_, i) => {
      return 0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!;
    });
  },
};

function createCanvas(widthPx: number, heightPx: number) {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  if (!context)
    throw new Error(`The browser has no memory for a picture of ${widthPx} × ${heightPx} pixels.`);
  return { canvas, context };
}

async function paintLayers(layers: PictureLayers): Promise<Blob> {
  const { widthPx, heightPx, pieces, heat, caption } = layers;
  const { canvas, context } = createCanvas(widthPx, heightPx);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, widthPx, heightPx);
  for (const { image, from, to } of pieces) {
    const bitmap = await createImageBitmap(image);
    context.drawImage(bitmap, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
    bitmap.close();
  }
  const overlay = await createImageBitmap(new ImageData(heat.data, heat.widthPx, heat.heightPx));
  context.drawImage(overlay, 0, 0);
  overlay.close();
  drawLines(context, layers);
  // What the page's picture left of the strip.
  context.fillStyle = '#ffffff';
  context.fillRect(0, heat.heightPx, widthPx, heightPx - heat.heightPx);
  context.fillStyle = '#212529';
  context.font = `${caption.fontPx}px sans-serif`;
  for (const [index, line] of caption.lines.entries()) {
    const y = heat.heightPx + caption.marginPx / 2 + (index + 0.8) * caption.lineHeightPx;
    context.fillText(line, caption.marginPx, y, widthPx - 2 * caption.marginPx);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}

function drawLines(context: OffscreenCanvasRenderingContext2D, { heat, lines, scale }: PictureLayers): void {
  context.save();
  context.beginPath();
  context.rect(0, 0, heat.widthPx, heat.heightPx);
  context.clip();
  context.scale(scale, scale);
  context.strokeStyle = 'rgb(33 37 41 / 0.6)';
  context.lineWidth = 1 / scale;
  for (const path of lines) context.stroke(new Path2D(path));
  context.restore();
}
