// The data dictionary: what every column of every table means, as a table itself.
import { createTable, type Column, type Table } from './table.ts';

type Row = { table: Table; column: Column };

const TYPE_WORDS: Record<Column['type'], string> = {
  text: 'text',
  whole: 'whole number',
  number: 'number',
  number32: 'number',
  flag: 'true or false',
  time: 'ISO 8601 time',
};

export function createDataDictionary(tables: readonly Table[]): Table {
  const rows: Row[] = tables.flatMap((table) => table.columns.map((column) => ({ table, column })));
  return createTable<Row>(
    { name: 'data-dictionary', description: 'One row for each column of the other tables.' },
    rows,
    [
      {
        name: 'file',
        type: 'text',
        unit: '',
        description: 'The table.',
        read: ({ table }) => `${table.name}.csv`,
      },
      {
        name: 'column',
        type: 'text',
        unit: '',
        description: 'The column.',
        read: ({ column }) => column.name,
      },
      {
        name: 'type',
        type: 'text',
        unit: '',
        description: 'What its cells are.',
        read: ({ column }) => TYPE_WORDS[column.type],
      },
      { name: 'unit', type: 'text', unit: '', description: 'Its unit.', read: ({ column }) => column.unit },
      {
        name: 'description',
        type: 'text',
        unit: '',
        description: 'Its meaning, and what an empty cell means.',
        read: ({ column }) => column.description,
      },
    ],
  );
}
