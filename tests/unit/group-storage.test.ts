import { beforeEach, describe, expect, it } from 'vitest';
import { hashConsentText } from '../../src/group/consent.ts';
import type { Invitation } from '../../src/group/invitation.ts';
import { describeProgress } from '../../src/group/progress.ts';
import type { FoveaDatabase, MeasurementRow } from '../../src/storage/database.ts';
import {
  addGroup,
  changeGroup,
  deleteGroup,
  listGroups,
  listParticipants,
  removeParticipant,
  restoreGroupData,
  withdrawParticipant,
  type GroupRow,
  type ParticipantRow,
} from '../../src/storage/groups.ts';
import { findFreeName, joinGroup, JoinError, readJoinState } from '../../src/storage/join-group.ts';
import { addFrame, beginMeasurement } from '../../src/storage/measurements.ts';
import { addPerson, deletePerson } from '../../src/storage/people.ts';
import { describeMeasurement, dump, openFreshDatabase } from './storage-fresh-database.ts';

const NOW = new Date('2026-02-03T04:05:06.000Z');
const LATER = new Date('2026-02-04T00:00:00.000Z');
const DEFINITION = { title: 'Reading', consentText: 'I take part freely.', targetCount: 9 as const };

let database: FoveaDatabase;
let group: GroupRow;
let p1: ParticipantRow;

beforeEach(async () => {
  database = openFreshDatabase();
  group = await addGroup(database, DEFINITION, ['P2', 'P10', 'P1'], NOW);
  p1 = (await listParticipants(database, group.id))[0]!;
});

const invite = (change: Partial<Invitation> = {}): Invitation => ({
  groupId: group.id,
  title: group.title,
  consent: group.consent,
  targetCount: group.targetCount,
  participant: { id: p1.id, code: p1.code, personId: p1.personId },
  ...change,
});

const readP1 = async (): Promise<ParticipantRow> => (await database.participants.get(p1.id))!;

/** People, photos and groups: all that is stored. */
async function dumpAll(): Promise<unknown> {
  const participants = await database.participants.toArray();
  return [await dump(database), await database.groups.toArray(), participants];
}

async function measureP1(frames: number, count = 9): Promise<void> {
  const { id } = await beginMeasurement(database, describeMeasurement(p1.personId, count), LATER);
  for (let index = 0; index < frames; index += 1) {
    await addFrame(database, id, { x: 0.5, y: 0.5, timestampMs: index, jpeg: new Blob(['photo']) });
  }
}

describe('a group', () => {
  it('is stored with its people, who come in the order of their codes', async () => {
    expect(await listGroups(database)).toEqual([
      { ...group, consent: { text: 'I take part freely.', version: 1 }, origin: 'defined' },
    ]);
    const codes = (await listParticipants(database, group.id)).map(({ code }) => code);
    expect(codes).toEqual(['P1', 'P2', 'P10']);
  });

  it('is on top of older ones', async () => {
    const second = await addGroup(database, { ...DEFINITION, title: 'Second' }, [], LATER);
    expect((await listGroups(database)).map(({ id }) => id)).toEqual([second.id, group.id]);
  });

  it('has no people in the database before they agree', async () => {
    expect(await database.people.count()).toBe(0);
  });

  it('has another version of its consent with another text, and with nothing else', async () => {
    await changeGroup(
      database,
      group.id,
      { ...DEFINITION, title: 'Skimming', targetCount: 25 },
      ['P3'],
      LATER,
    );
    expect(await database.groups.get(group.id)).toMatchObject({ title: 'Skimming', consent: { version: 1 } });
    expect(await listParticipants(database, group.id)).toHaveLength(4);
    await changeGroup(database, group.id, { ...DEFINITION, consentText: 'Another.' }, []);
    expect(await database.groups.get(group.id)).toMatchObject({ consent: { text: 'Another.', version: 2 } });
  });

  it('says so when it was deleted meanwhile', async () => {
    await expect(changeGroup(database, 'gone', DEFINITION, ['P9'])).rejects.toThrow('deleted meanwhile');
    expect(await database.participants.count()).toBe(3);
  });
});

