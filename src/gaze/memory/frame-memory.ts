/** The memory: recent frames of the person, as features, that the gaze of every new frame is read beside. */
import type { View } from '../../camera/framing.ts';
import type { ReaderEntry } from '../../model/gaze-model.ts';

/** One remembered frame. */
export type MemoryEntry = ReaderEntry & {
  timestampMs: number;
  /** Where it seems to look, in screen fractions; read again whenever the memory changes. */
  gaze: { xScreen: number; yScreen: number };
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

export type FrameMemory = {
  /** Takes a frame in; where the memory is full, one leaves. Returns whether the frame stayed: it may be this one that leaves. */
  add(entry: MemoryEntry): boolean;
  /** In the order in which they came: the list itself, which changes with the memory. */
  entries(): readonly MemoryEntry[];
  /** Where the entries seem to look now, in their order. */
  reread(gazes: readonly { xScreen: number; yScreen: number }[]): void;
  clear(): void;
};

export type FrameMemoryOptions = {
  /** N, the most entries kept. */
  capacity: number;
  policy: MemoryPolicy;
};

/** Of a longer memory one frame says so little that reading all of it anew, whose price grows faster than its length, waits for more. */
const READ_AT_ONCE = 64;

/** After how many new frames a memory of so many is read anew, so that a tracked frame costs the same whatever the memory's length. */
export function framesPerReading(count: number): number {
  return Math.max(1, Math.floor(count / READ_AT_ONCE));
}

/** Makes an empty memory. @throws RangeError for a capacity below 1 */
export function createFrameMemory({ capacity, policy }: FrameMemoryOptions): FrameMemory {
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
    reread(gazes) {
      entries.forEach((entry, i) => {
        const { xScreen, yScreen } = gazes[i]!;
        entry.gaze = { xScreen, yScreen };
      });
    },
    clear() {
      entries.length = 0;
    },
  };
}
