import { beforeEach, describe, expect, it } from 'vitest';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import { exportMeasurement } from '../../src/measurement/export.ts';
import { importMeasurement } from '../../src/measurement/import.ts';
import { readMeasurementZip } from '../../src/measurement/measurement-zip-reader.ts';
import { addFrame, beginMeasurement, readFrames } from '../../src/storage/measurements.ts';
import { addPerson, renamePerson } from '../../src/storage/people.ts';
import { RoomError } from '../../src/storage/room.ts';
import {
  claimSize,
  makeEntries,
  makeJpeg,
  makeJson,
  makeZip,
  toBlob,
  type MeasurementJson,
} from './measurement-files.ts';
import { describeMeasurement, dump, openFreshDatabase } from './storage-fresh-database.ts';

const NAME = 'anna.measurement.zip';

let database: FoveaDatabase;
beforeEach(() => {
  database = openFreshDatabase();
});

describe('importMeasurement', () => {
  it('stores the person, the measurement and every photo', async () => {
    const progress: [number, number][] = [];
    const onProgress = (done: number, total: number): void => void progress.push([done, total]);
    const result = await importMeasurement(database, await makeFile(), NAME, { onProgress });
    expect(result).toMatchObject({
      outcome: 'imported',
      newPerson: true,
      person: { id: 'p0001', name: 'p0001' },
    });
    expect(progress).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(await database.measurements.get('p0001-m1')).toMatchObject({
      personId: 'p0001',
      status: 'complete',
      frameCount: 3,
      createdAt: '2026-11-23T10:00:00.000Z',
      screen: { widthPx: 1920, widthCm: 34.5 },
    });
    const frames = await readFrames(database, 'p0001-m1');
    expect(frames.map(({ x, y, timestampMs, eyes }) => ({ x, y, timestampMs, eyes }))).toEqual(
      makeJson().frames.map(({ file: _file, ...rest }) => rest),
    );
    expect(new Uint8Array(await frames[1]!.jpeg.arrayBuffer())).toEqual(await makeJpeg(256, 256, 1));
  });

  it('is refused before anything is written where there is too little room, in words', async () => {
    const full = { estimate: async () => ({ quota: 20_000_000, usage: 0 }) };
    const before = await dump(database);
    const importing = importMeasurement(database, await makeFile(), NAME, { storage: full });
    await expect(importing).rejects.toThrow(RoomError);
    await expect(importing).rejects.toThrow(/about 21 MB are needed.*20 MB left/);
    expect(await dump(database)).toEqual(before);

    const roomy = { estimate: async () => ({ quota: 21_000_000, usage: 0 }) };
    expect(await importMeasurement(database, await makeFile(), NAME, { storage: roomy })).toMatchObject({
      outcome: 'imported',
    });
    // What is here already needs none.
    expect(await importMeasurement(database, await makeFile(), NAME, { storage: full })).toMatchObject({
      outcome: 'duplicate',
    });
  });

  it('finds the person by id, whatever they are called now', async () => {
    await importMeasurement(database, await makeFile(), NAME);
    await renamePerson(database, 'p0001', 'Anna');
    const second = await importMeasurement(database, await makeFile({ id: 'p0001-m2' }), NAME);
    expect(second).toMatchObject({ outcome: 'imported', newPerson: false, person: { name: 'Anna' } });
    expect(await database.people.count()).toBe(1);
  });

  it('finds the person by name when the id is new', async () => {
    const anna = await addPerson(database, 'Anna');
    const file = await makeFile({ person: 'anna-from-another-computer', personName: 'anna' });
    expect(await importMeasurement(database, file, NAME)).toMatchObject({
      newPerson: false,
      person: { id: anna.id },
    });
    expect(await database.measurements.get('p0001-m1')).toMatchObject({ personId: anna.id });
  });

  it('says that a measurement is here already, and changes nothing', async () => {
    await importMeasurement(database, await makeFile(), NAME);
    const before = await dump(database);
    const again = await importMeasurement(database, await makeFile(), 'copy.measurement.zip');
    expect(again).toMatchObject({
      outcome: 'duplicate',
      person: { id: 'p0001' },
      measurement: { id: 'p0001-m1' },
    });
    expect(await dump(database)).toEqual(before);
  });

  it('stores a file once that comes in twice at the same time', async () => {
    const file = await makeFile();
    const results = await Promise.all([
      importMeasurement(database, file, NAME),
      importMeasurement(database, file, NAME),
    ]);
    expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(['duplicate', 'imported']);
    expect(await database.frames.count()).toBe(3);
  });

  it('changes nothing when cancelled after the last photo was read', async () => {
    const before = await dump(database);
    const controller = new AbortController();
    const onProgress = (done: number): void => void (done === 3 && controller.abort());
    const importing = importMeasurement(database, await makeFile(), NAME, {
      signal: controller.signal,
      onProgress,
    });
    await expect(importing).rejects.toThrow(/abort/i);
    expect(await dump(database)).toEqual(before);
  });

  const badFiles: [what: string, make: () => Promise<Uint8Array<ArrayBuffer>>, reason: RegExp][] = [
    ['is cut off', async () => (await makeZip(await makeEntries())).slice(0, -500), /end was cut off/],
    ['lacks a photo', async () => makeZip((await makeEntries()).slice(0, -1)), /frames\/002\.jpg: .*missing/],
    ['has x = 1.2', () => makeChanged((json) => (json.frames[2]!.x = 1.2)), /frames\[2\]\.x is 1\.2/],
    ['is of version 9', () => makeChanged((json) => (json.version = 9)), /version is 9/],
    ['is of another format', () => makeChanged((json) => (json.format = 'zebra')), /format is "zebra"/],
    [
      'climbs out',
      () => makeChanged((json) => (json.frames[0]!.file = '../000.jpg')),
      /points outside|a plain name/,
    ],
    ['claims 2 GB', () => makeClaim(), /frames\/002\.jpg: it claims to unpack to 2048 MB/],
    ['has a last photo that is none', () => makeFakePhoto(), /frames\/002\.jpg: it is not a JPEG/],
  ];
  it.each(badFiles)('leaves the database as it was when the file %s', async (_what, make, reason) => {
    await importMeasurement(database, await makeFile({ id: 'other', person: 'ben' }), NAME);
    const before = await dump(database);
    await expect(importMeasurement(database, toBlob(await make()), NAME)).rejects.toThrow(reason);
    expect(await dump(database)).toEqual(before);
  });
});

