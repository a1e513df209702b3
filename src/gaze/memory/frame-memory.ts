/** The memory: recent frames of the person, as features, that the gaze of every new frame is read beside. */
import type { View } from '../../camera/framing.ts';
import type { ReaderEntry } from '../../model/gaze-model.ts';

type Gaze = { xScreen: number; yScreen: number };

/** One remembered frame. */
export type MemoryEntry = ReaderEntry & {
  timestampMs: number;
  /** Where it seems to look, in screen fractions; read again whenever a reading of the memory has it in. */
  gaze: Gaze;
  /** Where its face lay in the camera's square. */
  view: View;
};

/** Decides what a full memory forgets. Pure: the same entries, the same answer. */
export type MemoryPolicy = {
  /**
   * Which entry leaves, as an index.
   *
   * @param entries one more than fit, in the order in which they came; the last is the newcomer
   */
  chooseLeaving(entries: readonly MemoryEntry[]): number;
};

/** Decides which entries of a memory are read, the newest among them. Pure: the same entries, the same answer. */
export type MemoryChoice = (entries: readonly MemoryEntry[]) => readonly MemoryEntry[];

export type FrameMemory = {
  /** Takes a frame in; where the memory is full, one leaves. Returns whether the frame stayed: it may be this one that leaves. */
  add(entry: MemoryEntry): boolean;
  /** In the order in which they came: the list itself, which changes with the memory. */
  entries(): readonly MemoryEntry[];
  /** Which of them are read. */
  choose(): readonly MemoryEntry[];
  /** Where the entries that were read seem to look now, in their order. */
  reread(entries: readonly MemoryEntry[], gazes: readonly Gaze[]): void;
  clear(): void;
};

export type FrameMemoryOptions = {
  /** N, the most entries kept. */
  capacity: number;
  policy: MemoryPolicy;
  /** All entries where absent. */
  choose?: MemoryChoice;
};

/** Of a longer memory one frame says so little that reading all of it anew, whose price grows faster than its length, waits for more. */
const READ_AT_ONCE = 64;

/** After how many new frames a memory of so many is read anew, so that a tracked frame costs the same whatever the memory's length. */
export function framesPerReading(count: number): number {
  return Math.max(1, Math.floor(count / READ_AT_ONCE));
}

/** Makes an empty memory. @throws RangeError for a capacity below 1 */
export function createFrameMemory({
  capacity,
  policy,
  choose = (entries) => entries,
}: FrameMemoryOptions): FrameMemory {
  if (!(Number.isInteger(capacity) && capacity >= 1)) {
    throw new RangeError(`A memory cannot hold ${capacity} frames.`);
  }
  const entries: MemoryEntry[] = [];
  return {
    add(entry) {
      entries.push(entry);
      if (entries.length <= capacity) return true;
      const [leaving] = entries.splice(policy.chooseLeaving(entries), 1);
      return leaving !== entry;
    },
    entries: () => entries,
    choose: () => choose(entries),
    reread(read, gazes) {
      read.forEach((entry, i) => {
        const { xScreen, yScreen } = gazes[i]!;
        entry.gaze = { xScreen, yScreen };
      });
    },
    clear() {
      entries.length = 0;
    },
  };
}
