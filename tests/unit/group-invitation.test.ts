import { describe, expect, it } from 'vitest';
import { makeCodes, parseCodes } from '../../src/group/codes.ts';
import { hashConsentText, tidyConsentText } from '../../src/group/consent.ts';
import {
  findInvitation,
  formatInvitation,
  InvitationError,
  MAX_INVITATION_LENGTH,
  parseInvitation,
} from '../../src/group/invitation.ts';
import type { GroupRow } from '../../src/storage/groups.ts';

const GROUP: GroupRow = {
  id: 'g1x2y3z4a5b6',
  title: 'Lesen – 読書',
  createdAt: '2026-02-03T04:05:06.000Z',
  consent: { text: 'I take part “freely”.\n\nPhotos stay here. 👁', version: 3 },
  targetCount: 25,
  origin: 'defined',
};
const PARTICIPANT = { id: 'p1x2y3z4a5b6', code: 'Åsa 7', personId: 'asa-7-k3f9x2' };

const encode = (json: unknown): string => Buffer.from(JSON.stringify(json)).toString('base64url');
const decode = (text: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(text, 'base64url').toString());
const changed = (change: object): string =>
  encode({ ...decode(formatInvitation(GROUP, PARTICIPANT)), ...change });

describe('an invitation', () => {
  it('comes back as it was made', () => {
    const { title, consent, targetCount } = GROUP;
    expect(parseInvitation(formatInvitation(GROUP, PARTICIPANT))).toEqual({
      groupId: GROUP.id,
      title,
      consent,
      targetCount,
      participant: PARTICIPANT,
    });
  });

  it('goes into an address as it is', () => {
    const text = formatInvitation(GROUP, PARTICIPANT);
    expect(new URL(`https://a.example/options.html#join/${text}`).hash).toBe(`#join/${text}`);
    expect(encodeURIComponent(text)).toBe(text);
  });

  it('has room for the longest text in any script', () => {
    const consent = { text: '読'.repeat(10_000), version: 1 };
    const text = formatInvitation({ ...GROUP, consent }, PARTICIPANT);
    expect(text.length).toBeLessThanOrEqual(MAX_INVITATION_LENGTH);
    expect(parseInvitation(text).consent).toEqual(consent);
  });

  it.each([
    ['nothing', ''],
    ['something else', 'hello there'],
    ['one that was cut off', formatInvitation(GROUP, PARTICIPANT).slice(0, -9)],
    ['one with a percent sign', `${formatInvitation(GROUP, PARTICIPANT)}%E0`],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0xfd]).toString('base64url')],
    ['a list', encode([])],
    ['null', encode(null)],
    ['one without a version', changed({ v: undefined })],
    ['one with a version that is text', changed({ v: '1' })],
    ['one with more in it', changed({ x: 1 })],
    ['one without a group', changed({ g: undefined })],
    ['a group that is a path', changed({ g: '../../etc' })],
    ['one without a title', changed({ t: '' })],
    ['one with a title that is a number', changed({ t: 7 })],
    ['a title too long', changed({ t: 'a'.repeat(101) })],
    ['one without a text', changed({ c: '' })],
    ['a text too long', changed({ c: 'a'.repeat(10_001) })],
    ['a text with a hidden character', changed({ c: 'I agree\u0000' })],
    ['a text that is read backwards', changed({ c: 'I do \u202Enot' })],
    ['half a character', changed({ t: '\uD83D' })],
    ['a text of version 0', changed({ n: 0 })],
    ['a text of version 1.5', changed({ n: 1.5 })],
    ['10 dots', changed({ m: 10 })],
    ['dots as text', changed({ m: '25' })],
    ['no participant', changed({ p: undefined })],
    ['half a participant', changed({ p: ['p1x2y3z4a5b6', 'P1'] })],
    ['a participant without a code', changed({ p: ['p1x2y3z4a5b6', ' ', 'p1-abc'] })],
    ['a code too long', changed({ p: ['p1x2y3z4a5b6', 'a'.repeat(41), 'p1-abc'] })],
    ['a person of another kind', changed({ p: ['p1x2y3z4a5b6', 'P1', 'Not/An/Id'] })],
    ['a person that is a number', changed({ p: ['p1x2y3z4a5b6', 'P1', 7] })],
  ])('is refused where it is %s, with what to do', (_, text) => {
    const read = (): unknown => parseInvitation(text);
    expect(read).toThrow(InvitationError);
    expect(read).toThrow(/^This link does not work: .* Copy the whole link again/);
  });

  it('is not even decoded where it is far too long', () => {
    expect(() => parseInvitation('A'.repeat(MAX_INVITATION_LENGTH + 1))).toThrow(/far too long/);
  });

  it.each([
    [2, /newer version of Fovea. Update/],
    [0, /older version of Fovea. Ask/],
  ])('of layout %i is told apart from a broken one', (v, words) => {
    expect(() => parseInvitation(changed({ v }))).toThrow(words);
  });

  it.each([
    'chrome-extension://abcdefgh/options.html#join/eyJ2IjoxfQ',
    '  chrome-extension://other/options.html#join/eyJ2IjoxfQ\n',
    '#join/eyJ2IjoxfQ',
    'eyJ2IjoxfQ',
  ])('is found in %j', (pasted) => {
    expect(findInvitation(pasted)).toBe('eyJ2IjoxfQ');
  });
});

describe('codes', () => {
  it.each([
    ['one for each line', 'P01\nP02\r\nP03', ['P01', 'P02', 'P03']],
    ['from a row of a spreadsheet', 'P01\tP02', ['P01', 'P02']],
    ['with commas and semicolons', 'Ada, Ben; Chris Doe', ['Ada', 'Ben', 'Chris Doe']],
    ['without what is empty', '\n P01 \n\n, ,', ['P01']],
    ['none of nothing', '', []],
  ])('are read %s', (_, text, codes) => {
    expect(parseCodes(text)).toEqual({ codes, problems: [] });
  });

  it.each([
    ['one that is there twice', 'P01\np01', [], /“p01” is in the list twice/],
    ['one that is in the group', 'p01', ['P01'], /“p01” is in the group already/],
    ['one that is too long', 'x'.repeat(41), [], /longer than 40 characters/],
    ['a hidden character', 'P\u0007', [], /cannot be read/],
    [
      'too many',
      Array.from({ length: 501 }, (_, i) => i).join(),
      [],
      /at most 500 people; these would be 501/,
    ],
    ['two accents that look alike', 'A\u0301sa\n\u00c1sa', [], /twice/],
  ])('tell of %s', (_, text, existing, problem) => {
    expect(parseCodes(text, existing).problems).toEqual([expect.stringMatching(problem)]);
  });

  it('are made beside those that exist', () => {
    expect(makeCodes(3, [])).toEqual(['P01', 'P02', 'P03']);
    expect(makeCodes(2, ['p01', 'Ada'])).toEqual(['P02', 'P03']);
    expect(makeCodes(120, []).slice(-1)).toEqual(['P120']);
    expect(makeCodes(120, [])[0]).toBe('P001');
  });
});

describe('a consent text', () => {
  it('has a hash that says which text it was', async () => {
    // From `printf 'I agree.' | sha256sum`.
    const hash = await hashConsentText('I agree.');
    expect(hash).toBe('826ff0dab649a97ffdd7779a332accafb35cc161012253a19383db19289d6e02');
    expect(await hashConsentText('I agree!')).not.toBe(hash);
  });

  it('is the same text whatever ends its lines', () => {
    expect(tidyConsentText('  a\r\nb\rc\n ')).toBe('a\nb\nc');
  });
});
