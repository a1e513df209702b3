// Groups with how far their people are, as a list shows them.
import type { FoveaDatabase, MeasurementRow } from '../storage/database.ts';
import { listGroups, type GroupRow } from '../storage/groups.ts';
import { describeProgress, type Progress } from './progress.ts';

export type GroupOverview = {
  group: GroupRow;
  /** In the order of their codes. */
  progress: Progress[];
  totals: GroupTotals;
};

export type GroupTotals = {
  /** Without those who withdrew. */
  people: number;
  done: number;
  agreed: number;
  withdrawn: number;
  photos: number;
  bytes: number;
  /** Accuracy checks. */
  checks: number;
};

/** All groups, newest first. */
export async function listGroupOverviews(database: FoveaDatabase): Promise<GroupOverview[]> {
  const { groups, participants, measurements, validations } = database;
  const [groupRows, participantRows, measurementRows, checkOwners] = await database.transaction(
    'r',
    [groups, participants, measurements, validations],
    () =>
      Promise.all([
        listGroups(database),
        participants.toArray(),
        measurements.toArray(),
        // Of each check only whose it is: its samples are not read.
        validations.orderBy('personId').keys(),
      ]),
  );
  participantRows.sort((a, b) => a.code.localeCompare(b.code, undefined, { numeric: true }));
  const byPerson = new Map<string, MeasurementRow[]>();
  for (const row of measurementRows) {
    const own = byPerson.get(row.personId);
    if (own) own.push(row);
    else byPerson.set(row.personId, [row]);
  }
  const checksOf = new Map<unknown, number>();
  for (const owner of checkOwners) checksOf.set(owner, (checksOf.get(owner) ?? 0) + 1);
  return groupRows.map((group) => {
    const progress = participantRows
      .filter(({ groupId }) => groupId === group.id)
      .map((participant) => {
        const { personId } = participant;
        const own = byPerson.get(personId) ?? [];
        return describeProgress(group, participant, own, checksOf.get(personId) ?? 0);
      });
    return { group, progress, totals: sumUp(progress) };
  });
}

/** Agreed to the text that holds now, and measured whole. */
export function isDone({ consent, missing }: Pick<Progress, 'consent' | 'missing'>): boolean {
  return consent === 'given' && missing.length === 0;
}

function sumUp(progress: readonly Progress[]): GroupTotals {
  const present = progress.filter(({ consent }) => consent !== 'withdrawn');
  return {
    people: present.length,
    done: present.filter(isDone).length,
    agreed: present.filter(({ consent }) => consent === 'given').length,
    withdrawn: progress.length - present.length,
    photos: progress.reduce((sum, { frames }) => sum + frames, 0),
    bytes: progress.reduce((sum, { bytes }) => sum + bytes, 0),
    checks: progress.reduce((sum, { checks }) => sum + checks, 0),
  };
}
