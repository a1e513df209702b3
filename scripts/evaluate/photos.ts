/** Reads single photos of a person, as files. */
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import sharp from 'sharp';
import type { Picture } from '../../src/camera/cut-view.ts';
import { readPhoto } from '../../src/gaze/read-photo.ts';
import type { GazeModel, ReaderEntry } from '../../src/model/gaze-model.ts';

const EXTENSIONS = new Set(['.jpg', '.jpeg', '.png', '.webp']);

/** The gaze in one photo, % of the screen's width and height; null where it shows no open eyes. */
export type PhotoGaze = { path: string; gaze: { xPct: number; yPct: number; confidence: number } | null };

export type PhotoReport = { photos: PhotoGaze[] };

/** The photo cannot be read; the message names it and says why. */
export class PhotoFileError extends Error {
  override readonly name = 'PhotoFileError';
}

/** Whether a path names a photo, by its ending. */
export function isPhoto(path: string): boolean {
  return EXTENSIONS.has(extname(path).toLowerCase());
}

/** The gaze in each photo, beside what is known of the person. @throws PhotoFileError */
export async function readPhotos(
  model: Pick<GazeModel, 'config' | 'findFace' | 'remember' | 'predict'>,
  paths: readonly string[],
  person: readonly ReaderEntry[],
): Promise<PhotoReport> {
  const photos: PhotoGaze[] = [];
  for (const path of paths) {
    const prediction = await readPhoto(model, await decodePhotoFile(path), person);
    const gaze = prediction && {
      xPct: 100 * prediction.xScreen,
      yPct: 100 * prediction.yScreen,
      confidence: prediction.confidence,
    };
    photos.push({ path, gaze });
  }
  return { photos };
}

/** One line per photo. */
export function formatPhotos({ photos }: PhotoReport): string {
  return photos
    .map(({ path, gaze }) => {
      if (!gaze) return `${path}: no open eyes`;
      const [x, y] = [gaze.xPct, gaze.yPct].map((value) => `${value.toFixed(1)} %`);
      return `${path}: x ${x}, y ${y} of the screen, confidence ${gaze.confidence.toFixed(2)}`;
    })
    .join('\n');
}

/** A photo's pixels, turned upright as its EXIF says. */
async function decodePhotoFile(path: string): Promise<Picture> {
  const info = await stat(path).catch(() => null);
  if (!info?.isFile()) throw new PhotoFileError(`${path}: there is no such photo`);
  try {
    const image = sharp(path).autoOrient().toColourspace('srgb').ensureAlpha().raw();
    const { data, info: size } = await image.toBuffer({ resolveWithObject: true });
    return { rgba: data, widthPx: size.width, heightPx: size.height };
  } catch (cause) {
    throw new PhotoFileError(`${path}: the photo cannot be decoded (${String(cause)})`, { cause });
  }
}
