// The marks that a study's tasks leave in its session.
import type { TaskResult } from '../submission.ts';

export const nameBegin = (taskId: string): string => `Task ${taskId} begins`;

export const nameEnd = ({ task, outcome }: Pick<TaskResult, 'task' | 'outcome'>): string =>
  `Task ${task} ends: ${outcome}`;
