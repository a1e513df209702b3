import { beforeEach, describe, expect, it } from 'vitest';
import {
  describeGroupImport,
  describeGroupProgress,
  describeRefusal,
} from '../../entrypoints/options/people/describe-group-import.ts';
import { checksFile } from '../../src/group/entry-names.ts';
import { exportGroup, type GroupExportProgress } from '../../src/group/export.ts';
import { MAX_CHECKS_IN_FILE } from '../../src/group/file-format.ts';
import { GROUP_ZIP_LIMITS } from '../../src/group/group-zip-reader.ts';
import { importGroup, type GroupImportProgress } from '../../src/group/import.ts';
import { listGroupOverviews } from '../../src/group/overview.ts';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import { makeSessionInfo } from '../../src/session/make-session-info.ts';
import type { FoveaDatabase } from '../../src/storage/database.ts';
import {
  addGroup,
  listParticipants,
  withdrawParticipant,
  type GroupRow,
  type ParticipantRow,
} from '../../src/storage/groups.ts';
import { joinGroup } from '../../src/storage/join-group.ts';
import { addFrame, beginMeasurement } from '../../src/storage/measurements.ts';
import { addPerson } from '../../src/storage/people.ts';
import { keepValidation, type ValidationRow } from '../../src/storage/validations.ts';
import { VALIDATION_LIMITS } from '../../src/validation/parse-validation.ts';
import { createSink, exportZip, pack, unpack, type Entry } from './group-zips.ts';
import { makeJpeg } from './measurement-files.ts';
import { describeMeasurement, dump, openFreshDatabase } from './storage-fresh-database.ts';
import { makeValidationRow, type Json } from './validation-rows.ts';

const NAME = 'reading.group.zip';
const NOW = new Date('2026-02-03T04:05:06.000Z');
const DEFINITION = { title: 'Reading', consentText: 'I take part freely.', targetCount: 9 as const };

let database: FoveaDatabase;
let group: GroupRow;
let p1: ParticipantRow;
let p2: ParticipantRow;

/** P1 is measured and has two checks, P2 has one check and no measurement. */
beforeEach(async () => {
  database = openFreshDatabase();
  group = await addGroup(database, DEFINITION, ['P1', 'P2', 'P3'], NOW);
  [p1, p2] = (await listParticipants(database, group.id)) as [ParticipantRow, ParticipantRow];
  for (const { id, code, personId } of [p1, p2]) {
    const participant = { id, code, personId };
    await joinGroup(database, { ...group, groupId: group.id, participant }, NOW);
  }
  const { id } = await beginMeasurement(database, describeMeasurement(p1.personId, 1));
  const jpeg = new Blob([await makeJpeg(256, 256, 1)], { type: 'image/jpeg' });
  await addFrame(database, id, { x: 0.5, y: 0.25, timestampMs: 0, target: 0, jpeg });
  await keep(p1, 'new', { createdAt: '2026-02-05T00:00:00.000Z', camera: 'Desk camera', distanceCm: 60 });
  await keep(p1, 'old');
  await keep(p2, 'other');
});

async function keep(
  { personId }: ParticipantRow,
  id: string,
  other: Partial<ValidationRow> = {},
): Promise<void> {
  await keepValidation(database, makeValidationRow(id, { ...other, personId }));
}

const exportAll = (): Promise<Blob> => exportZip(database, group.id, NOW);

const read = (content: Uint8Array): Json => JSON.parse(new TextDecoder().decode(content)) as Json;
const write = (json: Json): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(json));

/** The exported zip with one of its JSON files changed. */
async function withJson(name: string, change: (json: Json) => void): Promise<Blob> {
  const entries = await unpack(await exportAll());
  return pack(
    entries.map(([file, content]): Entry => {
      if (file !== name) return [file, content];
      const json = read(content);
      change(json);
      return [file, write(json)];
    }),
  );
}

const P1_CHECKS = 'checks/001-P1-1.accuracy.json';

async function dumpAll(of: FoveaDatabase): Promise<unknown> {
  const tables = [of.groups, of.participants, of.validations];
  return [await dump(of), ...(await Promise.all(tables.map((table) => table.toArray())))];
}

const listIds = (of: FoveaDatabase) => of.validations.toCollection().primaryKeys();

