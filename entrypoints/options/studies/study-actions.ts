// What the list of studies and the editor do with a whole study.
import {
  addDraft,
  deleteDraft,
  listDrafts,
  makeStudyId,
  restoreDraft,
  writeDraft,
} from '../../../src/storage/study-drafts.ts';
import type { StudyDraftRow } from '../../../src/storage/studies.ts';
import { checkStudyText, MAX_STUDY_BYTES } from '../../../src/study/check-definition.ts';
import { STUDY_FILE_END, type LocalText, type StudyDefinition } from '../../../src/study/definition.ts';
import { makeStudy } from '../../../src/study/edit/new-parts.ts';
import { formatStudy, noteExported, raiseRevision } from '../../../src/study/edit/revision.ts';
import { hashStudy } from '../../../src/study/study-hash.ts';
import type { StudyProblem } from '../../../src/study/study-problem.ts';
import { localText } from '../../../src/study/texts.ts';
import { rememberUndo } from '../../../src/ui/deletions.ts';
import { saveFile } from '../../../src/ui/save-file.ts';
import { database } from '../../../src/ui/page-database.ts';
import { nameFile } from './name-file.ts';

export function titleOfStudy({ title, languages: [first = 'en'] }: StudyDefinition): string {
  return localText(title, first, first).trim();
}

/** @returns the draft's id */
export async function createStudy(): Promise<string> {
  return (await addDraft(database, makeStudy(makeStudyId()))).id;
}

/** Another study of the same content, whose data are told apart from the first one's. */
export async function duplicateStudy({ definition }: StudyDraftRow): Promise<string> {
  const title = mapText(definition.title, (text) => (text.trim() === '' ? '' : `${text} (copy)`));
  const copy = { ...definition, id: makeStudyId(), revision: 1, title };
  return (await addDraft(database, copy)).id;
}

function mapText(text: LocalText, map: (text: string) => string): LocalText {
  if (typeof text === 'string') return map(text);
  return Object.fromEntries(Object.entries(text).map(([tag, words]) => [tag, map(words)]));
}

export async function removeStudy({ id, definition }: StudyDraftRow): Promise<void> {
  const deleted = await deleteDraft(database, id);
  if (!deleted) return;
  const title = titleOfStudy(definition);
  rememberUndo(title === '' ? 'the study' : `the study “${title}”`, () => restoreDraft(database, deleted));
}

export type StudyImport =
  | { status: 'imported'; name: string; id: string }
  /** The very same is here. */
  | { status: 'here'; name: string; id: string }
  | { status: 'refused'; name: string; errors: StudyProblem[] };

export async function importStudy(file: File): Promise<StudyImport> {
  const { name } = file;
  // One that is far too large is not even read.
  const check = checkStudyText(file.size > 4 * MAX_STUDY_BYTES ? '' : await file.text(), name);
  if (!check.ok) return { status: 'refused', name, errors: check.errors };
  const text = formatStudy(check.study);
  for (const { id, definition } of await listDrafts(database)) {
    if (isSameFile(definition, text)) return { status: 'here', name, id };
  }
  const { id } = await addDraft(database, check.study, await noteExported(check.study));
  return { status: 'imported', name, id };
}

/** A draft may be unfinished, and then is no file. */
function isSameFile(definition: StudyDefinition, text: string): boolean {
  try {
    return formatStudy(definition) === text;
  } catch {
    return false;
  }
}

export type WrittenStudy = { fileName: string; revision: number; hash: string };

/** Downloads the study's file, as the next revision where anything changed. */
export async function exportStudy(row: StudyDraftRow, draft: StudyDefinition): Promise<WrittenStudy> {
  const definition = await raiseRevision(draft, row.exported);
  const bytes = new TextEncoder().encode(formatStudy(definition));
  const [exported, hash] = await Promise.all([noteExported(definition), hashStudy(bytes)]);
  await writeDraft(database, row.id, { definition, exported });
  const fileName = nameFile(titleOfStudy(definition), STUDY_FILE_END);
  saveFile(fileName, new Blob([bytes], { type: 'application/json' }));
  return { fileName, revision: definition.revision, hash };
}
