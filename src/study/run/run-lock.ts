// The lock that the one page holds that goes on with a run.

export function nameRunLock(runId: string): string {
  return `study-run-${runId}`;
}
