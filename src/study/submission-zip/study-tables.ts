// The tables of a study's session: its fixations and its areas of interest, task by task.
import { chooseFixationParameters } from '../../gaze/fixation-parameters.ts';
import { analyseSession } from '../../session/export/analyse-session.ts';
import { createAoisTable } from '../../session/export/aois-table.ts';
import { reduceSession } from '../../session/export/detail-level.ts';
import { createFixationsTable } from '../../session/export/fixations-table.ts';
import type { Table } from '../../session/export/table.ts';
import type { DetailLevel, Session } from '../../session/session-data.ts';
import type { StudyDefinition } from '../definition.ts';
import { layPictures } from '../pictures/lay-pictures.ts';
import type { TaskResult } from '../submission.ts';
import { cutToTask } from './cut-to-task.ts';
import { listTaskAois } from './task-aois.ts';

export type StudyTables = { fixations: Table; aois: Table };

/**
 * One row for each fixation of a task, and one for each area of a task, with the task's id in the column `task`. Fixations are
 * found with one set of parameters, that of the whole session; those of a task begin and end in it, and are numbered in it.
 *
 * @param session whole: what `level` leaves out is left out here
 * @throws {SelectorError} for an area whose selector makes no sense
 */
export function createStudyTables(
  session: Session,
  { tasks }: Pick<StudyDefinition, 'tasks'>,
  results: readonly TaskResult[],
  level: DetailLevel,
): StudyTables {
  const parameters = chooseFixationParameters(session);
  const parts = results.map((result) => {
    const task = tasks.find(({ id }) => id === result.task);
    const cut = layPictures(cutToTask(session, result));
    const analysis = analyseSession(cut, task ? listTaskAois(task, cut) : [], parameters);
    const reduced = reduceSession(cut, level);
    return {
      task: result.task,
      fixations: createFixationsTable(reduced, analysis),
      aois: createAoisTable(reduced, analysis),
    };
  });
  const empty = analyseSession(cutToTask(session, { startMs: 0, endMs: 0, pauses: [] }), [], parameters);
  const none = reduceSession({ ...session, events: [] }, level);
  return {
    fixations: joinTables(
      createFixationsTable(none, empty),
      parts.map(({ task, fixations }) => ({ task, table: fixations })),
    ),
    aois: joinTables(
      createAoisTable(none, empty),
      parts.map(({ task, aois }) => ({ task, table: aois })),
    ),
  };
}

/** Columns that say whose row it is: `participant` and `session`; the task comes next. */
const OWNER_COLUMNS = 2;

/** The rows one after the other, under the columns of `shape`. */
function joinTables(shape: Table, parts: readonly { task: string; table: Table }[]): Table {
  const places = parts.flatMap(({ task, table }) =>
    Array.from({ length: table.rows }, (_, row) => ({ task, table, row })),
  );
  const columns: Table['columns'] = shape.columns.map((column, index) => ({
    ...column,
    read: (row) => places[row]!.table.columns[index]!.read(places[row]!.row),
  }));
  columns.splice(OWNER_COLUMNS, 0, {
    name: 'task',
    type: 'text',
    unit: '',
    description: 'Id of the task in which it was.',
    read: (row) => places[row]!.task,
  });
  return { ...shape, rows: places.length, columns };
}
