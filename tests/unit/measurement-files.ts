// Real measurement files for the tests: small JPEGs, and zips that can then be damaged on purpose.
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import sharp from 'sharp';
import { FORMAT, frameFile, VERSION } from '../../src/measurement/file-format.ts';

export async function makeJpeg(side = 256, height = side, shade = 0): Promise<Uint8Array<ArrayBuffer>> {
  const background = { r: 90 + shade, g: 110, b: 130 };
  const image = sharp({ create: { width: side, height, channels: 3, background } });
  return new Uint8Array(await image.jpeg().toBuffer());
}

export type MeasurementJson = Record<string, unknown> & { frames: Record<string, unknown>[] };

/** What a whole and correct `measurement.json` parses to. */
export function makeJson(frameCount = 3): MeasurementJson {
  return {
    format: FORMAT,
    version: VERSION,
    id: 'p0001-m1',
    person: 'p0001',
    createdAt: '2026-11-23T10:00:00.000Z',
    screen: { widthPx: 1920, heightPx: 1080, widthCm: 34.5, heightCm: 19.4 },
    camera: { widthPx: 1280, heightPx: 720, label: 'Test camera' },
    frames: Array.from({ length: frameCount }, (_, index) => ({
      file: frameFile(index),
      x: (index + 0.5) / frameCount,
      y: 0.25,
      timestampMs: index * 1500.5,
      eyes: 'open',
    })),
  };
}

export type Entry = { name: string; content: string | Uint8Array };

/** The entries of a whole and correct measurement zip. */
export async function makeEntries(json: MeasurementJson = makeJson()): Promise<Entry[]> {
  const photos = json.frames.map(async ({ file }, index) => ({
    name: String(file),
    content: await makeJpeg(256, 256, index),
  }));
  return [{ name: 'measurement.json', content: JSON.stringify(json) }, ...(await Promise.all(photos))];
}

export async function makeZip(entries: readonly Entry[]): Promise<Uint8Array<ArrayBuffer>> {
  const zip = new ZipWriter(new BlobWriter());
  for (const { name, content } of entries) {
    const reader = typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content);
    await zip.add(name, reader, { useWebWorkers: false, level: 0 });
  }
  return new Uint8Array(await (await zip.close()).arrayBuffer());
}

/** Adds one entry to a zip a second time under the same name, which zip writers refuse to do: by renaming it after. */
export async function makeZipWithDuplicate(
  entries: readonly Entry[],
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const twin = name.replace(/.$/, '~');
  const bytes = await makeZip([...entries, { name: twin, content: 'twin' }]);
  replaceAll(bytes, new TextEncoder().encode(twin), new TextEncoder().encode(name));
  return bytes;
}

const LOCAL = { signature: 0x04034b50, length: 30, sizeAt: 22 };
const DIRECTORY = { signature: 0x02014b50, length: 46, sizeAt: 24, offsetAt: 42 };
const END = { signature: 0x06054b50, length: 22 };

/**
 * Where an entry's two headers begin.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.3.7 and 4.3.12
 */
export function findHeaders(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): { local: number; directory: number } {
  const label = new TextEncoder().encode(name);
  const view = new DataView(bytes.buffer);
  const find = ({ signature, length }: { signature: number; length: number }): number => {
    for (let at = 0; at + length + label.length <= bytes.length; at += 1) {
      if (view.getUint32(at, true) !== signature) continue;
      if (label.every((byte, index) => bytes[at + length + index] === byte)) return at;
    }
    throw new Error(`the zip has no header of ${name}`);
  };
  return { local: find(LOCAL), directory: find(DIRECTORY) };
}

/** Overwrites the uncompressed size that an entry claims, in both its headers. */
export function claimSize(bytes: Uint8Array<ArrayBuffer>, name: string, claimedBytes: number): void {
  const { local, directory } = findHeaders(bytes, name);
  const view = new DataView(bytes.buffer);
  view.setUint32(local + LOCAL.sizeAt, claimedBytes, true);
  view.setUint32(directory + DIRECTORY.sizeAt, claimedBytes, true);
}

/** Lets one entry begin inside the bytes of another, as a zip bomb's do. */
export function shareBytes(bytes: Uint8Array<ArrayBuffer>, name: string, owner: string): void {
  const { directory } = findHeaders(bytes, name);
  const inside = findHeaders(bytes, owner).local + 10;
  new DataView(bytes.buffer).setUint32(directory + DIRECTORY.offsetAt, inside, true);
}

/** A zip's directory of many empty entries, all claiming the same place; far faster than writing them. */
export function makeEmptyEntries(count: number): Uint8Array<ArrayBuffer> {
  const nameLength = 8;
  const each = DIRECTORY.length + nameLength;
  const bytes = new Uint8Array(count * each + END.length);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < count; index += 1) {
    view.setUint32(index * each, DIRECTORY.signature, true);
    view.setUint16(index * each + 28, nameLength, true);
    const name = new TextEncoder().encode(String(index).padStart(nameLength, '0'));
    bytes.set(name, index * each + DIRECTORY.length);
  }
  const end = count * each;
  view.setUint32(end, END.signature, true);
  // The end record counts to 65,535; a reader goes by the directory itself.
  view.setUint16(end + 8, Math.min(count, 0xfffe), true);
  view.setUint16(end + 10, Math.min(count, 0xfffe), true);
  view.setUint32(end + 12, count * each, true);
  return bytes;
}

/** A Blob as the browser's file input gives it. */
export function toBlob(bytes: Uint8Array<ArrayBuffer>): Blob {
  return new Blob([bytes], { type: 'application/zip' });
}

function replaceAll(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): void {
  for (let at = 0; at + from.length <= bytes.length; at += 1) {
    if (from.every((byte, index) => bytes[at + index] === byte)) bytes.set(to, at);
  }
}
