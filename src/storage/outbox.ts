// The outbox: submissions that wait to be sent, and that were.
import type { FoveaDatabase } from './database.ts';
import type { OutboxRow } from './studies.ts';

/** The submission is not in the outbox (any more); `message` is for the person. */
export class OutboxMissingError extends Error {
  override readonly name = 'OutboxMissingError';
  constructor() {
    super(
      'This submission is no longer waiting to be sent. Its data may have been deleted, perhaps in another tab.',
    );
  }
}

/** Oldest first. */
export function listOutbox(database: FoveaDatabase): Promise<OutboxRow[]> {
  return database.outbox.orderBy('createdAt').toArray();
}

/** Puts a submission in once: where one of its id is there already, that one stays and is answered. */
export function addToOutbox(database: FoveaDatabase, row: OutboxRow): Promise<OutboxRow> {
  return database.transaction('rw', database.outbox, async () => {
    const there = await database.outbox.get(row.id);
    if (!there) await database.outbox.add(row);
    return there ?? row;
  });
}

/** @throws {OutboxMissingError} */
export async function requireOutboxRow(database: FoveaDatabase, id: string): Promise<OutboxRow> {
  const row = await database.outbox.get(id);
  if (!row) throw new OutboxMissingError();
  return row;
}

/** Keys that are undefined are taken out of the row. @throws {OutboxMissingError} */
export async function updateOutbox(
  database: FoveaDatabase,
  id: string,
  changes: { [Key in keyof OutboxRow]?: OutboxRow[Key] | undefined },
): Promise<void> {
  if ((await database.outbox.update(id, changes)) === 0) await requireOutboxRow(database, id);
}

/** With its file. What was sent already stays where it was sent. */
export async function deleteFromOutbox(database: FoveaDatabase, id: string): Promise<void> {
  await database.outbox.delete(id);
}
