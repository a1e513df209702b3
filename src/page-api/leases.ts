// Who holds the tracker that a page began: it ends with the last of them, and only then.

const SECOND = 1000;
/** A page that began tracking takes hold of it at once; one that is gone meanwhile never does. */
export const TAKE_HOLD_MS = 5 * SECOND;

export type Leases<Holder> = {
  /** Tracking was begun for a page. */
  begin(): void;
  take(holder: Holder): void;
  /** Answers whether the camera is on all the same. Twice is the same as once. */
  letGo(holder: Holder): Promise<boolean>;
};

/**
 * What a person began themselves is none of the pages' to end.
 * @param leave the last page let go of what a page began; answers whether the camera stays on all the same
 */
export function createLeases<Holder>(leave: () => Promise<boolean>): Leases<Holder> {
  const holders = new Set<Holder>();
  let begunByPage = false;
  let untaken: ReturnType<typeof setTimeout> | undefined;

  const settle = async (): Promise<boolean> => {
    if (!begunByPage || holders.size > 0) return true;
    begunByPage = false;
    // Where nobody can say so it is on, as far as anybody knows.
    return leave().catch(() => true);
  };
  return {
    begin() {
      begunByPage = true;
      clearTimeout(untaken);
      untaken = setTimeout(() => void settle(), TAKE_HOLD_MS);
    },
    take: (holder) => void holders.add(holder),
    async letGo(holder) {
      return holders.delete(holder) ? settle() : true;
    },
  };
}
