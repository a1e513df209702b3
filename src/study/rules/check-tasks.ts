// Tasks: their names, and how they end.
import { isInView } from '../../session/aois.ts';
import type { StudyDefinition, StudyTask } from '../definition.ts';
import type { StudyPath } from '../study-problem.ts';
import { findClickSelectorProblem, findPatternProblem } from '../patterns.ts';
import { checkAreas } from './check-areas.ts';
import { checkUnique } from './check-unique.ts';
import type { Notes } from './notes.ts';

export function checkTasks({ tasks }: StudyDefinition, notes: Notes): void {
  checkUnique(
    tasks.map(({ id }, index) => ({ id, path: ['tasks', index, 'id'] })),
    'task',
    notes,
  );
  checkUnique(
    tasks.flatMap(({ aois }, task) =>
      aois.map(({ id }, index) => ({ id, path: ['tasks', task, 'aois', index, 'id'] })),
    ),
    'area',
    notes,
  );
  for (const [index, task] of tasks.entries()) {
    checkEnd(task, ['tasks', index], notes);
    checkAreas(task, ['tasks', index, 'aois'], notes);
  }
}

function checkEnd({ start, success, timeLimitS }: StudyTask, path: StudyPath, notes: Notes): void {
  const own = [...path, 'success'];
  if ('url' in start && /^https?:/.test(start.url) && !URL.canParse(start.url)) {
    notes.refuse([...path, 'start', 'url'], `"${start.url}" is no address.`);
  }
  if ('picture' in start && (success.kind === 'url' || success.kind === 'click')) {
    notes.refuse(
      [...own, 'kind'],
      'A picture leads nowhere: let the participant say that they are done, or end it by time.',
    );
    return;
  }
  if (success.kind === 'time' && timeLimitS !== undefined && timeLimitS <= success.afterS) {
    notes.refuse(
      [...path, 'timeLimitS'],
      `The limit of ${timeLimitS} s would come before the end after ${success.afterS} s.`,
    );
  }
  if (success.kind === 'url') {
    const problem = findPatternProblem(success.pattern);
    if (problem) notes.refuse([...own, 'pattern'], problem);
    else if ('url' in start && isInView({ urlPattern: success.pattern }, { url: start.url })) {
      notes.refuse(
        [...own, 'pattern'],
        'The address that the task starts at fits this already, so it would be over at once.',
      );
    }
  }
  if (success.kind === 'click') {
    const problem = findClickSelectorProblem(success.selector);
    if (problem) notes.refuse([...own, 'selector'], problem);
    const wrong = success.urlPattern === undefined ? null : findPatternProblem(success.urlPattern);
    if (wrong) notes.refuse([...own, 'urlPattern'], wrong);
  }
  if ((success.kind === 'url' || success.kind === 'click') && timeLimitS === undefined) {
    notes.warn([...path, 'timeLimitS'], 'Without a limit, who does not find it can only give up.');
  }
}
