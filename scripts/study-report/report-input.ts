/** What the sections of a report are given. */
import type { LocalText, StudyDefinition } from '../../src/study/definition.ts';
import type { GroupHeat } from './group-heat.ts';
import type { Collected } from './read-collected.ts';

export type ReportInput = {
  study: StudyDefinition;
  collected: Collected;
  heats: readonly GroupHeat[];
  /** A text of the study in the report's language. */
  say: (text: LocalText) => string;
  now: Date;
  /** The folder of CSV beside the report, as the report links to it, and its files. */
  csv: { folder: string; files: readonly string[] } | null;
};
