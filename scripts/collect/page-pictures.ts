/** Which pages of a study are pictured, and from whose submission. */
import type { SeenPage } from './collect-file.ts';
import type { LedgerEntry } from './ledger.ts';
import type { PaintedPage } from './paint-pages.ts';

export type PagePicture = PaintedPage & {
  task: string;
  url: string;
  /** Whose window it shows. */
  submission: string;
  /** Within the folder that was collected into. */
  file: string;
};

export type ChosenPage = { task: string; url: string; submission: string; path: string };

/** Of each task those that were in front longest. */
const PAGES_A_TASK = 3;

type Seen = SeenPage & { submission: string; path: string };

/** Of each page the picture of whoever has most parts of it; of as many, the first by id. */
export function choosePictures(entries: readonly LedgerEntry[]): ChosenPage[] {
  const seen = entries.flatMap(({ path, result }): Seen[] => {
    if ('unreadable' in result) return [];
    const { id } = result.submission;
    return result.pages.map((page) => Object.assign({ submission: id, path }, page));
  });
  const pages = new Map<string, Seen[]>();
  for (const one of seen) {
    const key = JSON.stringify([one.task, one.url]);
    const group = pages.get(key);
    if (group) group.push(one);
    else pages.set(key, [one]);
  }
  const tasks = [...new Set(seen.map(({ task }) => task))];
  return tasks.flatMap((task) =>
    [...pages.values()]
      .filter(([first]) => first!.task === task)
      .toSorted((a, b) => sumShown(b) - sumShown(a))
      .slice(0, PAGES_A_TASK)
      .map((group) => {
        const [best] = group.toSorted((a, b) => b.shots - a.shots || (a.submission < b.submission ? -1 : 1));
        return { task, url: best!.url, submission: best!.submission, path: best!.path };
      }),
  );
}

function sumShown(group: readonly Seen[]): number {
  return group.reduce((sum, { shownMs }) => sum + shownMs, 0);
}
