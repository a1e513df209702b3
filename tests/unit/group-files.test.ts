import { beforeEach, describe, expect, it, vi } from 'vitest';
import { exportGroup, nameGroupFile, type GroupExportProgress } from '../../src/group/export.ts';
import { measurementFile } from '../../src/group/entry-names.ts';
import { isGroupZip } from '../../src/group/group-zip-reader.ts';
import { importGroup, type GroupImportProgress } from '../../src/group/import.ts';
import type { Invitation } from '../../src/group/invitation.ts';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import {
  addGroup,
  changeGroup,
  listParticipants,
  withdrawParticipant,
  type GroupRow,
  type ParticipantRow,
} from '../../src/storage/groups.ts';
import { joinGroup } from '../../src/storage/join-group.ts';
import { addFrame, beginMeasurement, readFrames } from '../../src/storage/measurements.ts';
import { addPerson } from '../../src/storage/people.ts';
import { createSink, exportZip, pack, unpack, type Entry } from './group-zips.ts';
import { makeJpeg } from './measurement-files.ts';
import { describeMeasurement, dump, openFreshDatabase } from './storage-fresh-database.ts';

const NAME = 'reading.group.zip';
const NOW = new Date('2026-02-03T04:05:06.000Z');
const DEFINITION = { title: 'Reading', consentText: 'I take part freely.', targetCount: 9 as const };

let database: FoveaDatabase;
let group: GroupRow;
let people: ParticipantRow[];

beforeEach(async () => {
  database = openFreshDatabase();
  group = await addGroup(database, DEFINITION, ['P1', 'P2', 'P3'], NOW);
  people = await listParticipants(database, group.id);
  await join(database, people[0]!);
  await join(database, people[1]!);
  await measure(database, people[0]!, 2);
  await measure(database, people[0]!, 1);
  await measure(database, people[1]!, 3);
});

async function join(into: FoveaDatabase, { id, code, personId }: ParticipantRow): Promise<void> {
  const { title, consent, targetCount } = group;
  const participant = { id, code, personId };
  const invitation: Invitation = { groupId: group.id, title, consent, targetCount, participant };
  await joinGroup(into, invitation, NOW);
}

async function measure(into: FoveaDatabase, { personId }: ParticipantRow, frames: number): Promise<string> {
  const { id } = await beginMeasurement(into, describeMeasurement(personId, frames));
  for (let target = 0; target < frames; target += 1) {
    const jpeg = new Blob([await makeJpeg(256, 256, target)], { type: 'image/jpeg' });
    await addFrame(into, id, { x: 0.5, y: 0.25, timestampMs: target, target, jpeg });
  }
  return id;
}

const exportAll = (from = database): Promise<Blob> => exportZip(from, group.id, NOW);

type Person = { id: string; personId: string };
type Listed = { file: string; id: string; personId: string };
type GroupJson = {
  version: number;
  group: { title: string; targetCount: number; consent: { text: string } };
  participants: [Person, Person, Person];
  measurements: [Listed, Listed, Listed];
};

/** The exported zip with its `group.json` changed. */
async function withJson(change: (json: GroupJson) => void): Promise<Blob> {
  const entries = await unpack(await exportAll());
  const json = JSON.parse(new TextDecoder().decode(entries.at(-1)![1])) as GroupJson;
  change(json);
  const changed: Entry = ['group.json', new TextEncoder().encode(JSON.stringify(json))];
  return pack([...entries.slice(0, -1), changed]);
}

/** Every stored thing. Whether a measurement was finished is not in its file, and origin and times of groups are. */
async function dumpAll(of: FoveaDatabase): Promise<unknown> {
  return [await dump(of), await of.groups.toArray(), await of.participants.toArray()];
}