describe('the accuracy checks in a group’s zip', () => {
  it('are files as Options → Accuracy exports them, each person’s own, oldest first', async () => {
    const entries = await unpack(await exportAll());
    expect(entries.map(([name]) => name)).toEqual([
      'measurements/001-P1-1.measurement.zip',
      P1_CHECKS,
      'checks/002-P2-1.accuracy.json',
      'group.json',
    ]);
    expect(read(entries.at(-1)![1])).toMatchObject({
      version: 2,
      checks: [
        { file: P1_CHECKS, personId: p1.personId },
        { file: 'checks/002-P2-1.accuracy.json', personId: p2.personId },
      ],
    });
    const file = read(entries[1]![1]);
    expect(file).toMatchObject({ format: 'fovea-accuracy', version: 1, person: p1.personId });
    expect(file.checks.map(({ id }: ValidationRow) => id)).toEqual(['old', 'new']);
  });

  it('come to another computer whole, also of somebody who was not measured', async () => {
    const elsewhere = openFreshDatabase();
    const result = await importGroup(elsewhere, await exportAll(), NAME);
    expect(result).toMatchObject({
      measurements: { imported: 1, duplicates: 0, refused: 0 },
      checks: { imported: 3, duplicates: 0, refused: 0 },
    });
    const rows = await database.validations.toArray();
    expect(await elsewhere.validations.toArray()).toEqual(
      rows.map((row) => Object.assign(row, { elsewhere: true })),
    );
    expect(await elsewhere.people.get(p2.personId)).toMatchObject({ name: 'P2' });
    // And on to a third one: what is exported there is the same again.
    const third = openFreshDatabase();
    await importGroup(third, await exportZip(elsewhere, group.id, NOW), NAME);
    expect(await third.validations.toArray()).toEqual(await elsewhere.validations.toArray());
  });

  it('are left as they are where they are here already', async () => {
    const file = await exportAll();
    await database.validations.delete('other');
    await database.validations.update('old', { camera: 'Named later' });
    const result = await importGroup(database, file, NAME);
    expect(result.checks).toEqual({ imported: 1, duplicates: 2, refused: 0 });
    expect(await database.validations.get('old')).toEqual(
      makeValidationRow('old', { personId: p1.personId, camera: 'Named later' }),
    );
    const before = await dumpAll(database);
    expect((await importGroup(database, file, NAME)).checks).toEqual({
      imported: 0,
      duplicates: 3,
      refused: 0,
    });
    expect(await dumpAll(database)).toEqual(before);
  });

  it('never go to somebody else of the same code', async () => {
    const elsewhere = openFreshDatabase();
    const other = await addPerson(elsewhere, 'P2');
    await importGroup(elsewhere, await exportAll(), NAME);
    expect(await elsewhere.validations.where('personId').equals(other.id).count()).toBe(0);
    expect(await elsewhere.people.get(p2.personId)).toMatchObject({ name: 'P2 (Reading)' });
  });

  it('of who withdrew here stay out', async () => {
    const file = await exportAll();
    await withdrawParticipant(database, p1.id);
    const result = await importGroup(database, file, NAME);
    expect(result.checks).toEqual({ imported: 0, duplicates: 1, refused: 2 });
    expect(await listIds(database)).toEqual(['other']);
  });

  it('of who withdrew there are neither written nor taken from a file that has them', async () => {
    const file = await exportAll();
    await withdrawParticipant(database, p1.id, NOW);
    // The person is known here all the same, by a file of theirs.
    await database.people.add({ id: p1.personId, name: 'P1', createdAt: NOW.toISOString() });
    await keep(p1, 'again');
    const entries = await unpack(await exportAll());
    expect(entries.map(([name]) => name)).toEqual(['checks/002-P2-1.accuracy.json', 'group.json']);

    const hostile = (await unpack(file)).map(([name, content]): Entry => {
      if (name !== 'group.json') return [name, content];
      const json = read(content);
      json.participants[0].withdrawnAt = NOW.toISOString();
      return [name, write(json)];
    });
    const elsewhere = openFreshDatabase();
    const result = await importGroup(elsewhere, await pack(hostile), NAME);
    expect(result.checks).toEqual({ imported: 1, duplicates: 0, refused: 2 });
    expect(await listIds(elsewhere)).toEqual(['other']);
  });

  it('are in several files where a person has many', async () => {
    for (let number = 0; number < 24; number += 1) await keep(p1, `more-${number}`);
    const zip = await exportAll();
    const files = (await unpack(zip)).filter(([name]) => name.startsWith('checks/001'));
    expect(files.map(([name, content]) => [name, read(content).checks.length])).toEqual([
      [P1_CHECKS, 25],
      ['checks/001-P1-2.accuracy.json', 1],
    ]);
    const elsewhere = openFreshDatabase();
    expect((await importGroup(elsewhere, zip, NAME)).checks.imported).toBe(27);
  });

  it('are left out where they are damaged, which is told, and everything else goes', async () => {
    await database.validations.update('old', { grade: 9 as never });
    const { sink, toBlob } = createSink();
    const content = await exportGroup(database, group.id, sink, { now: NOW });
    expect(content).toMatchObject({ measurements: 1, checks: 2, damagedChecks: 1 });
    const elsewhere = openFreshDatabase();
    const result = await importGroup(elsewhere, toBlob(), NAME);
    expect(result).toMatchObject({ measurements: { imported: 1 }, checks: { imported: 2 } });
  });

  it('count in the group’s overview, and go with who withdraws', async () => {
    const count = async () => {
      const [overview] = await listGroupOverviews(database);
      return [...overview!.progress.map(({ checks }) => checks), overview!.totals.checks];
    };
    expect(await count()).toEqual([2, 1, 0, 3]);
    await withdrawParticipant(database, p1.id);
    expect(await count()).toEqual([0, 1, 0, 1]);
  });

  it('make room asked for, before anything is written', async () => {
    const file = await exportAll();
    await database.validations.delete('other');
    const storage = { estimate: async () => ({ quota: 100, usage: 90 }) };
    await expect(importGroup(database, file, NAME, { storage })).rejects.toThrow(/too little room/);
    expect(await listIds(database)).toEqual(['new', 'old']);
  });

  it('go on where an import was cancelled', async () => {
    const file = await exportAll();
    const elsewhere = openFreshDatabase();
    const controller = new AbortController();
    const { signal } = controller;
    const importing = importGroup(elsewhere, file, NAME, {
      signal,
      onProgress: ({ step, done }) => void (step === 'storing' && done === 0 && controller.abort()),
    });
    await expect(importing).rejects.toThrow(/abort/i);
    expect(await listIds(elsewhere)).toEqual([]);
    expect((await importGroup(elsewhere, file, NAME)).checks).toEqual({
      imported: 3,
      duplicates: 0,
      refused: 0,
    });
  });

  it('are counted beside the photos while they are written, damaged ones too', async () => {
    for (let number = 0; number < 24; number += 1) await keep(p1, `more-${number}`);
    await database.validations.update('other', { grade: 9 as never });
    const told: GroupExportProgress[] = [];
    const onProgress = (progress: GroupExportProgress): void => void told.push(progress);
    await exportGroup(database, group.id, createSink().sink, { now: NOW, onProgress });
    expect(told).toEqual(
      [
        [1, 0],
        [1, 25],
        [1, 26],
        [1, 27],
      ].map(([photos, checks]) => ({ photos, checks, totalPhotos: 1, totalChecks: 27 })),
    );
  });

  it('are counted while they are read, and while they are stored', async () => {
    const told: GroupImportProgress[] = [];
    const onProgress = (progress: GroupImportProgress): void => void told.push(progress);
    await importGroup(openFreshDatabase(), await exportAll(), NAME, { onProgress });
    expect(told.map(({ step, of, done, total }) => [step, of, done, total])).toEqual([
      ['checking', 'measurements', 1, 1],
      ['checking', 'checks', 2, undefined],
      ['checking', 'checks', 3, undefined],
      ['storing', 'checks', 0, 3],
      ['storing', 'checks', 2, 3],
      ['storing', 'checks', 3, 3],
      ['storing', 'measurements', 1, 1],
    ]);
    const shares = told.map(({ share }) => share);
    // Each of them moves the bar, but for the word that storing begins.
    expect(new Set(shares).size).toBe(6);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect([shares[3], shares.at(-1)]).toEqual([0.5, 1]);
  });

  it('are written no further where that is cancelled, and no half of a file is left', async () => {
    const controller = new AbortController();
    const { sink, state } = createSink();
    let last: GroupExportProgress | undefined;
    const exporting = exportGroup(database, group.id, sink, {
      signal: controller.signal,
      onProgress(progress) {
        last = progress;
        if (progress.checks > 0) controller.abort();
      },
    });
    await expect(exporting).rejects.toThrow(/abort/i);
    expect(state.ended).toBe('aborted');
    expect(last).toMatchObject({ checks: 2, totalChecks: 3 });
  });

  it.each<[GroupImportProgress['step'], string[]]>([
    ['checking', []],
    ['storing', ['new', 'old']],
  ])('are left where they are when it is cancelled while %s them', async (step, stored) => {
    const elsewhere = openFreshDatabase();
    const controller = new AbortController();
    let last: GroupImportProgress | undefined;
    const importing = importGroup(elsewhere, await exportAll(), NAME, {
      signal: controller.signal,
      onProgress(progress) {
        last = progress;
        if (progress.step === step && progress.of === 'checks' && progress.done > 0) controller.abort();
      },
    });
    await expect(importing).rejects.toThrow(/abort/i);
    expect(last).toMatchObject({ step, of: 'checks', done: 2 });
    expect(await listIds(elsewhere)).toEqual(stored);
    expect(await elsewhere.groups.count()).toBe(step === 'checking' ? 0 : 1);
  });

  it('of somebody who is deleted meanwhile end it, and the group is told to have come in', async () => {
    const elsewhere = openFreshDatabase();
    let storing = false;
    const importing = importGroup(elsewhere, await exportAll(), NAME, {
      onProgress({ step }) {
        storing ||= step === 'storing';
        // In another tab, after the merge.
        if (storing) void elsewhere.people.delete(p1.personId);
      },
    });
    await expect(importing).rejects.toThrow(/deleted meanwhile/);
    expect(await elsewhere.groups.count()).toBe(1);
    expect(describeRefusal({ partly: storing })).toMatch(/not imported whole.*the group, its people/);
    expect(describeRefusal({ partly: false })).toMatch(/Nothing that was stored before has changed/);
  });

  it('of one file are stored all or not at all', async () => {
    const elsewhere = openFreshDatabase();
    elsewhere.validations.hook('creating', (id) => {
      if (id === 'new') throw new Error('the disk is on fire');
    });
    await expect(importGroup(elsewhere, await exportAll(), NAME)).rejects.toThrow('on fire');
    expect(await listIds(elsewhere)).toEqual([]);
  });

  it('say nothing of what is recorded on this computer', async () => {
    const elsewhere = openFreshDatabase();
    await importGroup(elsewhere, await exportAll(), NAME);
    const start = {
      name: 'Session',
      screenshots: false,
      screen: { id: '1000x750@1', widthPx: 1000, heightPx: 750 },
      personId: p1.personId,
      excludedSites: [],
      foveaVersion: '1.0.0',
    };
    expect(await makeSessionInfo(elsewhere, start, undefined)).not.toHaveProperty('accuracy');
    expect(await makeSessionInfo(database, start, undefined)).toMatchObject({
      accuracy: { checkedAt: '2026-02-05T00:00:00.000Z', errorPct: expect.closeTo(10) },
    });
  });
});

