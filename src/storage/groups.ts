// Groups for a lab: what a researcher defines, who is in one, and who agreed to what.
import type { FoveaDatabase } from './database.ts';
import { deletePerson, makePersonId, restore, type Deleted } from './people.ts';

/** Targets of one of the group's measurements. */
export const TARGET_COUNTS = [9, 25, 100] as const;
export type TargetCount = (typeof TARGET_COUNTS)[number];

/** What a participant agrees to. `version` counts from 1 and rises with every change of the text. */
export type ConsentText = { text: string; version: number };

export type GroupRow = {
  id: string;
  title: string;
  /** ISO 8601. */
  createdAt: string;
  consent: ConsentText;
  targetCount: TargetCount;
  /** `defined` on this machine, or `joined` through a participant's link. */
  origin: 'defined' | 'joined';
};

/** That somebody agreed: to which text, told by its hash, and when. */
export type Consent = {
  version: number;
  /** SHA-256 of the text's UTF-8, hexadecimal. */
  textHash: string;
  /** ISO 8601. */
  agreedAt: string;
};

export type ParticipantRow = {
  id: string;
  groupId: string;
  /** Of the person whose measurements these are; they exist from the agreement on. */
  personId: string;
  /** A name or a code, unique in the group. */
  code: string;
  /** ISO 8601. */
  addedAt: string;
  consent?: Consent;
  /** ISO 8601. Their data are deleted, their link leads nowhere, and no import brings them back. */
  withdrawnAt?: string;
};

export type GroupDefinition = Pick<GroupRow, 'title' | 'targetCount'> & { consentText: string };

/** What was deleted with a group or a participant, for {@link restoreGroupData}. */
export type DeletedGroupData = {
  groups: GroupRow[];
  participants: ParticipantRow[];
  people: Deleted[];
};

/** Adds a group with its people. */
export async function addGroup(
  database: FoveaDatabase,
  { title, consentText, targetCount }: GroupDefinition,
  codes: readonly string[],
  now = new Date(),
): Promise<GroupRow> {
  const group: GroupRow = {
    id: makeId(),
    title,
    createdAt: now.toISOString(),
    consent: { text: consentText, version: 1 },
    targetCount,
    origin: 'defined',
  };
  await database.transaction('rw', database.groups, database.participants, async () => {
    await database.groups.add(group);
    await database.participants.bulkAdd(codes.map((code) => makeParticipant(group.id, code, now)));
  });
  return group;
}

/** Changes a group and adds people to it. Another text is another version: whoever agreed must agree again. */
export async function changeGroup(
  database: FoveaDatabase,
  id: string,
  { title, consentText, targetCount }: GroupDefinition,
  newCodes: readonly string[],
  now = new Date(),
): Promise<void> {
  await database.transaction('rw', database.groups, database.participants, async () => {
    const group = await database.groups.get(id);
    if (!group) throw new Error('This group was deleted meanwhile, perhaps in another tab.');
    const { text, version } = group.consent;
    const consent = { text: consentText, version: consentText === text ? version : version + 1 };
    await database.groups.put({ ...group, title, targetCount, consent });
    await database.participants.bulkAdd(newCodes.map((code) => makeParticipant(id, code, now)));
  });
}

/** All groups, newest first. */
export async function listGroups(database: FoveaDatabase): Promise<GroupRow[]> {
  const groups = await database.groups.toArray();
  return groups.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** A group's people, in the order of their codes (P2 before P10). */
export async function listParticipants(database: FoveaDatabase, groupId: string): Promise<ParticipantRow[]> {
  const rows = await database.participants.where('groupId').equals(groupId).toArray();
  return rows.sort((a, b) => a.code.localeCompare(b.code, undefined, { numeric: true }));
}

/** Deletes all of a participant's data and remembers no more than that they withdrew. */
export async function withdrawParticipant(
  database: FoveaDatabase,
  id: string,
  now = new Date(),
): Promise<DeletedGroupData> {
  return database.transaction('rw', database.tables, async () => {
    const before = await getParticipant(database, id);
    const { consent: _consent, ...rest } = before;
    await database.participants.put({ ...rest, withdrawnAt: now.toISOString() });
    return {
      groups: [],
      participants: [before],
      people: [await deletePerson(database, before.personId)],
    };
  });
}

/** Takes a participant off the list, with all of their data. */
export async function removeParticipant(database: FoveaDatabase, id: string): Promise<DeletedGroupData> {
  return database.transaction('rw', database.tables, async () => {
    const before = await getParticipant(database, id);
    await database.participants.delete(id);
    return {
      groups: [],
      participants: [before],
      people: [await deletePerson(database, before.personId)],
    };
  });
}

/** Deletes a group and its list; `withData` also the people in it with all of their data. */
export async function deleteGroup(
  database: FoveaDatabase,
  id: string,
  withData: boolean,
): Promise<DeletedGroupData> {
  return database.transaction('rw', database.tables, async () => {
    const groups = await database.groups.where('id').equals(id).toArray();
    const participants = await database.participants.where('groupId').equals(id).toArray();
    await database.groups.delete(id);
    await database.participants.bulkDelete(participants.map((participant) => participant.id));
    const people: Deleted[] = [];
    if (withData) {
      for (const { personId } of participants) people.push(await deletePerson(database, personId));
    }
    return { groups, participants, people };
  });
}

/** Puts back what one of the deletions above removed. */
export async function restoreGroupData(database: FoveaDatabase, deleted: DeletedGroupData): Promise<void> {
  await database.transaction('rw', database.tables, async () => {
    await database.groups.bulkPut(deleted.groups);
    await database.participants.bulkPut(deleted.participants);
    for (const person of deleted.people) await restore(database, person);
  });
}

async function getParticipant(database: FoveaDatabase, id: string): Promise<ParticipantRow> {
  const row = await database.participants.get(id);
  if (!row) throw new Error('This participant was removed meanwhile, perhaps in another tab.');
  return row;
}

function makeParticipant(groupId: string, code: string, now: Date): ParticipantRow {
  return { id: makeId(), groupId, personId: makePersonId(code), code, addedAt: now.toISOString() };
}

/** Short, because it travels in a link: 12 characters of 36 are 62 bits. */
function makeId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('');
}
