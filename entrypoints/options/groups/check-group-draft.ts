// What a group's form holds, checked: pure.
import { makeCodes, MAX_PARTICIPANTS, parseCodes } from '../../../src/group/codes.ts';
import { findConsentProblem, findTitleProblem, tidyConsentText } from '../../../src/group/consent.ts';
import type { GroupDefinition, TargetCount } from '../../../src/storage/groups.ts';
import type { NewPeople } from './PeopleField.tsx';

export type GroupDraft = {
  title: string;
  text: string;
  targetCount: TargetCount;
  people: NewPeople;
  existing: readonly string[];
};

/** What is wrong, by field, in words; nothing where nothing is. */
export type DraftProblems = Partial<Record<'title' | 'text' | 'people', string>>;

export function checkGroupDraft({ title, text, targetCount, people, existing }: GroupDraft): {
  definition: GroupDefinition;
  /** Of the people to add. */
  codes: string[];
  problems: DraftProblems;
} {
  const definition = {
    title: title.trim().replace(/\s+/gu, ' '),
    consentText: tidyConsentText(text),
    targetCount,
  };
  const { codes, problem } = readPeople(people, existing);
  const found: DraftProblems = {
    title: findTitleProblem(definition.title),
    text: findConsentProblem(definition.consentText),
    people: problem,
  };
  const entries = Object.entries(found).filter(([, words]) => words !== undefined);
  return { definition, codes, problems: Object.fromEntries(entries) };
}

function readPeople({ how, count, typed }: NewPeople, existing: readonly string[]) {
  if (how === 'none') return { codes: [] };
  if (how === 'typed') {
    const { codes, problems } = parseCodes(typed, existing);
    const empty = codes.length === 0 ? 'Please type at least one name or code.' : undefined;
    return { codes, problem: problems.length > 0 ? problems.join(' ') : empty };
  }
  const wanted = Number(count);
  const most = MAX_PARTICIPANTS - existing.length;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > most) {
    return { codes: [], problem: `Please type a whole number from 1 to ${most}.` };
  }
  return { codes: makeCodes(wanted, existing) };
}
