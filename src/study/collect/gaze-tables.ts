// The tables of a submission that are made of its gaze, task by task: from the session, or from the tables that came instead.
import { createAoisTable } from '../../session/export/aois-table.ts';
import { reduceSession } from '../../session/export/detail-level.ts';
import { createFixationsTable } from '../../session/export/fixations-table.ts';
import { createSamplesTable } from '../../session/export/samples-table.ts';
import { createTable, type Column, type ColumnOf, type Table } from '../../session/export/table.ts';
import { listPages, makePageKey, measurePage } from '../../session/session-pages.ts';
import type { Submission, TaskResult } from '../submission.ts';
import { measureTaskMs, type StudyAnalysis, type TaskAnalysis } from './analyse-tasks.ts';
import { number, submissionColumn, text, whole } from './columns.ts';

type TaskRow = { result: TaskResult; analysis: TaskAnalysis | undefined };

const qualityOf = ({ analysis }: TaskRow) => analysis?.analysis.quality;
const NO_RECORDING = 'empty where no samples came along.';

const TASKS: ColumnOf<TaskRow>[] = [
  text('task', 'Id of the task.', ({ result }) => result.task),
  whole('position', 'In which place the participant did it, from 0.', ({ result }) => result.position),
  text('outcome', '“success”, “timed-out”, “gave-up” or “interrupted”.', ({ result }) => result.outcome),
  number('startMs', 'ms', 'Since the session’s begin.', ({ result }) => result.startMs, 3),
  number('endMs', 'ms', 'Since the session’s begin.', ({ result }) => result.endMs, 3),
  whole('pauses', 'Breaks for checks in it.', ({ result }) => result.pauses.length),
  number('durationMs', 'ms', 'endMs - startMs without the breaks.', ({ result }) => measureTaskMs(result), 3),
  whole('samples', `Frames of the webcam; ${NO_RECORDING}`, (row) => qualityOf(row)?.samples),
  number('dataLossPct', '%', `Those without a gaze; ${NO_RECORDING}`, (row) => qualityOf(row)?.dataLossPct),
  number('samplingRateHz', 'Hz', `1 s / the median time from frame to frame; ${NO_RECORDING}`, (row) => {
    return qualityOf(row)?.samplingRateHz;
  }),
  number('onPageMs', 'ms', `Time with a gaze on a page; ${NO_RECORDING}`, (row) => qualityOf(row)?.onPageMs),
];

export function createTasksTable(submission: Submission, analysis: StudyAnalysis | null): Table {
  return createTable<TaskRow>(
    { name: 'tasks', description: 'One row for each task that was begun.' },
    submission.tasks.map((result, index) => ({ result, analysis: analysis?.tasks[index] })),
    [submissionColumn(submission), ...TASKS],
  );
}

export type TaskPage = {
  task: string;
  url: string;
  title: string;
  widthPx: number;
  heightPx: number;
  shownMs: number;
  samples: number;
  /** `View.index` of its visits. */
  views: number[];
};

const PAGES: ColumnOf<TaskPage>[] = [
  text('task', 'Id of the task.', ({ task }) => task),
  text('url', 'Address of the page, as in the fixations.', ({ url }) => url),
  text('title', 'Its title.', ({ title }) => title),
  number('widthPx', 'CSS px', 'Of the whole document, as it last was.', ({ widthPx }) => widthPx, 1),
  number('heightPx', 'CSS px', 'Of the whole document, as it last was.', ({ heightPx }) => heightPx, 1),
  number('shownMs', 'ms', 'For how long it was in front.', ({ shownMs }) => shownMs, 3),
  whole('samples', 'Samples of it with a gaze.', ({ samples }) => samples),
];

/** What a task's session saw of pages. */
export function listTaskPages({ result, session }: TaskAnalysis): TaskPage[] {
  return listPages(session)
    .filter(({ shownMs }) => shownMs > 0)
    .map((page) => {
      const { url, title, views, shownMs, samples } = page;
      const { widthPx, heightPx } = measurePage(session, views);
      return { task: result.task, url, title, shownMs, samples, views, widthPx, heightPx };
    });
}

