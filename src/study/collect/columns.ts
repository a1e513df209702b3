// Short ways to say the columns of a study's tables.
import type { Cell, ColumnOf } from '../../session/export/table.ts';
import type { Submission } from '../submission.ts';

type Read<Row> = (row: Row) => Cell | undefined;

export function text<Row>(name: string, description: string, read: Read<Row>): ColumnOf<Row> {
  return { name, type: 'text', unit: '', description, read };
}

export function whole<Row>(name: string, description: string, read: Read<Row>): ColumnOf<Row> {
  return { name, type: 'whole', unit: '', description, read };
}

export function number<Row>(
  name: string,
  unit: string,
  description: string,
  read: Read<Row>,
  decimals = 4,
): ColumnOf<Row> {
  return { name, type: 'number', unit, decimals, description, read };
}

export function flag<Row>(name: string, description: string, read: Read<Row>): ColumnOf<Row> {
  return { name, type: 'flag', unit: '', description, read };
}

/** @param read milliseconds since 1970 */
export function time<Row>(name: string, description: string, read: Read<Row>): ColumnOf<Row> {
  return { name, type: 'time', unit: 'UTC', description, read };
}

/** The first column of every table: which run of the participant it was. */
export function submissionColumn<Row>({ id }: Pick<Submission, 'id'>): ColumnOf<Row> {
  return text(
    'submission',
    'Id of the submission; the folders name the study and the participant.',
    () => id,
  );
}
