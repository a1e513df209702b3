// Whether a file is a study that can be run: its JSON, its schema, and what no schema says.
import { z } from 'zod';
import { studySchema, type StudyDefinition } from './definition.ts';
import { findRuleProblems } from './rules/find-rule-problems.ts';
import { formatPath, type StudyProblem } from './study-problem.ts';
import { describeIssues } from './zod-words.ts';

// An extension's page may not make code from text, as the schema would to be faster.
z.config({ jitless: true });

/** Pictures lie in the file; more than this is no study. */
export const MAX_STUDY_BYTES = 64_000_000;

/** `warnings` are no obstacle: what a researcher should know. */
export type StudyCheck =
  | { ok: true; study: StudyDefinition; warnings: StudyProblem[] }
  | { ok: false; errors: StudyProblem[]; warnings: StudyProblem[] };

/** @param sourceName of the file, for the words where it is no JSON at all */
export function checkStudyText(text: string, sourceName: string): StudyCheck {
  if (text.length > MAX_STUDY_BYTES) {
    return refuse(`“${sourceName}” is too large for a study: at most ${MAX_STUDY_BYTES / 1e6} MB.`);
  }
  try {
    // A byte order mark is no JSON, and some editors write one.
    return checkStudy(JSON.parse(text.replace(/^\uFEFF/, '')) as unknown);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse(`“${sourceName}” is no study: it is not JSON (${error.message}).`);
  }
}

/** The same of what JSON told. */
export function checkStudy(value: unknown): StudyCheck {
  const parsed = studySchema.safeParse(value);
  if (!parsed.success) return { ok: false, errors: describeIssues(value, parsed.error.issues), warnings: [] };
  const { errors, warnings } = findRuleProblems(parsed.data);
  return errors.length > 0 ? { ok: false, errors, warnings } : { ok: true, study: parsed.data, warnings };
}

/**
 * The same of a draft, which has the shape of a study but need not be finished: everything that is wrong with it at once,
 * one thing at a place.
 */
export function checkDraft(draft: StudyDefinition): { errors: StudyProblem[]; warnings: StudyProblem[] } {
  const parsed = studySchema.safeParse(draft);
  const { errors, warnings } = findRuleProblems(draft);
  const all = parsed.success ? errors : [...describeIssues(draft, parsed.error.issues), ...errors];
  const first = new Map(all.toReversed().map((problem) => [formatPath(problem.path), problem]));
  return { errors: all.filter((problem) => first.get(formatPath(problem.path)) === problem), warnings };
}

function refuse(message: string): StudyCheck {
  return { ok: false, errors: [{ path: [], message }], warnings: [] };
}
