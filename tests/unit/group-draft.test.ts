import { describe, expect, it } from 'vitest';
import { checkGroupDraft, type GroupDraft } from '../../entrypoints/options/groups/check-group-draft.ts';

const DRAFT: GroupDraft = {
  title: '  Reading   aloud ',
  text: 'I take part.\r\n',
  targetCount: 25,
  people: { how: 'made', count: '2', typed: '' },
  existing: ['P01'],
};

describe('a group’s form', () => {
  it('is read tidily, with codes beside those that exist', () => {
    expect(checkGroupDraft(DRAFT)).toEqual({
      definition: { title: 'Reading aloud', consentText: 'I take part.', targetCount: 25 },
      codes: ['P02', 'P03'],
      problems: {},
    });
  });

  it.each<[what: string, change: Partial<GroupDraft>, problems: object]>([
    ['no title', { title: ' ' }, { title: 'Please give the group a title.' }],
    ['no text', { text: '\n' }, { text: 'Please write what people agree to.' }],
    [
      'no number',
      { people: { ...DRAFT.people, count: '' } },
      { people: expect.stringContaining('1 to 499') },
    ],
    [
      'half a person',
      { people: { ...DRAFT.people, count: '1.5' } },
      { people: expect.stringContaining('whole') },
    ],
    [
      'too many',
      { people: { ...DRAFT.people, count: '500' } },
      { people: expect.stringContaining('1 to 499') },
    ],
    [
      'nobody',
      { people: { how: 'typed', count: '', typed: ' ' } },
      { people: expect.stringContaining('at least one') },
    ],
    [
      'somebody who is there',
      { people: { how: 'typed', count: '', typed: 'Ada\np01' } },
      { people: expect.stringContaining('in the group already') },
    ],
  ])('tells of %s', (_, change, problems) => {
    expect(checkGroupDraft({ ...DRAFT, ...change }).problems).toEqual(problems);
  });

  it('may add nobody', () => {
    const people = { how: 'none', count: 'x', typed: 'P01' } as const;
    expect(checkGroupDraft({ ...DRAFT, people })).toMatchObject({ codes: [], problems: {} });
  });
});
