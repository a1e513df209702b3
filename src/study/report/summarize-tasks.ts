// How the tasks of a study went.
import { estimateShare, type Share } from '../../session/estimates.ts';
import { TASK_OUTCOMES } from '../submission.ts';
import { estimateTime, type TimeEstimate } from './estimate-time.ts';
import type { TaskRow } from './rows.ts';

export type TaskSummary = {
  task: string;
  /** Those who began it. */
  n: number;
  outcomes: Record<TaskRow['outcome'], number>;
  /** Of all who began it, an interruption counting as no success; Wilson's interval. */
  success: Share | null;
  /** Of those who managed it: others' times say when they gave up. */
  time: TimeEstimate | null;
  rows: TaskRow[];
};

/** In the order given, tasks nobody began too. */
export function summarizeTasks(tasks: readonly string[], rows: readonly TaskRow[]): TaskSummary[] {
  return tasks.map((task) => {
    const own = rows.filter((row) => row.task === task);
    const count = (outcome: TaskRow['outcome']) => own.filter((row) => row.outcome === outcome).length;
    const outcomes = Object.fromEntries(
      TASK_OUTCOMES.map((outcome) => [outcome, count(outcome)]),
    ) as TaskSummary['outcomes'];
    const managed = own.filter(({ outcome }) => outcome === 'success');
    return {
      task,
      n: own.length,
      outcomes,
      success: estimateShare(managed.length, own.length),
      time: estimateTime(managed.map(({ durationMs }) => durationMs)),
      rows: own,
    };
  });
}