describe('joining', () => {
  it('stores which text was agreed to and when, and makes the person of the link', async () => {
    const person = await joinGroup(database, invite(), LATER);
    expect(person).toEqual({ id: p1.personId, name: 'P1', createdAt: LATER.toISOString() });
    expect(await database.people.toArray()).toEqual([person]);
    const textHash = await hashConsentText('I take part freely.');
    expect(await readP1()).toEqual({
      ...p1,
      consent: { version: 1, textHash, agreedAt: LATER.toISOString() },
    });
  });

  it('works on a computer that knows nothing of the group', async () => {
    const elsewhere = openFreshDatabase();
    await joinGroup(elsewhere, invite(), LATER);
    expect(await elsewhere.groups.toArray()).toEqual([
      { ...group, createdAt: LATER.toISOString(), origin: 'joined' },
    ]);
    expect(await elsewhere.participants.toArray()).toMatchObject([{ id: p1.id, personId: p1.personId }]);
  });

  it('stores nothing before the agreement', async () => {
    const elsewhere = openFreshDatabase();
    expect(await readJoinState(elsewhere, invite())).toEqual({});
    expect(await elsewhere.groups.count()).toBe(0);
  });

  it('a second time keeps when they agreed first, and the person', async () => {
    await joinGroup(database, invite(), NOW);
    expect(await readJoinState(database, invite())).toMatchObject({ agreed: { id: p1.id } });
    await joinGroup(database, invite(), LATER);
    expect((await readP1()).consent?.agreedAt).toBe(NOW.toISOString());
    expect(await database.people.count()).toBe(1);
  });

  it('makes the person again whom somebody deleted', async () => {
    await joinGroup(database, invite(), NOW);
    await deletePerson(database, p1.personId);
    expect(await joinGroup(database, invite(), LATER)).toMatchObject({ id: p1.personId, name: 'P1' });
  });

  it('finds another name where somebody is called so', async () => {
    await addPerson(database, 'p1');
    expect(await joinGroup(database, invite())).toMatchObject({ id: p1.personId, name: 'P1 (Reading)' });
  });

  it('takes over a newer text, and asks again', async () => {
    await joinGroup(database, invite(), NOW);
    const newer = invite({ consent: { text: 'Another.', version: 2 }, title: 'Reading again' });
    expect(await readJoinState(database, newer)).toEqual({});
    await joinGroup(database, newer, LATER);
    expect(await database.groups.get(group.id)).toMatchObject({
      title: 'Reading again',
      consent: { version: 2 },
    });
    expect((await readP1()).consent).toMatchObject({ version: 2, agreedAt: LATER.toISOString() });
  });

  it('asks again for a version whose text is an earlier one', async () => {
    await joinGroup(database, invite(), NOW);
    const again = invite({ consent: { ...group.consent, version: 3 } });
    expect(await readJoinState(database, again)).toEqual({});
    await joinGroup(database, again, LATER);
    expect((await readP1()).consent).toMatchObject({ version: 3, agreedAt: LATER.toISOString() });
  });

  const refused: [what: string, change: Partial<Invitation>, words: RegExp][] = [
    [
      'a newer text is here',
      { consent: { text: 'Old.', version: 1 } },
      /version 1 .* but version 2 holds now/,
    ],
    ['another text has its version', { consent: { text: 'Else.', version: 2 } }, /another consent text/],
  ];
  it.each(refused)('is refused where %s, and changes nothing', async (_, change, words) => {
    await changeGroup(database, group.id, { ...DEFINITION, consentText: 'New.' }, []);
    const before = await dumpAll();
    await expect(readJoinState(database, invite(change))).rejects.toThrow(words);
    await expect(joinGroup(database, invite(change))).rejects.toThrow(JoinError);
    expect(await dumpAll()).toEqual(before);
  });

  it('is refused where the link points at somebody of another group, or at another person', async () => {
    const before = await dumpAll();
    await expect(joinGroup(database, invite({ groupId: 'other-group' }))).rejects.toThrow(/another group/);
    const participant = { ...invite().participant, personId: 'somebody-else' };
    await expect(joinGroup(database, invite({ participant }))).rejects.toThrow(/another group/);
    expect(await dumpAll()).toEqual(before);
  });
});

describe('findFreeName', () => {
  it.each([
    ['P1', [], 'P1'],
    ['P1', ['p1'], 'P1 (Reading)'],
    ['P1', ['P1', 'P1 (Reading)'], 'P1 (2)'],
    ['P1', ['P1', 'P1 (Reading)', 'P1 (2)'], 'P1 (3)'],
  ])('%s beside %j is %s', (code, taken, name) => {
    expect(findFreeName(code, 'Reading', taken)).toBe(name);
  });

  it('is no longer than a name may be', () => {
    const code = 'c'.repeat(40);
    expect(findFreeName(code, 't'.repeat(100), [code])).toHaveLength(60);
  });
});

