// The link of one participant, and of all of them.
import { browser } from 'wxt/browser';
import { formatInvitation } from '../../../src/group/invitation.ts';
import type { Progress } from '../../../src/group/progress.ts';
import type { GroupRow, ParticipantRow } from '../../../src/storage/groups.ts';

/** To the options page of this very extension, which has the same id in every browser that it was installed in alike. */
export function makeInvitationLink(group: GroupRow, participant: ParticipantRow): string {
  return `${browser.runtime.getURL('/options.html')}${makeInvitationHash(group, participant)}`;
}

/** The same on this page. */
export function makeInvitationHash(group: GroupRow, participant: ParticipantRow): string {
  return `#join/${formatInvitation(group, participant)}`;
}

/** One line for each who has not withdrawn: code and link, as spreadsheets read them. */
export function listInvitations(group: GroupRow, progress: readonly Progress[]): Blob {
  const lines = progress
    .filter(({ consent }) => consent !== 'withdrawn')
    .map(({ participant }) => `${quote(participant.code)},${quote(makeInvitationLink(group, participant))}`);
  return new Blob([['code,link', ...lines, ''].join('\r\n')], { type: 'text/csv' });
}

/** A code that a spreadsheet would take for a formula stays text. */
function quote(text: string): string {
  const tame = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return `"${tame.replaceAll('"', '""')}"`;
}
