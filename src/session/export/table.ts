// A table as every tabular export sees it: named, described columns over rows; CSV, Parquet and the data dictionary come of it.

/** How a column is stored where the format knows types; `time` is a moment in UTC, given in milliseconds since 1970. */
export type ColumnType = 'text' | 'whole' | 'number' | 'number32' | 'flag' | 'time';

export type Cell = string | number | boolean | null;

export type Column = {
  /** Unit and space in it, as everywhere. */
  name: string;
  type: ColumnType;
  /** What people write after the number; empty for text and counts. */
  unit: string;
  /** A sentence for the data dictionary, with what an empty cell means. */
  description: string;
  /** Places after the point where it is written as text; all there are where it is absent. */
  decimals?: number;
  /** The cell of a row; null and NaN are unknown. */
  read: (row: number) => Cell;
};

export type Table = {
  /** Name of its file, without ending. */
  name: string;
  /** What a row is. */
  description: string;
  rows: number;
  columns: Column[];
};

/** A column of a table whose rows are objects. */
export type ColumnOf<Row> = Omit<Column, 'read'> & { read: (row: Row) => Cell | undefined };

/** A table of objects: one row each. */
export function createTable<Row>(
  { name, description }: Pick<Table, 'name' | 'description'>,
  rows: readonly Row[],
  columns: readonly ColumnOf<Row>[],
): Table {
  return {
    name,
    description,
    rows: rows.length,
    columns: columns.map(({ read, ...column }) => ({ ...column, read: (row) => read(rows[row]!) ?? null })),
  };
}

/** What a table holds now, without what it is read from: so much smaller that those of many sessions can wait. */
export function copyTable({ columns, rows, ...table }: Table): Table {
  return {
    ...table,
    rows,
    columns: columns.map((column) => {
      const cells = Array.from({ length: rows }, (_, row) => column.read(row));
      return { ...column, read: (row) => cells[row]! };
    }),
  };
}

/** The rows of tables with the same columns, one after the other. */
export function joinTables([first, ...others]: readonly [Table, ...Table[]]): Table {
  const tables = [first, ...others];
  const places = tables.flatMap((table) => Array.from({ length: table.rows }, (_, row) => ({ table, row })));
  return {
    ...first,
    rows: places.length,
    columns: first.columns.map((column, index) => ({
      ...column,
      read: (at) => {
        const { table, row } = places[at]!;
        return table.columns[index]!.read(row);
      },
    })),
  };
}
