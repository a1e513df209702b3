// Checks of accuracy that a person accepted: keep, replace, list, delete, and take a deletion back.
import type { TrackingState } from '../messaging/tracking-state.ts';
import type { Advance } from '../validation/check-run.ts';
import type { CheckKind } from '../validation/check-targets.ts';
import type { ValidationFigures } from '../validation/figures.ts';
import type { GradeReport } from '../validation/grade.ts';
import type { Trial } from '../validation/trial.ts';
import type { FoveaDatabase } from './database.ts';

type Tracking = Extract<TrackingState, { status: 'tracking' }>;

export type ValidationRow = GradeReport & {
  id: string;
  personId: string;
  /** ISO 8601: when the check ended. */
  createdAt: string;
  kind: CheckKind;
  advance: Advance;
  screen: {
    /** `ScreenRow.id`. */
    id: string;
    /** Pixels of an unzoomed page. */
    widthPx: number;
    heightPx: number;
    /** Absent where the person had not told the screen's size. */
    widthCm?: number;
    heightCm?: number;
  };
  /** Eye to screen, as the person told it. */
  distanceCm?: number;
  /** False where the browser gave no full screen: then the dots' places were reckoned from those of the window. */
  fullscreen: boolean;
  /** The camera's label, where the browser tells it. */
  camera?: string;
  /**
   * Came in with a group's file. It may be of another computer, whose screen and camera can be called the same: nothing
   * that is recorded here is said to be as accurate. No file carries it.
   */
  elsewhere?: true;
  /** What the tracker said of itself when the check began. */
  tracker: Pick<Tracking, 'backend' | 'startedFrom' | 'windowFilled'>;
  figures: ValidationFigures;
  trials: Trial[];
};

/**
 * Keeps a check, in place of another where `replacedId` names one.
 * @returns what it replaced, for {@link restoreValidations}.
 * @throws {Error} where the person was deleted meanwhile.
 * @throws {RoomError} where the disk is full.
 */
export async function keepValidation(
  database: FoveaDatabase,
  row: ValidationRow,
  replacedId?: string,
): Promise<ValidationRow[]> {
  return database.transaction('rw', database.people, database.validations, async () => {
    if (!(await database.people.get(row.personId))) {
      throw new Error('This person was deleted meanwhile, perhaps in another tab. The check is not stored.');
    }
    const replaced = replacedId === undefined ? [] : await takeOut(database, replacedId);
    await database.validations.add(row);
    return replaced;
  });
}

/**
 * Adds checks of one person that come in from a file; those that are here already are left as they are. All or nothing.
 * @returns how many were added.
 * @throws {Error} where the person was deleted meanwhile.
 */
export async function addForeignValidations(
  database: FoveaDatabase,
  personId: string,
  rows: readonly ValidationRow[],
): Promise<number> {
  return database.transaction('rw', database.people, database.validations, async () => {
    if (!(await database.people.get(personId))) {
      throw new Error(
        'One of the people was deleted meanwhile, perhaps in another tab. Import the file again.',
      );
    }
    const known = await listKnownValidations(
      database,
      rows.map(({ id }) => id),
    );
    const fresh = rows.filter(({ id }) => !known.has(id));
    await database.validations.bulkAdd(fresh.map((row) => ({ ...row, elsewhere: true })));
    return fresh.length;
  });
}

/** Which of these are here. */
export async function listKnownValidations(
  database: FoveaDatabase,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  return new Set(await database.validations.where('id').anyOf(ids).primaryKeys());
}

/** A person's checks, newest first. */
export async function listValidations(database: FoveaDatabase, personId: string): Promise<ValidationRow[]> {
  const rows = await database.validations.where('personId').equals(personId).toArray();
  return rows.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** @returns what was deleted, for {@link restoreValidations}. */
export async function deleteValidation(database: FoveaDatabase, id: string): Promise<ValidationRow[]> {
  return database.transaction('rw', database.validations, () => takeOut(database, id));
}

/** Puts deleted checks back; `added`, which had taken their place, goes. */
export async function restoreValidations(
  database: FoveaDatabase,
  rows: readonly ValidationRow[],
  added?: string,
): Promise<void> {
  await database.transaction('rw', database.validations, async () => {
    if (added !== undefined) await database.validations.delete(added);
    await database.validations.bulkPut([...rows]);
  });
}

async function takeOut(database: FoveaDatabase, id: string): Promise<ValidationRow[]> {
  const row = await database.validations.get(id);
  await database.validations.delete(id);
  return row ? [row] : [];
}
