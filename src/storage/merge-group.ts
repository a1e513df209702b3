// A group that comes in from a file, merged with what is known of it here.
import type { GroupFile } from '../group/file-format.ts';
import type { FoveaDatabase } from './database.ts';
import type { GroupRow, ParticipantRow } from './groups.ts';
import { ensurePerson, JoinError } from './join-group.ts';

export type MergedGroup = {
  group: GroupRow;
  newGroup: boolean;
  /** Of people who withdrew here. */
  withdrawnPeople: ReadonlySet<string>;
  /** Codes of people who withdrew where the file comes from, but whose data are still here. */
  withdrawnElsewhere: string[];
};

/**
 * Stores the group where it is new or its consent text newer, adds its people, and takes over agreements that are newer
 * than those here. Who withdrew here stays withdrawn; nothing is deleted. All or nothing.
 *
 * @throws {JoinError} in words where the file contradicts what is here.
 */
export async function mergeGroup(
  database: FoveaDatabase,
  { group, participants, measurements, checks }: GroupFile,
  now = new Date(),
): Promise<MergedGroup> {
  const withData = new Set([...measurements, ...checks].map(({ personId }) => personId));
  return database.transaction('rw', database.groups, database.participants, database.people, async () => {
    const known = await database.groups.get(group.id);
    if (
      known &&
      known.consent.version === group.consent.version &&
      known.consent.text !== group.consent.text
    ) {
      throw new JoinError(
        `The file has another consent text than the group here, though both are called version ${known.consent.version}.`,
      );
    }
    const isNewer = !known || known.consent.version < group.consent.version;
    const kept = isNewer
      ? { ...group, ...(known && { createdAt: known.createdAt, origin: known.origin }) }
      : known;
    if (isNewer) await database.groups.put(kept);
    const withdrawnPeople = new Set<string>();
    const withdrawnElsewhere: string[] = [];
    for (const incoming of participants) {
      const here = await database.participants.get(incoming.id);
      if (here && (here.groupId !== group.id || here.personId !== incoming.personId)) {
        throw new JoinError(`The file names “${incoming.code}” as somebody who is in another group here.`);
      }
      if (here?.withdrawnAt !== undefined) {
        withdrawnPeople.add(incoming.personId);
        continue;
      }
      if (here && incoming.withdrawnAt !== undefined) {
        withdrawnElsewhere.push(here.code);
        withdrawnPeople.add(incoming.personId);
        continue;
      }
      await database.participants.put(mergeParticipant(here, incoming));
      if (incoming.withdrawnAt !== undefined) withdrawnPeople.add(incoming.personId);
      else if (withData.has(incoming.personId)) await ensurePerson(database, incoming, group.title, now);
    }
    return { group: kept, newGroup: !known, withdrawnPeople, withdrawnElsewhere };
  });
}

function mergeParticipant(here: ParticipantRow | undefined, incoming: ParticipantRow): ParticipantRow {
  if (!here) return incoming;
  const { consent } = incoming;
  const isNewer = consent && (!here.consent || here.consent.agreedAt < consent.agreedAt);
  return isNewer ? { ...here, consent } : here;
}
