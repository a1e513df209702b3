// A heatmap as the layers of a picture, which a browser's canvas or Node's sharp makes a PNG of.
import { paintPage, type Painted } from '../../heatmap/paint-page.ts';
import { traceContours } from '../../heatmap/contours.ts';
import type { ReadShot } from '../file/session-zip-writer.ts';
import type { Piece } from '../stitch-shots.ts';
import { layOutCaption, type CaptionStrip } from './caption-lines.ts';
import type { HeatPicture } from './heat-pictures.ts';

/** In pixels of the picture, its upper left corner being 0, 0. */
export type Rectangle = { x: number; y: number; width: number; height: number };

export type PictureLayers = {
  widthPx: number;
  /** With the strip of the caption, which is below the page. */
  heightPx: number;
  /** Lowest first: parts of pictures, `from` in pixels of the picture they are cut out of. */
  pieces: { image: Blob; from: Rectangle; to: Rectangle }[];
  /** Over the pieces, as wide as the picture, at its top. */
  heat: Painted;
  /** Lines of equal heat over it: SVG path data in document px, to be scaled by `scale`. */
  lines: string[];
  scale: number;
  caption: CaptionStrip;
};

/** Makes PNGs, of layers or of a picture in another format. */
export type Painter = {
  paint(layers: PictureLayers): Promise<Blob>;
  toPng(image: Blob): Promise<Blob>;
  /** The picture scaled to so many columns and rows of grey, 0..255. */
  toGrey(image: Blob, columns: number, rows: number): Promise<Uint8Array>; // [rows * columns]
};

/** A page of 1,200 x 20,000 px is drawn as it is; larger ones are scaled down: a canvas has to fit into memory. */
const MAX_PIXELS = 24_000_000;
const MAX_SIDE_PX = 30_000;

export async function writeHeatPng(
  picture: HeatPicture,
  pieces: readonly Piece[],
  readShot: ReadShot,
  { paint }: Painter,
): Promise<Blob> {
  const { size, heat, settings } = picture;
  const fits = Math.sqrt(MAX_PIXELS / (size.widthPx * size.heightPx));
  const scale = Math.min(1, fits, MAX_SIDE_PX / Math.max(size.widthPx, size.heightPx));
  const widthPx = Math.max(1, Math.round(size.widthPx * scale));
  const pageHeightPx = Math.max(1, Math.round(size.heightPx * scale));
  const caption = layOutCaption(picture.caption, picture.url, widthPx);
  const layers: PictureLayers = {
    widthPx,
    heightPx: pageHeightPx + caption.heightPx,
    pieces: [],
    heat: paintPage(heat, settings.paint, { widthPx, heightPx: pageHeightPx }),
    lines: traceContours(heat, settings.contours, settings.paint.fullHeat)
      .map(({ path }) => path)
      .filter((path) => path !== ''),
    scale,
    caption,
  };
  const images = new Map<number, Blob>();
  for (const { shot, xDocumentPx, yDocumentPx, widthPx: width, heightPx: height } of pieces) {
    const [xShare, yShare] = [shot.widthImagePx / shot.widthPx, shot.heightImagePx / shot.heightPx];
    const image = images.get(shot.index) ?? (await readShot(shot));
    images.set(shot.index, image);
    layers.pieces.push({
      image,
      from: {
        x: (xDocumentPx - shot.xDocumentPx) * xShare,
        y: (yDocumentPx - shot.yDocumentPx) * yShare,
        width: width * xShare,
        height: height * yShare,
      },
      to: { x: xDocumentPx * scale, y: yDocumentPx * scale, width: width * scale, height: height * scale },
    });
  }
  return paint(layers);
}
