// What can happen to a participant's run, and what is known within its stages.
import type { StudyRunStage } from '../../storage/studies.ts';
import type { AnswerDraft } from '../questions/answer-draft.ts';
import type { StudyAnswer, Submission, SubmissionCheck } from '../submission.ts';

type Environment = Submission['environment'];

export type RunEvent =
  /** The participant reads the study in another of its languages from now on. */
  | { type: 'language-chosen'; language: string }
  | { type: 'agreed'; consent: Submission['consent']; environment: Environment }
  /** The browser let Fovea into these sites, and had not before. */
  | { type: 'sites-granted'; sites: readonly string[] }
  | { type: 'screened'; environment: Environment }
  | { type: 'screened-out'; reason: 'screen' | 'light' | 'glasses'; environment: Environment; at: string }
  /** The run's own person is made. */
  | { type: 'person-made'; personId: string; personBefore: string | null }
  | { type: 'measurement-begun'; measurementId: string }
  | { type: 'measured'; targets: number; takenAt: string }
  | { type: 'checked'; check: SubmissionCheck; network?: Pick<Environment, 'backend' | 'weightsHash'> }
  | { type: 'drafted'; question: string; draft: AnswerDraft }
  /** A page of questions is done: those before all tasks, after one (`task`), or after all. */
  | { type: 'answered'; task?: string; answers: readonly StudyAnswer[]; at: string }
  | { type: 'tasks-done'; at: string }
  /** What the measurement told holds for its sitting only: the run goes back to take another, and then on where it was. */
  | { type: 'measure-again' }
  /** The participant ends the study before its end; what there is may still be sent. */
  | { type: 'left'; at: string }
  | { type: 'saved' | 'sent' | 'kept' | 'ended'; at: string };

/** What is known within a stage, beside what will be sent. */
export type RunSteps = {
  /** The measurement that is taken, or was last. */
  measurementId?: string;
  /** Who was in use before the run's own person, and is again at its end. */
  personBefore?: string | null;
  /** Where the run goes on after a measurement that is taken again, and how many tries of the gate came before it. */
  again?: { stage: StudyRunStage; triesBefore: number };
  /** Answers of the page of questions that is being filled in. */
  drafts?: Readonly<Record<string, AnswerDraft>>;
  /** When the participant saved the submission as a file, ISO 8601. */
  savedAt?: string;
  /** When the run came to its end: from then on what it keeps on the device is kept for the days that the study says. */
  endedAt?: string;
};
