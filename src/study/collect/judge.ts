// Which submissions of a study count, and why the others do not: decided over all that came in, the same in any order.
import type { StudyDefinition } from '../definition.ts';
import type { Submission } from '../submission.ts';
import { LOSS_STEPS } from '../../validation/grade.ts';

/** Why a submission is left out, in the order in which it is asked. */
export const EXCLUSIONS = [
  'unreadable',
  'other-study',
  'other-revision',
  'withdrawn',
  'duplicate',
  'screened-out',
  'below-gate',
  'left-early',
  'accuracy',
  'data-loss',
  'repeated-participant',
] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/** As a person reads them. */
export const EXCLUSION_WORDS: Record<Exclusion, string> = {
  unreadable: 'The file could not be read',
  'other-study': 'Of another study',
  'other-revision': 'Of another version of the study',
  withdrawn: 'Withdrawn by the participant',
  duplicate: 'The same submission a second time',
  'screened-out': 'Screened out',
  'below-gate': 'Validation below the study’s gate',
  'left-early': 'Left before the end',
  accuracy: 'Accuracy worse than the bound',
  'data-loss': 'More data lost than the bound',
  'repeated-participant': 'Another submission of the same participant',
};

/** What is known of a submission that was read: as much as is needed to judge it again without reading it again. */
export type SubmissionFacts = Pick<
  Submission,
  'id' | 'study' | 'participant' | 'status' | 'reason' | 'startedAt' | 'finishedAt' | 'detail'
> & {
  /** Of the last validation before the tasks; null where there was none. */
  grade: number | null;
  accuracyPct: number | null;
  /** Of the whole recording where it came along, or else the mean of the checks; null of neither. */
  dataLossPct: number | null;
};

export type FileFacts = {
  /** Within the folder that is collected, `/` between folders. */
  path: string;
} & ({ unreadable: string } | { submission: SubmissionFacts });

export type Bounds = {
  studyId: string;
  revision: number;
  /** SHA-256 of the study file. */
  hash: string;
  /** `all`: submissions to other revisions count too; what they were asked is not known here. */
  revisions: 'same' | 'all';
  /** Validations with a worse one are left out; null: none is. */
  worstGrade: number | null;
  maxAccuracyPct: number | null;
  maxDataLossPct: number | null;
  completeOnly: boolean;
  /** Codes of participants who asked the researchers to delete what is theirs. */
  withdrawn?: readonly string[];
};

/** From so much loss on a check is graded as telling nothing. */
const MOST_LOSS_PCT = LOSS_STEPS.find(({ grades }) => grades >= 5)!.fromPct;

/** The study's own gate. Where it lets people go on below it, they count. */
export function findDefaultBounds({ id, revision, validation }: StudyDefinition, hash: string): Bounds {
  return {
    studyId: id,
    revision,
    hash,
    revisions: 'same',
    worstGrade: validation.below === 'leave' ? validation.worstGrade : null,
    maxAccuracyPct: null,
    maxDataLossPct: MOST_LOSS_PCT,
    completeOnly: false,
  };
}

export type Verdict = { included: true } | { included: false; why: Exclusion; detail: string };

/** What one submission says against itself, whatever else came in; null: nothing. */
export function judgeAlone(facts: SubmissionFacts, bounds: Bounds): Verdict | null {
  const { study, status, reason, grade, accuracyPct, dataLossPct } = facts;
  if (study.id !== bounds.studyId) return exclude('other-study', `It is of the study “${study.id}”.`);
  const verdict = judgeRevision(study, bounds);
  if (verdict) return verdict;
  if (bounds.withdrawn?.includes(facts.participant))
    return exclude('withdrawn', 'The participant asked the researchers to delete it.');
  if (status === 'withdrawn') return exclude('withdrawn', 'The participant took it back.');
  if (status === 'screened-out')
    return exclude('screened-out', reason ? `For the ${reason}.` : 'It says no more.');
  if (status === 'below-gate')
    return exclude('below-gate', grade === null ? 'It was not passed.' : `Grade ${grade}.`);
  if (status === 'left-early' && bounds.completeOnly) {
    return exclude('left-early', reason ? `For the ${reason}.` : 'It says no more.');
  }
  if (bounds.worstGrade !== null && grade !== null && grade > bounds.worstGrade) {
    return exclude('accuracy', `Grade ${grade}; at worst ${bounds.worstGrade} counts.`);
  }
  if (bounds.maxAccuracyPct !== null && (accuracyPct === null || accuracyPct > bounds.maxAccuracyPct)) {
    const found = accuracyPct === null ? 'It is not known' : `${accuracyPct.toFixed(1)} %`;
    return exclude('accuracy', `${found}; at most ${bounds.maxAccuracyPct} % counts.`);
  }
  if (bounds.maxDataLossPct !== null && dataLossPct !== null && dataLossPct > bounds.maxDataLossPct) {
    return exclude(
      'data-loss',
      `${dataLossPct.toFixed(1)} % were lost; at most ${bounds.maxDataLossPct} % counts.`,
    );
  }
  return null;
}

