// What a session says of each task of a study: its fixations, its areas of interest, and how good its data are.
import { chooseFixationParameters, type FixationParameters } from '../../gaze/fixation-parameters.ts';
import { analyseSession, type SessionAnalysis } from '../../session/export/analyse-session.ts';
import { computeQuality, type SessionQuality } from '../../session/quality.ts';
import type { Session } from '../../session/session-data.ts';
import type { StudyDefinition } from '../definition.ts';
import { layPictures } from '../pictures/lay-pictures.ts';
import { cutToTask } from '../submission-zip/cut-to-task.ts';
import { listTaskAois } from '../submission-zip/task-aois.ts';
import type { TaskResult } from '../submission.ts';

export type TaskAnalysis = {
  result: TaskResult;
  /** The session with the task's samples and clicks alone, its pictures laid out alike. */
  session: Session;
  analysis: SessionAnalysis;
};

export type StudyAnalysis = {
  parameters: FixationParameters;
  /** In the order of the results. */
  tasks: TaskAnalysis[];
  /** Of the whole session. */
  quality: SessionQuality;
};

/**
 * Each task is analysed by itself, with the fixation parameters that suit the session as a whole: a fixation begins and ends in
 * its task, and areas are counted in their own task alone, whatever pages were seen in others.
 *
 * @throws {SelectorError} for an area whose selector makes no sense
 */
export function analyseTasks(
  session: Session,
  study: Pick<StudyDefinition, 'tasks'>,
  results: readonly TaskResult[],
): StudyAnalysis {
  const parameters = chooseFixationParameters(session);
  const tasks = results.map((result): TaskAnalysis => {
    const task = study.tasks.find(({ id }) => id === result.task);
    const part = layPictures(cutToTask(session, result));
    return {
      result,
      session: part,
      analysis: analyseSession(part, task ? listTaskAois(task, part) : [], parameters),
    };
  });
  return { parameters, tasks, quality: computeQuality(session) };
}

/** Time on the task: from its begin to its end, without the breaks for checks. */
export function measureTaskMs({
  startMs,
  endMs,
  pauses,
}: Pick<TaskResult, 'startMs' | 'endMs' | 'pauses'>): number {
  return pauses.reduce((left, pause) => left - (pause.endMs - pause.startMs), endMs - startMs);
}
