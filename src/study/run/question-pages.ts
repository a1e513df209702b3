// How pages of questions are headed, and what leads on from them.

export const QUESTIONS_BEFORE = { title: 'A few questions first', submit: 'Go on to the tasks' } as const;
export const QUESTIONS_AFTER = { title: 'A few questions at the end', submit: 'Go on' } as const;

/** What leads on from the questions after a task. */
export function submitAfterTask(isLast: boolean): string {
  return isLast ? 'Go on' : 'Go on to the next task';
}
