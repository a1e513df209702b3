// The part of a session in which a task was done.
import { createSamples } from '../../session/session-chunks.ts';
import type { SampleColumns, Session } from '../../session/session-data.ts';
import type { TaskResult } from '../submission.ts';

type Span = Pick<TaskResult, 'startMs' | 'endMs' | 'pauses'>;

/** Whether a time of the session is the task's: from its begin to its end, its breaks left out. Ends belong to what follows. */
export function isWithinTask({ startMs, endMs, pauses }: Span, timestampMs: number): boolean {
  const within = (span: { startMs: number; endMs: number }): boolean =>
    timestampMs >= span.startMs && timestampMs < span.endMs;
  return within({ startMs, endMs }) && !pauses.some(within);
}

/**
 * The session with the task's samples and clicks alone. Other events stay, because they say where pages stood when it began;
 * each break within is a pause, so that no visit lasts through it.
 */
export function cutToTask(session: Session, task: Span): Session {
  const events = session.events.filter(
    (event) => event.type !== 'click' || isWithinTask(task, event.timestampMs),
  );
  for (const { startMs, endMs } of task.pauses) {
    events.push({ type: 'pause', timestampMs: startMs }, { type: 'resume', timestampMs: endMs });
  }
  return {
    ...session,
    events: events.sort((a, b) => a.timestampMs - b.timestampMs),
    samples: cutSamples(session.samples, task),
  };
}

function cutSamples(samples: SampleColumns, task: Span): SampleColumns {
  const kept: number[] = [];
  for (let i = 0; i < samples.timestampMs.length; i += 1) {
    if (isWithinTask(task, samples.timestampMs[i]!)) kept.push(i);
  }
  const cut = createSamples(kept.length);
  for (const name of Object.keys(cut) as (keyof SampleColumns)[]) {
    for (let i = 0; i < kept.length; i += 1) cut[name][i] = samples[name][kept[i]!]!;
  }
  return cut;
}
