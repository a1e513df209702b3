// A participant's invitation: the group's definition and who they are in it, as a part of a link that needs nothing else.
import { TARGET_COUNTS, type GroupRow, type ParticipantRow, type TargetCount } from '../storage/groups.ts';
import { findConsentProblem, findTitleProblem } from './consent.ts';
import { isCode } from './codes.ts';

/** Of the layout below. */
const VERSION = 1;
/** Room for the longest consent text: 10,000 characters of 3 bytes, their escapes, and base64's third. */
export const MAX_INVITATION_LENGTH = 64 * 1024;

export type Invitation = Pick<GroupRow, 'title' | 'consent' | 'targetCount'> & {
  groupId: string;
  participant: Pick<ParticipantRow, 'id' | 'code' | 'personId'>;
};

/** A link that leads nowhere; `message` is for the person. */
export class InvitationError extends Error {
  override readonly name = 'InvitationError';
}

/** The part of the link after `#join/`: base64url of compact JSON. */
export function formatInvitation(group: GroupRow, participant: Invitation['participant']): string {
  const { id, code, personId } = participant;
  const json = JSON.stringify({
    v: VERSION,
    g: group.id,
    t: group.title,
    c: group.consent.text,
    n: group.consent.version,
    m: group.targetCount,
    p: [id, code, personId],
  });
  return encodeBase64Url(new TextEncoder().encode(json));
}

/**
 * Reads it back, distrusting all of it.
 * @throws {InvitationError} in words that say what to do.
 */
export function parseInvitation(text: string): Invitation {
  if (text.length > MAX_INVITATION_LENGTH) throw broken('it is far too long');
  const json = decodeJson(text);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw broken('it holds no group');
  const { v, g, t, c, n, m, p, ...others } = json as Record<string, unknown>;
  if (typeof v === 'number' && v !== VERSION) {
    throw new InvitationError(
      v > VERSION
        ? 'This link was made by a newer version of Fovea. Update Fovea on this computer, then open it again.'
        : 'This link was made by an older version of Fovea. Ask for a new one.',
    );
  }
  if (v !== VERSION || Object.keys(others).length > 0) throw broken('it is not a link to a group');
  if (!isId(g)) throw broken('it names no group');
  if (typeof t !== 'string' || findTitleProblem(t) !== undefined)
    throw broken('the group has no proper title');
  if (typeof c !== 'string' || findConsentProblem(c) !== undefined)
    throw broken('the consent text is not whole');
  if (!Number.isInteger(n) || (n as number) < 1 || (n as number) > 1_000_000) {
    throw broken('the consent text has no proper version');
  }
  if (!TARGET_COUNTS.includes(m as TargetCount)) throw broken('the number of dots is none that Fovea knows');
  return {
    groupId: g,
    title: t,
    consent: { text: c, version: n as number },
    targetCount: m as TargetCount,
    participant: parseParticipant(p),
  };
}

/** What a person pasted: a whole link, whatever the extension's address in it, or only what follows `#join/`. */
export function findInvitation(pasted: string): string {
  const tidy = pasted.trim();
  return tidy.split('#join/').at(-1) ?? tidy;
}

function parseParticipant(json: unknown): Invitation['participant'] {
  if (!Array.isArray(json) || json.length !== 3) throw broken('it names no participant');
  const [id, code, personId] = json as unknown[];
  if (!isCode(code)) throw broken('the code is none');
  if (!isId(id) || !isId(personId)) throw broken('it names no participant');
  return { id, code, personId };
}

/** As `makeId` and `makePersonId` make them. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9][a-z0-9-]{3,59}$/.test(value);
}

function decodeJson(text: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decodeBase64Url(text)));
  } catch {
    throw broken('a part of it is missing or was changed');
  }
}

function broken(reason: string): InvitationError {
  return new InvitationError(
    `This link does not work: ${reason}. Copy the whole link again, or ask whoever sent it for a new one.`,
  );
}

function encodeBase64Url(bytes: Uint8Array): string {
  // In pieces: as arguments all at once they would overflow the stack.
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @throws where a character is none of base64url. */
function decodeBase64Url(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) throw new TypeError('not base64url');
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
