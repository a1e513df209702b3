// Takes people and groups away with all of theirs, so that it can be taken back.
import { sendMessage } from '../../../src/messaging/protocol.ts';
import {
  deleteGroup,
  removeParticipant,
  restoreGroupData,
  withdrawParticipant,
  type DeletedGroupData,
  type GroupRow,
  type ParticipantRow,
} from '../../../src/storage/groups.ts';
import { refuseFullDisk } from '../../../src/storage/room.ts';
import { activePersonId } from '../../../src/storage/settings.ts';
import { rememberUndo } from '../../../src/ui/deletions.ts';
import { cancelLearning } from '../../../src/ui/measure/learning.ts';
import { database } from '../../../src/ui/page-database.ts';

export async function withdrawFromGroup(participant: ParticipantRow): Promise<void> {
  await forget([participant]);
  remember(
    `the data of ${participant.code}, who withdrew`,
    await withdrawParticipant(database, participant.id),
  );
}

export async function removeFromGroup(participant: ParticipantRow): Promise<void> {
  await forget([participant]);
  remember(`${participant.code} from the group`, await removeParticipant(database, participant.id));
}

export async function removeGroup(
  group: GroupRow,
  participants: readonly ParticipantRow[],
  withData: boolean,
): Promise<void> {
  if (withData) await forget(participants);
  const deleted = await deleteGroup(database, group.id, withData);
  remember(withData ? `${group.title} and all of its people` : `the group ${group.title}`, deleted);
}

function remember(what: string, deleted: DeletedGroupData): void {
  rememberUndo(what, () => restoreGroupData(database, deleted));
}

/** First what would save it again: this page and the tracker. @throws {RoomError} where the disk is full */
async function forget(participants: readonly ParticipantRow[]): Promise<void> {
  await refuseFullDisk();
  const active = await activePersonId.getValue();
  for (const { personId } of participants) {
    cancelLearning(personId);
    if (personId === active) await activePersonId.setValue(null);
    await sendMessage('forgetLearned', { personId });
  }
}
