// Bounds on what a submission's zip may claim, each far above what a study needs.
import { AOIS_FILE, FIXATIONS_FILE, SESSION_FILE, SUBMISSION_ENTRY } from '../submission.ts';

const MB = 1024 * 1024;
const GB = 1024 * MB;

export const SUBMISSION_LIMITS = {
  entries: 4,
  jsonBytes: 64 * MB,
  tableBytes: 256 * MB,
  sessionBytes: 16 * GB,
  totalBytes: 18 * GB,
} as const;

/** What may lie beside `submission.json`. */
export const LISTED_FILES = [SESSION_FILE, FIXATIONS_FILE, AOIS_FILE] as const;
export type ListedFile = (typeof LISTED_FILES)[number];

export function isListedFile(name: string): name is ListedFile {
  return (LISTED_FILES as readonly string[]).includes(name);
}

export function getEntryLimit(name: string): number {
  if (name === SUBMISSION_ENTRY) return SUBMISSION_LIMITS.jsonBytes;
  return name === SESSION_FILE ? SUBMISSION_LIMITS.sessionBytes : SUBMISSION_LIMITS.tableBytes;
}