describe('exportMeasurement', () => {
  it('writes what was taken, under a name that says whose and when', async () => {
    const anna = await addPerson(database, 'Anna Lind');
    const { id, createdAt } = await beginMeasurement(database, describeMeasurement(anna.id, 2));
    for (const x of [0.25, 0.75]) {
      await addFrame(database, id, { x, y: 0.5, timestampMs: 1000 * x, jpeg: new Blob([await makeJpeg()]) });
    }
    const { name, content } = await exportMeasurement(database, id);
    expect(name).toMatch(/^anna-lind-[0-9a-z]{6}-\d{4}-\d{2}-\d{2}-\d{4}\.measurement\.zip$/);
    const { measurement, readFrame } = await readMeasurementZip(content, name);
    expect(measurement).toMatchObject({
      id,
      person: anna.id,
      personName: 'Anna Lind',
      createdAt,
      extra: { surface: 'screen' },
    });
    expect(measurement.frames.map(({ x, timestampMs }) => [x, timestampMs])).toEqual([
      [0.25, 250],
      [0.75, 750],
    ]);
    expect(await readFrame('frames/001.jpg')).toEqual(await makeJpeg());
  });

  it('comes back in another browser as it left, unknown keys included', async () => {
    const file = await makeFile({ synthetic: true, studio: 'north' }, (json) => {
      Object.assign(json.frames[1]!, { truth: { headPosition: [0, 1, 60] } });
    });
    await importMeasurement(database, file, NAME);
    const { name, content } = await exportMeasurement(database, 'p0001-m1');
    const elsewhere = openFreshDatabase();
    await importMeasurement(elsewhere, content, name);
    // `createdAt` of a person is when this browser first met them.
    expect(await elsewhere.measurements.toArray()).toEqual(await database.measurements.toArray());
    expect(await elsewhere.frames.toArray()).toEqual(await database.frames.toArray());
    expect((await readFrames(elsewhere, 'p0001-m1'))[1]?.extra).toEqual({
      truth: { headPosition: [0, 1, 60] },
    });
  });

  it('says so when there is nothing to export', async () => {
    const anna = await addPerson(database, 'Anna');
    const { id } = await beginMeasurement(database, describeMeasurement(anna.id));
    await expect(exportMeasurement(database, id)).rejects.toThrow('no photos yet');
    await expect(exportMeasurement(database, 'gone')).rejects.toThrow('deleted meanwhile');
  });
});

async function makeFile(changes: object = {}, spoil?: (json: MeasurementJson) => void): Promise<Blob> {
  const json = { ...makeJson(), ...changes };
  spoil?.(json);
  return toBlob(await makeZip(await makeEntries(json)));
}

async function makeChanged(spoil: (json: MeasurementJson) => unknown): Promise<Uint8Array<ArrayBuffer>> {
  const json = makeJson();
  spoil(json);
  return makeZip(await makeEntries(json));
}

async function makeClaim(): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await makeZip(await makeEntries());
  claimSize(bytes, 'frames/002.jpg', 2 * 1024 ** 3);
  return bytes;
}

async function makeFakePhoto(): Promise<Uint8Array<ArrayBuffer>> {
  const entries = await makeEntries();
  entries[3] = { name: 'frames/002.jpg', content: '<html>not found</html>' };
  return makeZip(entries);
}
