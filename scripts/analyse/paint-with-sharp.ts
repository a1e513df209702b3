// Makes a heatmap's layers a PNG in Node.
import sharp from 'sharp';
import type { OverlayOptions } from 'sharp';
import { escapeXml } from '../../src/session/export/escape-xml.ts';
import type { Painter, PictureLayers } from '../../src/session/export/heat-png.ts';

export const sharpPainter: Painter = {
  paint: paintLayers,
  toPng: async (image) =>
    toBlob(
      await sharp(Buffer.from(await image.arrayBuffer()))
        .png()
        .toBuffer(),
    ),
  async toGrey(image, columns, rows) {
    const picture = sharp(Buffer.from(await image.arrayBuffer())).resize(columns, rows, { fit: 'fill' });
    return new Uint8Array(await picture.greyscale().raw().toBuffer());
  },
};

async function paintLayers(layers: PictureLayers): Promise<Blob> {
  const { widthPx, heightPx, pieces, heat } = layers;
  const overlays: OverlayOptions[] = [];
  for (const piece of pieces) overlays.push(...(await cutPiece(piece, layers)));
  const raw = { width: heat.widthPx, height: heat.heightPx, channels: 4 as const };
  overlays.push({ input: Buffer.from(heat.data.buffer), raw, left: 0, top: 0 });
  overlays.push({ input: Buffer.from(drawLinesAndCaption(layers)), left: 0, top: 0 });
  const png = await sharp({
    create: { width: widthPx, height: heightPx, channels: 3, background: '#ffffff' },
    limitInputPixels: false,
  })
    .composite(overlays)
    .png()
    .toBuffer();
  return toBlob(png);
}

function toBlob(png: Uint8Array): Blob {
  return new Blob([Uint8Array.from(png)], { type: 'image/png' });
}

/** Whole pixels that lie in the picture. */
async function cutPiece(
  { image, from, to }: PictureLayers['pieces'][number],
  { heat }: PictureLayers,
): Promise<OverlayOptions[]> {
  const input = Buffer.from(await image.arrayBuffer());
  const { width: imageWidth, height: imageHeight } = await sharp(input).metadata();
  const left = clamp(Math.round(from.x), 0, imageWidth - 1);
  const top = clamp(Math.round(from.y), 0, imageHeight - 1);
  const width = clamp(Math.round(from.width), 1, imageWidth - left);
  const height = clamp(Math.round(from.height), 1, imageHeight - top);
  const [x, y] = [Math.round(to.x), Math.round(to.y)];
  const toWidth = Math.min(Math.max(1, Math.round(to.x + to.width) - x), heat.widthPx - x);
  const toHeight = Math.min(Math.max(1, Math.round(to.y + to.height) - y), heat.heightPx - y);
  if (x < 0 || y < 0 || toWidth < 1 || toHeight < 1) return [];
  const cut = await sharp(input)
    .extract({ left, top, width, height })
    .resize(toWidth, toHeight, { fit: 'fill' })
    .toBuffer();
  return [{ input: cut, left: x, top: y }];
}

function drawLinesAndCaption({ widthPx, heightPx, heat, lines, scale, caption }: PictureLayers): string {
  const text = caption.lines.map((line, index) => {
    const y = heat.heightPx + caption.marginPx / 2 + (index + 0.8) * caption.lineHeightPx;
    return `<text x="${caption.marginPx}" y="${y}">${escapeXml(line)}</text>`;
  });
  const paths = lines.map((path) => `<path d="${path}"/>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">`,
    `<svg width="${widthPx}" height="${heat.heightPx}"><g transform="scale(${scale})" fill="none" stroke="#212529" stroke-opacity="0.6" stroke-width="${1 / scale}">`,
    ...paths,
    `</g></svg><rect y="${heat.heightPx}" width="100%" height="100%" fill="#ffffff"/>`,
    `<g font-family="sans-serif" font-size="${caption.fontPx}" fill="#212529">`,
    ...text,
    '</g></svg>',
  ].join('\n');
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
