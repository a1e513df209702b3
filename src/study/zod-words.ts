// What the schema has against a study, in plain words.
import type { z } from 'zod';
import { readPath, type StudyPath, type StudyProblem } from './study-problem.ts';

type Issue = z.core.$ZodIssue;

/** One problem for each of the schema's; of what may be one thing or another, that which is nearest to being right. */
export function describeIssues(value: unknown, issues: readonly Issue[]): StudyProblem[] {
  return issues.flatMap((issue) => describeIssue(value, issue, []));
}

function describeIssue(root: unknown, issue: Issue, above: StudyPath): StudyProblem[] {
  const path = [...above, ...issue.path.filter((step) => typeof step !== 'symbol')];
  const found = readPath(root, path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: 'No study has this. Take it out, or see whether it is spelled rightly.',
    }));
  }
  if (issue.code === 'invalid_union') {
    const nearest = path.at(-2) === 'aois' ? findAreaErrors(issue.errors, found) : findNearest(issue.errors);
    if (nearest) return nearest.flatMap((one) => describeIssue(root, one, path));
    return [{ path, message: describeUnion(issue, path, found) }];
  }
  if (found === undefined) return [{ path, message: 'This is missing.' }];
  return [{ path, message: describeValue(issue, found) }];
}

/** The kind whose objections lie deepest: the others object to the whole. Null where all do, or several lie as deep. */
function findNearest(errors: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const ranked = errors
    .map((issues) => ({ issues, depth: Math.min(...issues.map(({ path }) => path.length)) }))
    .sort((a, b) => b.depth - a.depth);
  const [best, next] = ranked;
  return best && best.depth > 0 && best.depth > (next?.depth ?? 0) ? best.issues : null;
}

/** What an area on a page would lack, or one on a picture: they share no key that would tell. */
function findAreaErrors(errors: readonly (readonly Issue[])[], found: unknown): readonly Issue[] | null {
  const [onPage = null, onPicture = null] = errors;
  return readPath(found, ['shape']) === undefined ? onPage : onPicture;
}

function describeUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: StudyPath,
  found: unknown,
): string {
  if (found === undefined) return 'This is missing.';
  if ('discriminator' in issue && issue.discriminator !== undefined) {
    const kind = readPath(found, [issue.discriminator]) ?? found;
    const names = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
    const known = names.map((name) => JSON.stringify(name)).join(', ');
    return `${show(kind)} is no kind of this.${known ? ` There are ${known}.` : ''}`;
  }
  if (path.at(-1) === 'start')
    return 'A task starts either at an address ("url") or at a picture ("picture").';
  return 'Write one text for all languages, or one for each, as { "en": "…", "de": "…" }.';
}

const TYPES: Record<string, string> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list, in [ ]',
  object: 'an object, in { }',
  record: 'an object, in { }',
};

function describeValue(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${show(found)} is not ${TYPES[issue.expected] ?? issue.expected}.`;
    case 'invalid_value': {
      const allowed = issue.values.map((value) => JSON.stringify(value)).join(', ');
      return issue.values.length === 1
        ? `This must be ${allowed}, not ${show(found)}.`
        : `${show(found)} is not one of ${allowed}.`;
    }
    case 'too_small':
      return describeTooSmall(issue, found);
    case 'too_big':
      return describeTooBig(issue, found);
    case 'invalid_format':
      return describeFormat(issue.message, found);
    case 'invalid_key':
      return 'The key is not a language’s tag.';
    default:
      return `${show(found)}: ${issue.message}.`;
  }
}

function describeTooSmall(issue: Extract<Issue, { code: 'too_small' }>, found: unknown): string {
  const least = Number(issue.minimum);
  if (issue.origin === 'string')
    return least === 1 ? 'Please write something here.' : `Write at least ${least} characters.`;
  if (issue.origin === 'array')
    return least === 1 ? 'At least one is needed.' : `At least ${least} are needed.`;
  return `${show(found)} is too small: ${issue.inclusive ? `at least ${least}` : `more than ${least}`}.`;
}

function describeTooBig(issue: Extract<Issue, { code: 'too_big' }>, found: unknown): string {
  const most = Number(issue.maximum).toLocaleString('en');
  if (issue.origin === 'string') {
    return `This has ${(found as string).length.toLocaleString('en')} characters; at most ${most} fit.`;
  }
  if (issue.origin === 'array')
    return `At most ${most} are possible; there are ${(found as unknown[]).length}.`;
  return `${show(found)} is too large: at most ${most}.`;
}

/** The schema's own messages begin with "must be". */
function describeFormat(message: string, found: unknown): string {
  if (found === '') return 'Please write something here.';
  return message.startsWith('must be')
    ? `${show(found)} ${message}.`
    : `${show(found)} is not written as it must be.`;
}

/** A value as the message shows it: JSON, cut to a length that a person reads. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