function judgeRevision(study: SubmissionFacts['study'], bounds: Bounds): Verdict | null {
  if (study.revision !== bounds.revision) {
    return bounds.revisions === 'all'
      ? null
      : exclude('other-revision', `It is of revision ${study.revision}; this is ${bounds.revision}.`);
  }
  if (study.hash === bounds.hash) return null;
  const short = study.hash.slice(0, 12);
  return exclude(
    'other-revision',
    `Its study file had another content (SHA-256 ${short}…) under the same revision.`,
  );
}

/**
 * Judges every file, in the order given. Of copies of one submission the one that was finished last counts, of those finished at
 * once the first by name. Who withdrew has withdrawn all that came of them. Of several submissions of a participant that could
 * count, the first one that was begun does: later ones know the tasks.
 */
export function judgeAll(files: readonly FileFacts[], bounds: Bounds): Verdict[] {
  const verdicts: (Verdict | null)[] = files.map((file) =>
    'unreadable' in file ? exclude('unreadable', file.unreadable) : judgeAlone(file.submission, bounds),
  );
  const own = files.flatMap((file, index) =>
    'submission' in file && file.submission.study.id === bounds.studyId
      ? [{ index, path: file.path, facts: file.submission }]
      : [],
  );
  const withdrawn = own.filter(({ facts }) => facts.status === 'withdrawn');
  const gone = new Set(withdrawn.flatMap(({ facts }) => [`id ${facts.id}`, `by ${facts.participant}`]));
  for (const { index, facts } of own) {
    if (facts.status === 'withdrawn' || !(gone.has(`id ${facts.id}`) || gone.has(`by ${facts.participant}`)))
      continue;
    verdicts[index] = exclude('withdrawn', 'The participant took it back later.');
  }
  const copies = groupBy(own, ({ facts }) => facts.id);
  for (const group of copies.values()) {
    const [kept, ...others] = group.toSorted(compareCopies);
    for (const { index } of others) {
      if (verdicts[index]?.included === false && verdicts[index].why === 'withdrawn') continue;
      verdicts[index] = exclude('duplicate', `${kept!.path} is kept.`);
    }
  }
  const people = groupBy(
    own.filter(({ index }) => verdicts[index] === null),
    ({ facts }) => facts.participant,
  );
  for (const group of people.values()) {
    const [kept, ...others] = group.toSorted(compareTries);
    for (const { index } of others) {
      verdicts[index] = exclude('repeated-participant', `${kept!.path} was begun before, and is kept.`);
    }
  }
  return verdicts.map((verdict) => verdict ?? { included: true });
}

type Own = { index: number; path: string; facts: SubmissionFacts };

function compareCopies(a: Own, b: Own): number {
  return (
    Number(b.facts.status === 'withdrawn') - Number(a.facts.status === 'withdrawn') ||
    Date.parse(b.facts.finishedAt) - Date.parse(a.facts.finishedAt) ||
    (a.path < b.path ? -1 : 1)
  );
}

/** Whole ones first. */
function compareTries(a: Own, b: Own): number {
  return (
    Number(b.facts.status === 'complete') - Number(a.facts.status === 'complete') ||
    Date.parse(a.facts.startedAt) - Date.parse(b.facts.startedAt) ||
    (a.path < b.path ? -1 : 1)
  );
}

function exclude(why: Exclusion, detail: string): Verdict {
  return { included: false, why, detail };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
