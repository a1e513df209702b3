// Studies that a researcher edits here.
import type { StudyDefinition } from '../study/definition.ts';
import type { ExportedStudy } from '../study/edit/revision.ts';
import type { FoveaDatabase } from './database.ts';
import type { StudyDraftRow } from './studies.ts';

/** All drafts, last changed first. */
export async function listDrafts(database: FoveaDatabase): Promise<StudyDraftRow[]> {
  return (await database.studies.orderBy('changedAt').toArray()).toReversed();
}

export async function addDraft(
  database: FoveaDatabase,
  definition: StudyDefinition,
  exported?: ExportedStudy,
  now = new Date(),
): Promise<StudyDraftRow> {
  const at = now.toISOString();
  const row: StudyDraftRow = {
    id: makeStudyId(),
    createdAt: at,
    changedAt: at,
    definition,
    ...(exported ? { exported } : {}),
  };
  await database.studies.add(row);
  return row;
}

/** Writes a draft as it is now. False where it was deleted meanwhile: it stays so. */
export async function writeDraft(
  database: FoveaDatabase,
  id: string,
  change: Partial<Pick<StudyDraftRow, 'definition' | 'exported'>>,
  now = new Date(),
): Promise<boolean> {
  return database.transaction('rw', database.studies, async () => {
    const row = await database.studies.get(id);
    if (!row) return false;
    await database.studies.put({ ...row, ...change, changedAt: now.toISOString() });
    return true;
  });
}

/** Deletes a draft and answers with it, for {@link restoreDraft}. */
export async function deleteDraft(database: FoveaDatabase, id: string): Promise<StudyDraftRow | undefined> {
  return database.transaction('rw', database.studies, async () => {
    const row = await database.studies.get(id);
    await database.studies.delete(id);
    return row;
  });
}

export async function restoreDraft(database: FoveaDatabase, row: StudyDraftRow): Promise<void> {
  await database.studies.put(row);
}

/** 16 characters of 36 are 82 bits: nobody else's. */
export function makeStudyId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('');
}
