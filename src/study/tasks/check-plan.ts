// A check of five dots within a study: what its page is told, and what it says at its end.
import type { CheckReading } from './check-record.ts';

export type CheckPlan = {
  /** Of its dots; no two checks have the same. */
  seed: number;
  /** Within a task rather than before it. */
  within: boolean;
  personId?: string;
};

export type CheckOutcome =
  | { type: 'finished'; /** ISO 8601. */ checkedAt: string; reading: CheckReading }
  /** The participant left it out, or the camera did not work: the study goes on without it. */
  | { type: 'left-out' };
