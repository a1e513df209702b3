/** Finds measurements in folders and zips, and reads their photos. */
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Picture } from '../../src/camera/cut-view.ts';
import { MEASUREMENT_ENTRY, parseMeasurement } from '../../src/measurement/file-format.ts';
import type { Measurement } from '../../src/measurement/file-format.ts';
import { checkFrameJpeg } from '../../src/measurement/frame-jpeg.ts';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import { readMeasurementZip, ZIP_LIMITS } from '../../src/measurement/measurement-zip-reader.ts';

/** A checked measurement; its photos are read on demand. */
export type OpenMeasurement = {
  /** The folder or zip, for messages. */
  path: string;
  measurement: Measurement;
  /** One of the frames, with all the pixels that the file has. */
  readPhoto(file: string): Promise<Picture>;
};

/**
 * Lists the measurements that `path` stands for: itself, where it is a zip or holds `measurement.json`, else those
 * directly in it, by name. Hidden ones are being written and are left out.
 *
 * @throws MeasurementFileError where there is none.
 */
export async function listMeasurements(path: string): Promise<string[]> {
  const info = await stat(path).catch(() => null);
  if (!info) throw new MeasurementFileError(path, '', 'there is no such file or folder');
  if (!info.isDirectory()) return [path];
  const names = (await readdir(path)).toSorted();
  if (names.includes(MEASUREMENT_ENTRY)) return [path];
  const visible = names.filter((name) => !name.startsWith('.')).map((name) => join(path, name));
  const found: string[] = [];
  for (const child of visible) {
    if (child.endsWith('.zip') || (await exists(join(child, MEASUREMENT_ENTRY)))) found.push(child);
  }
  if (found.length > 0) return found;
  throw new MeasurementFileError(
    path,
    '',
    `it holds no ${MEASUREMENT_ENTRY}, no measurement folder and no zip`,
  );
}

/** Opens and checks one measurement, whole. @throws MeasurementFileError */
export async function openMeasurement(path: string): Promise<OpenMeasurement> {
  const info = await stat(path);
  const { measurement, readFrame } = info.isDirectory()
    ? await openFolder(path)
    : await readMeasurementZip(new Uint8Array(await readFile(path)), path);
  return {
    path,
    measurement,
    async readPhoto(file) {
      return decodePhoto(await readFrame(file), path, file);
    },
  };
}

async function openFolder(path: string) {
  const jsonPath = join(path, MEASUREMENT_ENTRY);
  const { size } = await stat(jsonPath);
  if (size > ZIP_LIMITS.jsonBytes) {
    throw new MeasurementFileError(
      path,
      MEASUREMENT_ENTRY,
      `it has ${size} bytes; at most ${ZIP_LIMITS.jsonBytes} are read`,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(await readFile(jsonPath, 'utf8'));
  } catch (cause) {
    throw new MeasurementFileError(path, MEASUREMENT_ENTRY, `it is not JSON (${String(cause)})`, { cause });
  }
  const measurement = parseMeasurement(json, path);
  for (const { file } of measurement.frames) {
    if (!(await exists(join(path, file)))) {
      throw new MeasurementFileError(path, file, `${MEASUREMENT_ENTRY} names this photo, but it is missing`);
    }
  }
  const readFrame = async (file: string): Promise<Uint8Array> => {
    const bytes = new Uint8Array(await readFile(join(path, file)));
    checkFrameJpeg(bytes, path, file);
    return bytes;
  };
  return { measurement, readFrame };
}

async function decodePhoto(jpeg: Uint8Array, path: string, file: string): Promise<Picture> {
  try {
    const { data, info } = await sharp(jpeg).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    return { rgba: data, widthPx: info.width, heightPx: info.height };
  } catch (cause) {
    throw new MeasurementFileError(path, file, `the photo cannot be decoded (${String(cause)})`, { cause });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
