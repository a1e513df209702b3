/** Times the stages of a frame for the benchmark; costs a comparison per stage when it is off. */

/** Milliseconds per stage since `startTiming`, in the order in which the stages first ran. */
const totals = new Map<string, number>();
let running = false;
let lastMs = 0;

/** Turns the stopwatch on and forgets what it had. */
export function startTiming(): void {
  totals.clear();
  running = true;
  lastMs = performance.now();
}

/** Begins a sequence of stages: what went before is nobody's. */
export function beginStages(): void {
  if (running) lastMs = performance.now();
}

/** Ends a stage: the time since the stage before ended, or since `beginStages`, is this one's. */
export function endStage(stage: string): void {
  if (!running) return;
  const nowMs = performance.now();
  totals.set(stage, (totals.get(stage) ?? 0) + nowMs - lastMs);
  lastMs = nowMs;
}

/** Turns the stopwatch off and returns the milliseconds per stage. */
export function stopTiming(): ReadonlyMap<string, number> {
  running = false;
  return new Map(totals);
}