describe('withdrawing', () => {
  it('deletes the person with all photos and the consent, and remembers that they withdrew', async () => {
    await joinGroup(database, invite());
    await measureP1(9);
    await withdrawParticipant(database, p1.id, LATER);
    expect(await database.people.count()).toBe(0);
    expect(await database.measurements.count()).toBe(0);
    expect(await database.frames.count()).toBe(0);
    expect(await readP1()).toEqual({ ...p1, withdrawnAt: LATER.toISOString() });
    await expect(joinGroup(database, invite())).rejects.toThrow(/withdrawn/);
  });

  it.each([
    ['withdrawing', () => withdrawParticipant(database, p1.id)],
    ['removing', () => removeParticipant(database, p1.id)],
    ['deleting the group', () => deleteGroup(database, group.id, false)],
    ['deleting the group with its data', () => deleteGroup(database, group.id, true)],
  ])('%s can be taken back whole', async (_, act) => {
    await joinGroup(database, invite());
    await measureP1(9);
    const before = await dumpAll();
    const deleted = await act();
    expect(await dumpAll()).not.toEqual(before);
    await restoreGroupData(database, deleted);
    expect(await dumpAll()).toEqual(before);
  });

  it('leaves everybody else alone', async () => {
    await addPerson(database, 'Ada');
    const other = await addGroup(database, DEFINITION, ['P1']);
    await joinGroup(database, invite());
    await deleteGroup(database, group.id, true);
    expect(await database.people.toArray()).toMatchObject([{ name: 'Ada' }]);
    expect(await database.participants.toArray()).toMatchObject([{ groupId: other.id }]);
  });

  it('keeps the data of a group that is deleted without them', async () => {
    await joinGroup(database, invite());
    await measureP1(9);
    await deleteGroup(database, group.id, false);
    expect(await database.frames.count()).toBe(9);
    expect(await database.participants.count()).toBe(0);
  });

  it('changes nothing where a write fails', async () => {
    await joinGroup(database, invite());
    await measureP1(2);
    const before = await dumpAll();
    database.measurements.hook('deleting', () => {
      throw new Error('the disk is on fire');
    });
    await expect(withdrawParticipant(database, p1.id)).rejects.toThrow('on fire');
    expect(await dumpAll()).toEqual(before);
  });
});

describe('progress', () => {
  const consent = { version: 1, textHash: '', agreedAt: NOW.toISOString() };
  const row = (change: Partial<MeasurementRow>): MeasurementRow => ({
    ...describeMeasurement('x', 9),
    id: 'm',
    createdAt: NOW.toISOString(),
    status: 'complete',
    frameCount: 9,
    bytes: 900,
    ...change,
  });
  const running = (frameCount: number, count = 9): MeasurementRow =>
    row({ status: 'running', frameCount, targets: { seed: 1, count } });

  it.each<[string, Partial<ParticipantRow>, MeasurementRow[], string, string[]]>([
    ['nothing done', {}, [], 'missing', ['consent', 'measurement']],
    ['agreed', { consent }, [], 'given', ['measurement']],
    ['all done', { consent }, [row({})], 'given', []],
    ['more than was asked', { consent }, [row({ frameCount: 100 })], 'given', []],
    ['a shorter one', { consent }, [row({ frameCount: 5 })], 'given', ['a measurement of 9 dots']],
    ['one begun', { consent }, [running(4)], 'given', ['5 of 9 dots']],
    ['one opened only', { consent }, [running(0)], 'given', ['measurement']],
    ['two begun', { consent }, [running(4), running(7)], 'given', ['2 of 9 dots']],
    ['one done, one begun', { consent }, [running(4), row({})], 'given', []],
    [
      'an older consent',
      { consent: { ...consent, version: 0 } },
      [row({})],
      'outdated',
      ['consent to version 1'],
    ],
    ['withdrawn', { withdrawnAt: 'now' }, [], 'withdrawn', []],
  ])('with %s', (_, change, rows, state, missing) => {
    const progress = describeProgress(group, { ...p1, ...change }, rows, 0);
    expect(progress).toMatchObject({ consent: state, missing });
  });

  it('counts what is stored', () => {
    const rows = [row({}), row({ createdAt: LATER.toISOString(), bytes: 100 }), running(3)];
    expect(describeProgress(group, p1, rows, 4)).toMatchObject({
      measurements: 2,
      frames: 21,
      bytes: 1900,
      checks: 4,
      lastAt: LATER.toISOString(),
    });
    expect(describeProgress(group, p1, [], 0).lastAt).toBeUndefined();
  });
});