describe('a zip without accuracy checks', () => {
  it('is of version 1, which every Fovea reads', async () => {
    await database.validations.clear();
    const entries = await unpack(await exportAll());
    const json = read(entries.at(-1)![1]);
    expect(json).toMatchObject({ version: 1 });
    expect(json).not.toHaveProperty('checks');
    const elsewhere = openFreshDatabase();
    expect(await importGroup(elsewhere, await pack(entries), NAME)).toMatchObject({
      measurements: { imported: 1 },
      checks: { imported: 0, duplicates: 0, refused: 0 },
    });
  });
});

describe('a zip is refused whole', () => {
  const names = (change: (json: Json) => void) => () => withJson('group.json', change);
  const checks = (change: (json: Json) => void) => () => withJson(P1_CHECKS, change);
  it.each<[what: string, make: () => Promise<Blob>, words: RegExp]>([
    [
      'with checks of nobody in the group',
      names((json) => (json.checks[0].personId = 'some-body')),
      /checks\[0\].personId is "some-body"; it must be one of the participants/,
    ],
    [
      'with a path',
      names((json) => (json.checks[0].file = 'checks/../a.accuracy.json')),
      /a plain name in "checks\/"/,
    ],
    [
      'with a file that is named twice',
      names((json) => json.checks.push(json.checks[0])),
      /checks\[2\].file .* twice/,
    ],
    ['with no list of them', names((json) => delete json.checks), /checks is missing/],
    [
      'with a file that is missing',
      async () => pack((await unpack(await exportAll())).toSpliced(1, 1)),
      /are missing/,
    ],
    [
      'with checks of two people swapped',
      names((json) => ([json.checks[0].personId, json.checks[1].personId] = [p2.personId, p1.personId])),
      /checks\/001-P1-1.accuracy.json: it is of "p1-/,
    ],
    [
      'with one check twice',
      checks((json) => json.checks.push(json.checks[0])),
      /the check "old" is there twice/,
    ],
    [
      'with one check in two files',
      checks((json) => (json.checks[0].id = 'other')),
      /"other" is there twice/,
    ],
    [
      'with more checks than a file may have',
      checks((json) => (json.checks = Array(26).fill({}))),
      /1 to 25/,
    ],
    [
      'with a damaged check',
      checks((json) => (json.checks[1].trials[0].samples[0].xScreen = 'left')),
      /001-P1-1.accuracy.json: checks\[1\].trials\[0\].samples\[0\].xScreen is "left"/,
    ],
    [
      'with no JSON',
      async () =>
        pack(
          (await unpack(await exportAll())).map(([name, content]): Entry =>
            name === P1_CHECKS ? [name, content.slice(0, -5)] : [name, content],
          ),
        ),
      /001-P1-1.accuracy.json: it is not JSON/,
    ],
    [
      'with a file of checks that is too large',
      async () =>
        pack(
          (await unpack(await exportAll())).map(([name, content]): Entry =>
            name === P1_CHECKS ? [name, new Uint8Array(33 * 1024 * 1024)] : [name, content],
          ),
          9,
        ),
      /claims to unpack to 33 MB; at most 32 MB/,
    ],
  ])('%s', async (_, make, words) => {
    const file = await make();
    const elsewhere = openFreshDatabase();
    const before = await dumpAll(elsewhere);
    const importing = importGroup(elsewhere, file, NAME);
    await expect(importing).rejects.toThrow(words);
    await expect(importing).rejects.toThrow(MeasurementFileError);
    expect(await dumpAll(elsewhere)).toEqual(before);
  });
});

