// A check of five dots within a study: what its page is told, and what it says at its end.
import type { Trial } from '../../validation/trial.ts';

export type CheckPlan = {
  seed: number;
  /** Within a task rather than before it. */
  within: boolean;
  personId?: string;
  language: string;
};

export type CheckOutcome =
  | { type: 'finished'; trials: Trial[]; /** ISO 8601. */ checkedAt: string }
  /** Not made: the participant left it out, or the camera did not work. The study goes on without it. */
  | { type: 'left-out'; reason: string };
