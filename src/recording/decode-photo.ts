/** Reads a photo's pixels, turned upright. */
import type { Picture } from '../camera/cut-view.ts';
import { MediaFileError, readFirstBytes } from './media-file-error.ts';

export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp'];

/** Larger photos are scaled down: the network sees 192 pixels of the face, whatever there is. */
const MOST_SIDE_PX = 4096;

/**
 * RGBA of a JPEG, PNG or WebP, at most 4096 px a side. A phone's note on how it was held (EXIF) has been applied;
 * what is transparent is black.
 * @throws {MediaFileError} `empty`, `unreadable`, `not-a-photo` or `damaged`
 */
export async function decodePhoto(file: File): Promise<Picture> {
  const bytes = await readFirstBytes(file, 12);
  if (!isPhoto(bytes)) {
    throw new MediaFileError(
      'not-a-photo',
      file.name,
      'This is no JPEG, PNG or WebP photo. Choose a photo in one of these formats.',
    );
  }
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (error) {
    throw new MediaFileError(
      'damaged',
      file.name,
      'The photo is damaged: the browser cannot decode it. Save or download it once more.',
      { cause: error },
    );
  }
  try {
    return readPixels(bitmap);
  } finally {
    bitmap.close();
  }
}

/** @see https://mimesniff.spec.whatwg.org/#image-type-pattern-matching-algorithm */
function isPhoto(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes);
  return (
    text.startsWith('\xff\xd8\xff') ||
    text.startsWith('\x89PNG\r\n\x1a\n') ||
    (text.startsWith('RIFF') && text.slice(8) === 'WEBP')
  );
}

function readPixels(bitmap: ImageBitmap): Picture {
  const scale = Math.min(1, MOST_SIDE_PX / Math.max(bitmap.width, bitmap.height));
  const widthPx = Math.max(1, Math.round(bitmap.width * scale));
  const heightPx = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(widthPx, heightPx).getContext('2d', {
    alpha: false,
    willReadFrequently: true,
  });
  if (!context) throw new Error('This browser gives no 2D canvas, so photos cannot be read.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, widthPx, heightPx);
  return { rgba: context.getImageData(0, 0, widthPx, heightPx).data, widthPx, heightPx };
}
