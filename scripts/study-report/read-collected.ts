/** Reads what a report is made of from a folder that was collected into. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import type {
  AnswerRow,
  AreaRow,
  CheckRow,
  LookRow,
  PersonRow,
  SizeRow,
  TaskRow,
} from '../../src/study/report/rows.ts';
import { UsageError } from '../analyse/options.ts';
import { openDataset } from '../analyse/query-dataset.ts';
import { COLLECTION_FILE, EXCLUSIONS_FILE, type Collection } from '../collect/collection.ts';
import { STUDY_TABLES } from '../collect/dataset-folder.ts';
import type { PagePicture } from '../collect/page-pictures.ts';
import { readPictures } from '../collect/write-pictures.ts';

export type ExclusionRow = { file: string; reason: string; detail: string; participant: string };

export type Collected = {
  folder: string;
  collection: Collection;
  exclusions: ExclusionRow[];
  people: PersonRow[];
  tasks: TaskRow[];
  checks: CheckRow[];
  answers: AnswerRow[];
  areas: AreaRow[];
  sizes: SizeRow[];
  looks: LookRow[];
  pictures: PagePicture[];
};

const SQL = join(import.meta.dirname, '../collect/sql');

/** Rows of a query; numbers as numbers, times as ISO 8601. */
export async function readRows<Row>(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Row[];
}

/** @throws {UsageError} where nothing was collected, or not to its end */
export async function readCollection(folder: string): Promise<Collection> {
  const text = await readFile(join(folder, COLLECTION_FILE), 'utf8').catch(() => {
    throw new UsageError(
      `--in ${folder} holds no whole collection: it has no ${COLLECTION_FILE}. Run npm run collect, to its end.`,
    );
  });
  return JSON.parse(text) as Collection;
}

/** @param connection from {@link openCollected} */
export async function readCollected(folder: string, connection: DuckDBConnection): Promise<Collected> {
  const [collection, pictures] = [await readCollection(folder), await readPictures(folder)];
  const exclusions = parse(await readFile(join(folder, EXCLUSIONS_FILE)), {
    columns: true,
  }) as ExclusionRow[];
  const nobody = { folder, collection, exclusions, pictures };
  if (collection.included === 0) {
    return { ...nobody, people: [], tasks: [], checks: [], answers: [], areas: [], sizes: [], looks: [] };
  }
  const has = await listTables(connection);
  const read = async <Row>(table: string, sql: string): Promise<Row[]> =>
    has.has(table) ? readRows<Row>(connection, sql) : [];
  return {
    ...nobody,
    people: await read('participants', 'SELECT * FROM participants ORDER BY startedAt, participant'),
    tasks: await read('tasks', 'SELECT * FROM tasks ORDER BY participant, position'),
    checks: await read('checks', 'SELECT * FROM checks ORDER BY participant, "check"'),
    answers: await read('answers', 'SELECT * FROM answers ORDER BY participant'),
    areas: await read('aois', (await readFile(join(SQL, 'aoi-table.sql'), 'utf8')).trim().replace(/;$/, '')),
    sizes: await read(
      'aois',
      `SELECT task, aoi, CAST(count(*) FILTER (WHERE size = 'too-small') AS INTEGER) AS tooSmall,
        CAST(count(*) FILTER (WHERE size IN ('too-small', 'large-enough')) AS INTEGER) AS known,
        median(extentPx) AS extentPx
      FROM aois GROUP BY task, aoi`,
    ),
    looks: await read(
      'aois',
      `SELECT participant, task, aoi, aoiName, exposureMs, fixationDwellMs, shareOfTimePct FROM aois`,
    ),
  };
}

/** Those that somebody's data are in. */
export async function listTables(connection: DuckDBConnection): Promise<Set<string>> {
  const rows = await readRows<{ name: string }>(connection, 'SELECT view_name AS name FROM duckdb_views()');
  return new Set(rows.map(({ name }) => name));
}

export function openCollected(folder: string): Promise<DuckDBConnection> {
  return openDataset(join(folder, 'dataset'), STUDY_TABLES);
}
