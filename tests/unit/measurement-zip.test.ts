import { describe, expect, it } from 'vitest';
import { parseMeasurement } from '../../src/measurement/file-format.ts';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import { readMeasurementZip } from '../../src/measurement/measurement-zip-reader.ts';
import { writeMeasurementZip } from '../../src/measurement/measurement-zip-writer.ts';
import {
  claimSize,
  findHeaders,
  makeEmptyEntries,
  makeEntries,
  makeJpeg,
  makeJson,
  makeZip,
  makeZipWithDuplicate,
  shareBytes,
  toBlob,
} from './measurement-files.ts';

const NAME = 'anna.measurement.zip';
const GB = 1024 ** 3;

describe('a whole measurement zip', () => {
  it('comes back as it was written, photos byte for byte', async () => {
    const measurement = parseMeasurement(makeJson(5), NAME);
    const photos = new Map(
      await Promise.all(
        measurement.frames.map(async ({ file }, index) => [file, await makeJpeg(256, 256, index)] as const),
      ),
    );
    const progress: number[] = [];
    const zip = await writeMeasurementZip(measurement, async (file) => new Blob([photos.get(file)!]), {
      onProgress: (done) => progress.push(done),
    });
    const read = await readMeasurementZip(zip, NAME);
    expect(read.measurement).toEqual(measurement);
    for (const { file } of measurement.frames) expect(await read.readFrame(file)).toEqual(photos.get(file));
    expect(progress).toEqual([1, 2, 3, 4, 5]);
  });

  it('is read from bytes as well as from a Blob, and a photo more than once', async () => {
    const bytes = await makeZip(await makeEntries());
    const fromBytes = await readMeasurementZip(bytes, NAME);
    const fromBlob = await readMeasurementZip(toBlob(bytes), NAME);
    expect(fromBytes.measurement).toEqual(fromBlob.measurement);
    expect(await fromBytes.readFrame('frames/001.jpg')).toEqual(await fromBytes.readFrame('frames/001.jpg'));
  });

  it('may hold entries that nothing refers to', async () => {
    const bytes = await makeZip([...(await makeEntries()), { name: 'notes.txt', content: 'sunny' }]);
    expect((await readMeasurementZip(bytes, NAME)).measurement.frames).toHaveLength(3);
  });

  it('stops reading and writing when aborted', async () => {
    const bytes = await makeZip(await makeEntries());
    await expect(readMeasurementZip(bytes, NAME, AbortSignal.abort())).rejects.toThrow(/abort/i);
    const measurement = parseMeasurement(makeJson(), NAME);
    const photo = new Blob([await makeJpeg()]);
    const writing = writeMeasurementZip(measurement, async () => photo, { signal: AbortSignal.abort() });
    await expect(writing).rejects.toThrow(/abort/i);
  });
});