const tally = (imported: number, duplicates = 0, refused = 0) => ({ imported, duplicates, refused });

describe('what is said of an import', () => {
  it.each([
    [tally(2), tally(3), '2 measurements and 3 accuracy checks were added'],
    [tally(1), tally(0), '1 measurement was added'],
    [tally(0), tally(1), '1 accuracy check was added'],
    [
      tally(0, 1),
      tally(2, 1),
      '2 accuracy checks were added, 1 measurement and 1 accuracy check were here already',
    ],
    [tally(0, 0, 2), tally(0), 'nothing was added, 2 measurements were left out, of people who withdrew'],
    [tally(0), tally(0), 'nothing was added'],
  ])('counts %j and %j', (measurements, checks, words) => {
    expect(describeGroupImport({ measurements, checks })).toBe(words);
  });
});

describe('what is said while a group comes in', () => {
  it.each<[Omit<GroupImportProgress, 'share'>, string]>([
    [{ step: 'checking', of: 'measurements', done: 3, total: 12 }, 'checking measurement 3 of 12'],
    [{ step: 'checking', of: 'checks', done: 25 }, 'checking accuracy check 25'],
    [{ step: 'storing', of: 'checks', done: 25, total: 1200 }, 'storing accuracy check 25 of 1,200'],
  ])('counts %j', (progress, words) => {
    expect(describeGroupProgress({ ...progress, share: 0.5 })).toBe(words);
  });
});

describe('a file of as many checks as it may hold', () => {
  it('is read, however many samples each may have', () => {
    const sample = {
      timestampMs: 1770000000000.1233,
      xScreen: -99.12345678901234,
      yScreen: -99.12345678901234,
    };
    const { trials, samples } = VALIDATION_LIMITS;
    const bytes = MAX_CHECKS_IN_FILE * trials * samples * `${JSON.stringify(sample)},`.length;
    expect(bytes).toBeLessThan(0.75 * GROUP_ZIP_LIMITS.checksBytes);
  });
});

describe('names of files of checks', () => {
  it('are plain', () => {
    expect(checksFile(11, 'Åsa / 7', 2)).toBe('checks/012-sa-7-2.accuracy.json');
  });
});
