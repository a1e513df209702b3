// Where a study came from, as its participant is told.
import type { StudyRunRow } from '../storage/studies.ts';

export function nameSource(source: StudyRunRow['source']): string {
  return source.kind === 'file' ? `the file ${source.name}` : nameOrigin(source.url);
}

/** Of files on the disk, which have none, that they are files. */
export function nameOrigin(url: string): string {
  const { protocol, origin } = new URL(url);
  return protocol === 'file:' ? 'a file on this computer' : origin;
}