describe('a group’s zip', () => {
  it('holds every measurement as a file of its own, and who is in the group', async () => {
    const entries = await unpack(await exportAll());
    expect(entries.map(([name]) => name)).toEqual([
      'measurements/001-P1-1.measurement.zip',
      'measurements/001-P1-2.measurement.zip',
      'measurements/002-P2-1.measurement.zip',
      'group.json',
    ]);
    const json = JSON.parse(new TextDecoder().decode(entries.at(-1)![1]));
    expect(json).toMatchObject({
      format: 'fovea-group',
      version: 1,
      exportedAt: NOW.toISOString(),
      group: { id: group.id, title: 'Reading', consent: { text: 'I take part freely.', version: 1 } },
      participants: [
        { code: 'P1', consent: { version: 1 } },
        { code: 'P2', consent: { version: 1 } },
        { code: 'P3' },
      ],
    });
    expect(json.measurements).toHaveLength(3);
  });

  it('brings the whole group to another computer', async () => {
    const elsewhere = openFreshDatabase();
    const steps: GroupImportProgress[] = [];
    const result = await importGroup(elsewhere, await exportAll(), NAME, {
      onProgress: (progress) => void steps.push(progress),
    });
    expect(result).toMatchObject({
      newGroup: true,
      measurements: { imported: 3, duplicates: 0, refused: 0 },
      checks: { imported: 0, duplicates: 0, refused: 0 },
    });
    expect(steps.map(({ step, of, done, total }) => [step, of, done, total])).toEqual([
      ...[1, 2, 3].map((done) => ['checking', 'measurements', done, 3]),
      ...[0, 1, 2, 3].map((done) => ['storing', 'measurements', done, 3]),
    ]);
    const shares = steps.map(({ share }) => share);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect([shares[2], shares.at(-1)]).toEqual([0.5, 1]);
    expect(await elsewhere.groups.toArray()).toEqual(await database.groups.toArray());
    expect(await elsewhere.participants.toArray()).toEqual(await database.participants.toArray());
    expect((await elsewhere.people.toArray()).map(({ id, name }) => [id, name]).sort()).toEqual(
      (await database.people.toArray()).map(({ id, name }) => [id, name]).sort(),
    );
    for (const { id } of await database.measurements.toArray()) {
      const photos = await Promise.all(
        [database, elsewhere].map(async (from) =>
          Promise.all((await readFrames(from, id)).map(({ jpeg }) => jpeg.arrayBuffer())),
        ),
      );
      expect(photos[1]).toEqual(photos[0]);
    }
  });

  it('changes nothing a second time, and says that all of it is here', async () => {
    const before = await dumpAll(database);
    const again = await importGroup(database, await exportAll(), NAME);
    expect(again).toMatchObject({ newGroup: false, measurements: { imported: 0, duplicates: 3 } });
    expect(await dumpAll(database)).toEqual(before);
  });

  it('adds what a participant measured on their own computer', async () => {
    const theirs = openFreshDatabase();
    await join(theirs, people[2]!);
    await measure(theirs, people[2]!, 2);
    const result = await importGroup(database, await exportAll(theirs), NAME);
    expect(result).toMatchObject({ newGroup: false, measurements: { imported: 1, duplicates: 0 } });
    expect(await database.participants.get(people[2]!.id)).toMatchObject({
      code: 'P3',
      addedAt: NOW.toISOString(),
      consent: { version: 1 },
    });
    expect(await database.groups.get(group.id)).toEqual(group);
  });

  it('never mixes up two people of the same code', async () => {
    const elsewhere = openFreshDatabase();
    const other = await addPerson(elsewhere, 'P1');
    await importGroup(elsewhere, await exportAll(), NAME);
    expect(await elsewhere.measurements.where('personId').equals(other.id).count()).toBe(0);
    expect(await elsewhere.people.get(people[0]!.personId)).toMatchObject({ name: 'P1 (Reading)' });
  });

  it('does not bring back who withdrew', async () => {
    const file = await exportAll();
    await withdrawParticipant(database, people[0]!.id);
    const result = await importGroup(database, file, NAME);
    expect(result).toMatchObject({
      measurements: { imported: 0, duplicates: 1, refused: 2 },
      withdrawnElsewhere: [],
    });
    expect(await database.people.get(people[0]!.personId)).toBeUndefined();
    expect(await database.participants.get(people[0]!.id)).toHaveProperty('withdrawnAt');
  });

  it('tells who withdrew elsewhere, and deletes nothing by itself', async () => {
    const theirs = openFreshDatabase();
    await join(theirs, people[0]!);
    await withdrawParticipant(theirs, people[0]!.id, NOW);
    const before = await dumpAll(database);
    const result = await importGroup(database, await exportAll(theirs), NAME);
    expect(result.withdrawnElsewhere).toEqual(['P1']);
    expect(await dumpAll(database)).toEqual(before);
  });

  it('takes over a newer consent text, and keeps a newer one that is here', async () => {
    const old = await exportAll();
    await changeGroup(database, group.id, { ...DEFINITION, consentText: 'Another.' }, []);
    const elsewhere = openFreshDatabase();
    await importGroup(elsewhere, old, NAME);
    await importGroup(elsewhere, await exportAll(), NAME);
    expect(await elsewhere.groups.get(group.id)).toMatchObject({ consent: { text: 'Another.', version: 2 } });
    await importGroup(elsewhere, old, NAME);
    expect(await elsewhere.groups.get(group.id)).toMatchObject({ consent: { text: 'Another.', version: 2 } });
  });

  it('is made no faster than it can be written: one measurement is held at a time', async () => {
    let release: (() => void) | undefined;
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    const sink = new WritableStream<Uint8Array>({ write: () => stuck });
    let photos = 0;
    const onProgress = (progress: GroupExportProgress): void => void ({ photos } = progress);
    const exporting = exportGroup(database, group.id, sink, { now: NOW, onProgress });
    await vi.waitUntil(() => photos === 2, 5000);
    // Nothing is written yet: the first one's two photos wait, and nobody else's are read.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(photos).toBe(2);
    release?.();
    expect((await exporting).photos).toBe(6);
    expect(photos).toBe(6);
  });

  it('ends where it is cancelled, and leaves no half of a file', async () => {
    const controller = new AbortController();
    const { sink, state } = createSink();
    const exporting = exportGroup(database, group.id, sink, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(exporting).rejects.toThrow(/abort/i);
    expect(state.ended).toBe('aborted');
  });

  it('is told apart from a measurement’s', async () => {
    const zip = await exportAll();
    expect(await isGroupZip(zip)).toBe(true);
    const [, content] = (await unpack(zip))[0]!;
    expect(await isGroupZip(new Blob([content]))).toBe(false);
    expect(await isGroupZip(new Blob(['no zip']))).toBe(false);
  });
});

describe('a group’s zip is refused whole', () => {
  const bad: [what: string, make: () => Promise<Blob>, words: RegExp][] = [
    ['its end is cut off', async () => (await exportAll()).slice(0, -30), /not a zip file, or its end/],
    ['another version', () => withJson((json) => (json.version = 3)), /reads versions 1 and 2/],
    ['no title', () => withJson((json) => (json.group.title = '')), /group.title/],
    ['a hidden character', () => withJson((json) => (json.group.consent.text = 'a\u202Eb')), /consent.text/],
    ['10 dots', () => withJson((json) => (json.group.targetCount = 10)), /one of 9, 25, 100/],
    ['a path as id', () => withJson((json) => (json.participants[0].id = '../x')), /participants\[0\].id/],
    [
      'a person who is there twice',
      () => withJson((json) => (json.participants[1].personId = json.participants[0].personId)),
      /participants\[1\].personId .* twice/,
    ],
    [
      'a measurement outside',
      () => withJson((json) => (json.measurements[0].file = '../a.measurement.zip')),
      /a plain name in/,
    ],
    [
      'a measurement of somebody else',
      () => withJson((json) => (json.measurements[0].personId = 'some-body')),
      /one of the participants/,
    ],
    [
      'measurements that are swapped',
      () =>
        withJson(
          (json) =>
            ([json.measurements[0].id, json.measurements[1].id] = [
              json.measurements[1].id,
              json.measurements[0].id,
            ]),
        ),
      /not the measurement that the group names/,
    ],
    [
      'a measurement that is missing',
      async () => pack((await unpack(await exportAll())).slice(1)),
      /names this measurement, but it is missing/,
    ],
    [
      'measurements that are packed again',
      async () => pack(await unpack(await exportAll()), 5),
      /packed a second time/,
    ],
    [
      'an entry that points outside',
      async () => pack([...(await unpack(await exportAll())), ['../evil', new Uint8Array(3)]]),
      /points outside/,
    ],
    [
      'a photo that is damaged',
      async () => {
        const entries = await unpack(await exportAll());
        entries[2]![1].set([1, 2, 3, 4], 1200);
        return pack(entries);
      },
      /002-P2-1.measurement.zip/,
    ],
  ];
  it.each(bad)('with %s', async (_, make, words) => {
    const file = await make();
    const elsewhere = openFreshDatabase();
    const before = await dumpAll(elsewhere);
    const importing = importGroup(elsewhere, file, NAME);
    await expect(importing).rejects.toThrow(words);
    await expect(importing).rejects.toThrow(MeasurementFileError);
    expect(await dumpAll(elsewhere)).toEqual(before);
  });

  it('where another text has the version of the one here', async () => {
    const file = await withJson((json) => (json.group.consent.text = 'Else.'));
    const before = await dumpAll(database);
    await expect(importGroup(database, file, NAME)).rejects.toThrow(/another consent text/);
    expect(await dumpAll(database)).toEqual(before);
  });

  it('where the disk is too full, before anything is written', async () => {
    const elsewhere = openFreshDatabase();
    const storage = { estimate: async () => ({ quota: 100, usage: 90 }) };
    const importing = importGroup(elsewhere, await exportAll(), NAME, { storage });
    await expect(importing).rejects.toThrow(/too little room/);
    expect(await elsewhere.groups.count()).toBe(0);
  });
});

describe('names', () => {
  it.each([
    [0, 'P1', 1, 'measurements/001-P1-1.measurement.zip'],
    [11, 'Åsa / 7', 2, 'measurements/012-sa-7-2.measurement.zip'],
    [0, '読書', 1, 'measurements/001-1.measurement.zip'],
  ])('of measurements are plain', (index, code, number, file) => {
    expect(measurementFile(index, code, number)).toBe(file);
  });

  it('of a zip say which group and which day', () => {
    expect(nameGroupFile({ title: 'Lesen: Café' }, new Date(2026, 1, 3))).toBe(
      'Lesen-Cafe-2026-02-03.group.zip',
    );
    expect(nameGroupFile({ title: '読書' }, new Date(2026, 1, 3))).toBe('group-2026-02-03.group.zip');
  });
});
