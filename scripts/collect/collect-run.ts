/** What one run of the collecting works with. */
import type { FoundFile } from './list-submission-files.ts';
import type { CollectOptions } from './options.ts';
import type { ReadStudy } from './read-study.ts';

/** What its threads run. */
export const WORKER = new URL('./worker.ts', import.meta.url);

export type CollectCourse = {
  signal: AbortSignal;
  /** Files that are read of so many that are to be. */
  onProgress(done: number, total: number): void;
};

export type CollectRun = {
  options: CollectOptions;
  study: ReadStudy;
  files: FoundFile[];
  identities: string[];
  staging: string;
};
