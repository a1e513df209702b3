// Cuts a picture's square as a measurement's photos have it.
import { getSquareCrop } from '../camera/square-crop.ts';

/** Pixels of the square's side: the picture's shorter side within these bounds. */
export const PHOTO_SIDE = { min: 256, max: 512 } as const;

/** The side of the photo cut from a frame: its shorter side, within {@link PHOTO_SIDE}. */
export function getPhotoSide(widthPx: number, heightPx: number): number {
  return Math.min(PHOTO_SIDE.max, Math.max(PHOTO_SIDE.min, Math.min(widthPx, heightPx)));
}

/** Draws the central square of a frame or photo, scaled to a photo's side; not mirrored. */
export function drawSquare(
  source: VideoFrame | ImageBitmap,
  widthPx: number,
  heightPx: number,
): OffscreenCanvasRenderingContext2D {
  const crop = getSquareCrop(widthPx, heightPx);
  const side = getPhotoSide(widthPx, heightPx);
  const context = new OffscreenCanvas(side, side).getContext('2d', { alpha: false });
  if (!context) throw new Error('This browser gives no 2D canvas, so photos cannot be made.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, crop.x, crop.y, crop.side, crop.side, 0, 0, side, side);
  return context;
}