/** All that a session gives: `tasks`, `pages`, `fixations`, `aois` and `samples`. */
export function createGazeTables(submission: Submission, analysis: StudyAnalysis): Table[] {
  const { detail } = submission;
  const parts = analysis.tasks.map(({ result, session, analysis: own }) => {
    const reduced = reduceSession(session, detail);
    return {
      task: result.task,
      fixations: createFixationsTable(reduced, own),
      aois: createAoisTable(reduced, own),
      samples: createSamplesTable(reduced, own),
    };
  });
  const join = (name: 'fixations' | 'aois' | 'samples') =>
    joinTables(
      submission,
      parts.map((part) => ({ task: part.task, table: part[name] })),
    );
  const pages = createTable<TaskPage>(
    { name: 'pages', description: 'One row for each page and task.' },
    analysis.tasks.flatMap(listTaskPages),
    [submissionColumn(submission), ...PAGES],
  );
  const tables = [createTasksTable(submission, analysis), pages];
  return parts.length === 0 ? tables : [...tables, join('fixations'), join('aois'), join('samples')];
}

/** Those that say whose row it is; here the folders do. */
const OWNER_COLUMNS = new Set(['participant', 'session']);

/** The rows of all tasks one after the other. */
function joinTables(submission: Submission, parts: readonly { task: string; table: Table }[]): Table {
  const total = parts.reduce((sum, { table }) => sum + table.rows, 0);
  const partOf = new Uint16Array(total);
  const rowOf = new Uint32Array(total);
  let at = 0;
  for (const [index, { table }] of parts.entries()) {
    for (let row = 0; row < table.rows; row += 1, at += 1) {
      partOf[at] = index;
      rowOf[at] = row;
    }
  }
  const shape = parts[0]!.table;
  const columns = shape.columns.flatMap((column, place) => {
    if (OWNER_COLUMNS.has(column.name)) return [];
    const reads = parts.map(({ table }) => table.columns[place]!.read);
    const own = { ...column, read: (row: number) => reads[partOf[row]!]!(rowOf[row]!) };
    return column.name === 'url' ? [own, pageColumn(own)] : [own];
  });
  const { id } = submission;
  return {
    ...shape,
    rows: total,
    columns: [
      { ...text<never>('submission', 'Id of the submission.', () => null), read: () => id },
      {
        ...text<never>('task', 'Id of the task in which it was.', () => null),
        read: (row) => parts[partOf[row]!]!.task,
      },
      ...columns,
    ],
  };
}

/** What makes two addresses the same page: gaze of several people is put together by it. */
function pageColumn({ read }: Pick<Column, 'read'>): Column {
  return {
    ...text<never>('page', 'Address of the page without a fragment that only scrolls.', () => null),
    read: (row) => makePageKey(String(read(row) ?? '')),
  };
}

/** A table that came as CSV at a lower level, with the types of the one that Fovea would make; rows are its records. */
export function retypeTable(
  submission: Submission,
  shape: Table,
  records: readonly Readonly<Record<string, string>>[],
): Table {
  const columns = shape.columns.filter(({ name }) => !OWNER_COLUMNS.has(name));
  const table = createTable<Readonly<Record<string, string>>>(shape, records, [
    submissionColumn(submission),
    ...columns.map((column) =>
      Object.assign({}, column, {
        read: (record: Readonly<Record<string, string>>) => readCell(record[column.name] ?? '', column.type),
      }),
    ),
  ]);
  const withPages = table.columns.flatMap((column) =>
    column.name === 'url' ? [column, pageColumn(column)] : [column],
  );
  return { ...table, columns: withPages };
}

function readCell(cell: string, type: Table['columns'][number]['type']) {
  // What a spreadsheet would run has an apostrophe before it: see `csv.ts`.
  if (type === 'text') return cell.replace(/^'(?=[=+\-@\t\r])/, '');
  if (cell === '') return null;
  return type === 'flag' ? cell === 'true' : Number(cell);
}
