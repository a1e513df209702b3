// A change that the database has not got yet, where a page that goes away in that moment leaves it for the next one.
//
// The database writes in its own time, and drops what it has not finished when the page goes; `localStorage` writes at once.
import type { StudyDraftRow } from '../../../../src/storage/studies.ts';
import type { StudyDefinition } from '../../../../src/study/definition.ts';

type Unwritten = { atMs: number; definition: StudyDefinition };

/** Pictures are too large for it: of them it says which they are. */
const PICTURE = /^data:image\//;
const KEPT = 'kept:';

export function noteUnwritten(id: string, definition: StudyDefinition): void {
  const note: Unwritten = { atMs: Date.now(), definition };
  const text = JSON.stringify(note, (_, value: unknown) =>
    typeof value === 'string' && PICTURE.test(value) ? describePicture(value) : value,
  );
  try {
    localStorage.setItem(keyOf(id), text);
  } catch {
    // There is no room: the database has the change in a moment, as for all but the last letter.
  }
}

export function forgetUnwritten(id: string): void {
  localStorage.removeItem(keyOf(id));
}

/** What was changed after the row was written; undefined where nothing was. */
export function readUnwritten({ id, changedAt, definition }: StudyDraftRow): StudyDefinition | undefined {
  const text = localStorage.getItem(keyOf(id));
  if (text === null) return undefined;
  const pictures = new Map(listPictures(definition).map((picture) => [describePicture(picture), picture]));
  const note = JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(KEPT) ? (pictures.get(value) ?? value) : value,
  ) as Unwritten;
  return note.atMs >= Date.parse(changedAt) ? note.definition : undefined;
}

function listPictures({ tasks }: StudyDefinition): string[] {
  return tasks.flatMap(({ start }) => ('picture' in start ? [start.picture.dataUrl] : []));
}

function describePicture(dataUrl: string): string {
  return `${KEPT}${dataUrl.length}:${dataUrl.slice(-64)}`;
}

function keyOf(id: string): string {
  return `study-draft-${id}`;
}
