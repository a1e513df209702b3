// How far a group's participants are: pure rules over rows.
import type { MeasurementRow } from '../storage/database.ts';
import type { GroupRow, ParticipantRow } from '../storage/groups.ts';

export type ConsentState = 'given' | 'outdated' | 'missing' | 'withdrawn';

export type Progress = {
  participant: ParticipantRow;
  consent: ConsentState;
  /** Measurements whose last target was taken. */
  measurements: number;
  frames: number;
  bytes: number;
  /** Accuracy checks. */
  checks: number;
  /** ISO 8601: when the newest measurement began. */
  lastAt?: string;
  /** What is still to be done, in words; empty when all is done. */
  missing: string[];
};

/**
 * @param measurements Of this participant's person.
 * @param checks How many accuracy checks there are of them.
 */
export function describeProgress(
  group: GroupRow,
  participant: ParticipantRow,
  measurements: readonly MeasurementRow[],
  checks: number,
): Progress {
  const consent = judgeConsent(group, participant);
  const complete = measurements.filter(({ status }) => status === 'complete');
  return {
    participant,
    consent,
    measurements: complete.length,
    frames: sum(measurements.map(({ frameCount }) => frameCount)),
    bytes: sum(measurements.map(({ bytes }) => bytes)),
    checks,
    lastAt: measurements
      .map(({ createdAt }) => createdAt)
      .toSorted()
      .at(-1),
    missing: listMissing(group, consent, complete, measurements),
  };
}

function judgeConsent({ consent }: GroupRow, participant: ParticipantRow): ConsentState {
  if (participant.withdrawnAt !== undefined) return 'withdrawn';
  if (!participant.consent) return 'missing';
  return participant.consent.version === consent.version ? 'given' : 'outdated';
}

function listMissing(
  { consent: { version }, targetCount }: GroupRow,
  consent: ConsentState,
  complete: readonly MeasurementRow[],
  all: readonly MeasurementRow[],
): string[] {
  if (consent === 'withdrawn') return [];
  const missing: string[] = [];
  if (consent === 'missing') missing.push('consent');
  if (consent === 'outdated') missing.push(`consent to version ${version}`);
  if (complete.some(({ frameCount }) => frameCount >= targetCount)) return missing;
  const begun = findFurthest(all);
  if (begun) missing.push(`${begun.count - begun.taken} of ${begun.count} dots`);
  else if (complete.length > 0) missing.push(`a measurement of ${targetCount} dots`);
  else missing.push('measurement');
  return missing;
}

/** The unfinished measurement that lacks the fewest targets. */
function findFurthest(all: readonly MeasurementRow[]): { taken: number; count: number } | undefined {
  return all
    .flatMap(({ status, frameCount: taken, targets }) =>
      status === 'running' && taken > 0 && targets ? [{ taken, count: targets.count }] : [],
    )
    .toSorted((a, b) => a.count - a.taken - (b.count - b.taken))[0];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
