// Which of a person's stored memories is used: pure rules over rows.
import type { PersonMemoryRow } from './database.ts';

/** What the rules look at. */
export type DatedMemory = Pick<PersonMemoryRow, 'from' | 'createdAt' | 'pastLight'>;

const MINUTE = 60_000;

/**
 * A run goes on from what is no older than this. A memory tells what the person looks like here and now: on rendered
 * people, frames of another sitting (another light, place or camera) made the gaze no more accurate than no memory does.
 */
export const SAME_SITTING_MS = 30 * MINUTE;

/**
 * What a run starts from, of the memories that its camera made: the newest one of this sitting, a measurement's before a
 * run's, because a measurement also knows what was looked at. Undefined where all are from other sittings, or from before
 * the light changed.
 */
export function chooseStart<T extends DatedMemory>(memories: readonly T[], now: Date): T | undefined {
  return chooseBest(memories.filter((memory) => !memory.pastLight && isOfThisSitting(memory, now)));
}

/** Whether a memory is young enough for a run to go on from, whatever the light. */
export function isOfThisSitting({ createdAt }: DatedMemory, now: Date): boolean {
  const ageMs = now.getTime() - Date.parse(createdAt);
  return ageMs >= 0 && ageMs <= SAME_SITTING_MS;
}

/** What a photo or a recording is read beside: the same order, whatever the age, because they may be as old. */
export function chooseBest<T extends DatedMemory>(memories: readonly T[]): T | undefined {
  const newestFirst = [...memories].sort((a, b) => String(b.createdAt).localeCompare(String(a.createdAt)));
  return newestFirst.find(({ from }) => from === 'measurement') ?? newestFirst[0];
}
