// Writes a study's file, and counts its revisions: a file that says something else is another revision.
import { studySchema, type LocalText, type StudyDefinition } from '../definition.ts';
import { listTexts } from '../list-texts.ts';
import { hashStudy } from '../study-hash.ts';
import { setPath } from './set-path.ts';

/** What was last written or read of a draft, so that a change is noticed. */
export type ExportedStudy = {
  revision: number;
  /** SHA-256 of all but the revision. */
  contentHash: string;
  consent: { version: string; textHash: string };
};

/** The file as it is written: keys in the schema's order, texts in the languages', so that equal studies are equal files. */
export function formatStudy(study: StudyDefinition): string {
  const ordered = listTexts(study).reduce(
    (so, { path, text }) => setPath(so, path, orderText(text, study.languages)),
    studySchema.parse(study),
  );
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

function orderText(text: LocalText, languages: readonly string[]): LocalText {
  if (typeof text === 'string') return text;
  const place = (tag: string): number =>
    languages.includes(tag) ? languages.indexOf(tag) : languages.length;
  return Object.fromEntries(Object.entries(text).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1)));
}

export async function noteExported(study: StudyDefinition): Promise<ExportedStudy> {
  const [contentHash, textHash] = await Promise.all([
    hashText(formatStudy({ ...study, revision: 1 })),
    hashText(JSON.stringify(study.consent.text)),
  ]);
  return { revision: study.revision, contentHash, consent: { version: study.consent.version, textHash } };
}

/**
 * The study as it is to be exported: its revision raised where anything differs from what was exported before, the
 * consent's version where its text does and nobody gave it another.
 */
export async function raiseRevision(
  study: StudyDefinition,
  before?: ExportedStudy,
): Promise<StudyDefinition> {
  if (!before) return study;
  const now = await noteExported(study);
  if (now.contentHash === before.contentHash) return { ...study, revision: before.revision };
  const isOtherText = now.consent.textHash !== before.consent.textHash;
  const version =
    isOtherText && study.consent.version === before.consent.version
      ? raiseVersion(study.consent.version)
      : study.consent.version;
  return { ...study, revision: before.revision + 1, consent: { ...study.consent, version } };
}

/** `1` -> `2`, `v1.9` -> `v1.10`, `spring` -> `spring-2`. */
export function raiseVersion(version: string): string {
  const number = /\d+$/.exec(version);
  if (!number) return `${version}-2`;
  return `${version.slice(0, number.index)}${Number(number[0]) + 1}`;
}

function hashText(text: string): Promise<string> {
  return hashStudy(new TextEncoder().encode(text));
}
