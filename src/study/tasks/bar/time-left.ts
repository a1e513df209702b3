// The time that a task has left, as the bar shows and says it.

const SECOND = 1000;

/** `1:05`; seconds that have begun count. */
export function describeTimeLeft(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** What is said aloud at this second; null where nothing is: a clock that is read out all the time is a nuisance. */
export function nameTimeLeft(leftMs: number): string | null {
  switch (Math.ceil(leftMs / SECOND)) {
    case 60:
      return 'One minute left for this task.';
    case 10:
      return 'Ten seconds left for this task.';
    default:
      return null;
  }
}
