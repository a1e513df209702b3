// A participant opens their link: what is known of them here, and what their agreement stores.
import { hashConsentText } from '../group/consent.ts';
import type { Invitation } from '../group/invitation.ts';
import type { FoveaDatabase, PersonRow } from './database.ts';
import type { GroupRow, ParticipantRow } from './groups.ts';
import { isSameName } from './person-name.ts';

const MAX_NAME_LENGTH = 60;

/** The link cannot be followed here; `message` is for the person. */
export class JoinError extends Error {
  override readonly name = 'JoinError';
}

export type JoinState = {
  /** Set where they agreed to this very text before. */
  agreed?: ParticipantRow;
};

/**
 * Whether the invitation fits what this computer knows, and whether they agreed already.
 * @throws {JoinError} where it is of another version than the group here, or they withdrew.
 */
export async function readJoinState(database: FoveaDatabase, invitation: Invitation): Promise<JoinState> {
  // Wrapped, so that a live query still follows what is read after it.
  // See https://dexie.org/docs/liveQuery()
  const textHash = await Promise.resolve(hashConsentText(invitation.consent.text));
  const { groups, participants } = database;
  return database.transaction('r', groups, participants, async () => {
    const participant = await checkInvitation(database, invitation);
    return isSameConsent(participant, textHash, invitation) ? { agreed: participant } : {};
  });
}

/**
 * Stores that they agreed, the group where it is new here, and the person whose measurements will follow: all or nothing.
 * @throws {JoinError} as {@link readJoinState}.
 */
export async function joinGroup(
  database: FoveaDatabase,
  invitation: Invitation,
  now = new Date(),
): Promise<PersonRow> {
  const textHash = await hashConsentText(invitation.consent.text);
  const { groups, participants, people } = database;
  return database.transaction('rw', groups, participants, people, async () => {
    const known = await checkInvitation(database, invitation);
    const { groupId, participant } = invitation;
    await storeGroup(database, invitation, now);
    const agreedAt = now.toISOString();
    const consent = { version: invitation.consent.version, textHash, agreedAt };
    // Who agreed to this text before has agreed then.
    const kept = isSameConsent(known, textHash, invitation) ? known?.consent : consent;
    await participants.put({ addedAt: agreedAt, ...known, ...participant, groupId, consent: kept });
    return ensurePerson(database, participant, invitation.title, now);
  });
}

function isSameConsent(
  participant: ParticipantRow | undefined,
  textHash: string,
  { consent: { version } }: Invitation,
): boolean {
  return participant?.consent?.textHash === textHash && participant.consent.version === version;
}

/** @returns the participant as known here. */
async function checkInvitation(
  database: FoveaDatabase,
  { groupId, consent, participant }: Invitation,
): Promise<ParticipantRow | undefined> {
  const group = await database.groups.get(groupId);
  if (group && group.consent.version > consent.version) {
    throw new JoinError(
      `This link has version ${consent.version} of the consent text, but version ${group.consent.version} holds now. Ask whoever sent it for a new link.`,
    );
  }
  if (group && group.consent.version === consent.version && group.consent.text !== consent.text) {
    throw new JoinError(
      `This link has another consent text than the group here, though both are called version ${consent.version}. Ask whoever sent it for a new link.`,
    );
  }
  const known = await database.participants.get(participant.id);
  if (known && (known.groupId !== groupId || known.personId !== participant.personId)) {
    throw new JoinError('This link names somebody who is in another group here. Ask for a new link.');
  }
  if (known?.withdrawnAt !== undefined) {
    throw new JoinError('This participant has withdrawn, so this link leads nowhere any more.');
  }
  return known;
}

async function storeGroup(database: FoveaDatabase, invitation: Invitation, now: Date): Promise<void> {
  const known = await database.groups.get(invitation.groupId);
  const { groupId: id, title, consent, targetCount } = invitation;
  // A newer text comes with the title and length of that time.
  if (known && known.consent.version >= consent.version) return;
  const base: Pick<GroupRow, 'createdAt' | 'origin'> = known ?? {
    createdAt: now.toISOString(),
    origin: 'joined',
  };
  const { createdAt, origin } = base;
  await database.groups.put({ id, title, consent, targetCount, createdAt, origin });
}

export async function ensurePerson(
  database: FoveaDatabase,
  { personId, code }: Invitation['participant'],
  title: string,
  now: Date,
): Promise<PersonRow> {
  const known = await database.people.get(personId);
  if (known) return known;
  const names = (await database.people.toArray()).map(({ name }) => name);
  const person = { id: personId, name: findFreeName(code, title, names), createdAt: now.toISOString() };
  await database.people.add(person);
  return person;
}

/** The code where nobody is called so, else `P01 (Reading)`, else `P01 (2)` and so on: two groups may both have a P01. */
export function findFreeName(code: string, groupTitle: string, taken: readonly string[]): string {
  const isFree = (name: string): boolean => !taken.some((other) => isSameName(other, name));
  if (isFree(code)) return code;
  const room = MAX_NAME_LENGTH - code.length - ' ()'.length;
  const titled = `${code} (${[...groupTitle].slice(0, room).join('').trim()})`;
  if (titled.length <= MAX_NAME_LENGTH && groupTitle !== '' && isFree(titled)) return titled;
  for (let number = 2; ; number += 1) {
    if (isFree(`${code} (${number})`)) return `${code} (${number})`;
  }
}