describe('readMeasurementZip refuses', () => {
  const cuts = [1, 22, 200, 1500, 3000];
  it.each(cuts)('a zip without its last %i bytes', async (cut) => {
    const bytes = await makeZip(await makeEntries());
    expect((await refuse(bytes.slice(0, -cut))).entry).toBe('');
  });

  it('a zip with a hole in the middle', async () => {
    const bytes = await makeZip(await makeEntries());
    const middle = bytes.length >> 1;
    const damaged = new Uint8Array([...bytes.slice(0, middle - 150), ...bytes.slice(middle)]);
    expect((await refuseWholly(damaged)).reason).toMatch(/damaged/);
  });

  it('a photo with one flipped byte', async () => {
    const bytes = await makeZip(await makeEntries());
    const at = findHeaders(bytes, 'frames/001.jpg').local + 160;
    bytes[at] = bytes[at]! ^ 0xff;
    expect(await refuseWholly(bytes)).toMatchObject({
      entry: 'frames/001.jpg',
      reason: expect.stringMatching(/damaged/),
    });
  });

  it('text', async () => {
    const error = await refuse(new TextEncoder().encode('Dear diary, today I looked at dots.'));
    expect(error.reason).toBe('it is not a zip file, or its end was cut off');
  });

  it('nothing at all', async () => {
    expect((await refuse(new Uint8Array(0))).reason).toMatch(/not a zip file/);
  });

  it('a zip without measurement.json', async () => {
    const entries = await makeEntries();
    const error = await refuse(await makeZip(entries.slice(1)));
    expect(error).toMatchObject({ entry: 'measurement.json', reason: 'it is missing at the top of the zip' });
  });

  it('the folder instead of its content, with the way out', async () => {
    const entries = (await makeEntries()).map(({ name, content }) => ({ name: `p0001-m1/${name}`, content }));
    expect((await refuse(await makeZip(entries))).reason).toMatch(/zip the content of the folder/);
  });

  it('a missing photo', async () => {
    const entries = (await makeEntries()).filter(({ name }) => name !== 'frames/001.jpg');
    expect(await refuse(await makeZip(entries))).toMatchObject({
      entry: 'frames/001.jpg',
      reason: 'measurement.json names this photo, but it is missing',
    });
  });

  it('x = 1.2', async () => {
    const json = makeJson();
    json.frames[1]!.x = 1.2;
    const error = await refuse(await makeZip(await makeEntries(json)));
    expect(error).toMatchObject({
      entry: 'measurement.json',
      reason: expect.stringMatching(/frames\[1\]\.x is 1\.2/),
    });
  });

  it('JSON that ends too soon', async () => {
    const entries = await makeEntries();
    entries[0] = { name: 'measurement.json', content: '{"format": "fovea-measurement"' };
    expect((await refuse(await makeZip(entries))).reason).toMatch(/not JSON/);
  });

  it.each(['frames/001.jpg', 'measurement.json', 'notes.txt'])('%s claiming 2 GB', async (name) => {
    const bytes = await makeZip([...(await makeEntries()), { name: 'notes.txt', content: 'sunny' }]);
    claimSize(bytes, name, 2 * GB);
    const error = await refuse(bytes);
    expect(error).toMatchObject({
      entry: name,
      reason: expect.stringMatching(/claims to unpack to 2048 MB; at most/),
    });
  });

  it.each([-1, 1, 5000])('a photo whose claimed size is off by %i', async (off) => {
    const entries = await makeEntries();
    const bytes = await makeZip(entries);
    claimSize(bytes, 'frames/001.jpg', entries[2]!.content.length + off);
    expect((await refuseWholly(bytes)).entry).toBe('frames/001.jpg');
  });

  it.each(['../frames/evil.jpg', '/etc/passwd', 'C:/evil.jpg', 'frames\\evil.jpg', 'frames/../../evil.jpg'])(
    'an entry named %s',
    async (name) => {
      const bytes = await makeZip([...(await makeEntries()), { name, content: 'evil' }]);
      expect(await refuse(bytes)).toMatchObject({
        entry: name,
        reason: expect.stringMatching(/outside the file/),
      });
    },
  );

  it('two entries of one name', async () => {
    const bytes = await makeZipWithDuplicate(await makeEntries(), 'frames/000.jpg');
    expect(await refuse(bytes)).toMatchObject({
      entry: 'frames/000.jpg',
      reason: expect.stringMatching(/two entries/),
    });
  });

  it('100,000 entries, without reading them all', async () => {
    expect((await refuse(makeEmptyEntries(100_000))).reason).toBe('it has more than 6000 entries');
  });

  it('entries that share their bytes', async () => {
    const bytes = await makeZip(await makeEntries());
    shareBytes(bytes, 'frames/002.jpg', 'frames/001.jpg');
    expect((await refuse(bytes)).reason).toBe('it shares its bytes with another entry');
  });

  const photos: [what: string, make: () => Promise<Uint8Array> | Uint8Array, reason: RegExp][] = [
    ['a PNG', () => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]), /not a JPEG/],
    ['an empty file', () => new Uint8Array(0), /not a JPEG/],
    ['only the start of a JPEG', async () => (await makeJpeg()).slice(0, 20), /not a JPEG/],
    ['a photo that is not square', () => makeJpeg(320, 256), /320 x 256 pixels; it must be square/],
    ['a photo that is too small', () => makeJpeg(128), /128 pixels wide; it must be 256 to 2048/],
    ['a photo that is too large', () => makeJpeg(2056), /2056 pixels wide/],
  ];
  it.each(photos)('%s as a photo', async (_what, make, reason) => {
    const entries = await makeEntries();
    entries[2] = { name: 'frames/001.jpg', content: await make() };
    const error = await refuseWholly(await makeZip(entries));
    expect(error).toMatchObject({
      source: NAME,
      entry: 'frames/001.jpg',
      reason: expect.stringMatching(reason),
    });
  });
});

/** The refusal of opening the file. */
async function refuse(bytes: Uint8Array<ArrayBuffer>): Promise<MeasurementFileError> {
  const error = await readMeasurementZip(bytes, NAME).catch((reason: unknown) => reason);
  if (!(error instanceof MeasurementFileError)) throw new Error('the file was not refused', { cause: error });
  return error;
}

/** The refusal of opening the file and reading every photo. */
async function refuseWholly(bytes: Uint8Array<ArrayBuffer>): Promise<MeasurementFileError> {
  const readAll = async (): Promise<void> => {
    const { measurement, readFrame } = await readMeasurementZip(bytes, NAME);
    for (const { file } of measurement.frames) await readFrame(file);
  };
  const error = await readAll().catch((reason: unknown) => reason);
  if (!(error instanceof MeasurementFileError)) throw new Error('the file was not refused', { cause: error });
  return error;
}
