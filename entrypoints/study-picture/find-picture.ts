// The picture of a run's task, as the run's row holds it.
import type { FoveaDatabase } from '../../src/storage/database.ts';
import { localText } from '../../src/study/texts.ts';

/** Null where there is no such run, or its task has no picture. */
export async function findPicture(
  database: FoveaDatabase,
  { runId, taskId }: { runId: string; taskId: string },
) {
  const run = await database.studyRuns.get(runId);
  const task = run?.definition.tasks.find(({ id }) => id === taskId);
  if (!run || !task || !('picture' in task.start)) return null;
  const [fallback = 'en'] = run.definition.languages;
  const language = run.record.language ?? fallback;
  const { picture } = task.start;
  const say = (text: Parameters<typeof localText>[0]): string => localText(text, language, fallback);
  return { studyId: run.definition.id, picture, alt: say(picture.alt), title: say(task.title), language };
}
