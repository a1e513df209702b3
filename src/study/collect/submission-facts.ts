// What of a submission is remembered once it was read.
import type { Submission, SubmissionCheck } from '../submission.ts';
import type { SubmissionFacts } from './judge.ts';

/** The validation that the participant went on with: the last one. */
export function findValidation({ checks }: Pick<Submission, 'checks'>): SubmissionCheck | null {
  return checks.findLast(({ kind }) => kind === 'validation') ?? null;
}

/** @param recordingLossPct of the whole recording; null where it did not come along */
export function takeFacts(submission: Submission, recordingLossPct: number | null): SubmissionFacts {
  const { id, study, participant, status, reason, startedAt, finishedAt, detail, checks } = submission;
  const figures = findValidation(submission)?.figures;
  return {
    id,
    study,
    participant,
    status,
    ...(reason !== undefined && { reason }),
    startedAt,
    finishedAt,
    detail,
    grade: figures?.grade ?? null,
    accuracyPct: figures?.accuracyPct ?? null,
    dataLossPct: recordingLossPct ?? averageLoss(checks),
  };
}

function averageLoss(checks: readonly SubmissionCheck[]): number | null {
  if (checks.length === 0) return null;
  return checks.reduce((sum, { figures }) => sum + figures.dataLossPct, 0) / checks.length;
}
