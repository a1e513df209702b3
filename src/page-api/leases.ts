// Who holds the tracker that a page or a check of Fovea's own began: it ends with the last of them, and only then.
import type { TrackingWish } from '../messaging/tracking-wish.ts';

const SECOND = 1000;
/** A page that began tracking takes hold of it at once; one that is gone meanwhile never does. */
export const TAKE_HOLD_MS = 5 * SECOND;

export type Leases<Holder> = {
  /**
   * Somebody asks for tracking.
   * @param isOn the camera is on already, or coming on
   * @param started whether it tracks, once that is known
   */
  note(wish: TrackingWish, isOn: boolean, started: Promise<boolean>): void;
  take(holder: Holder): void;
  /** Answers whether the camera is on all the same. Twice is the same as once. */
  letGo(holder: Holder): Promise<boolean>;
  /** Whoever turned it on needs it no more. Answers whether somebody holds it, or will in a moment: it then ends with the last of them. */
  handOver(): boolean;
};

/**
 * What a person began themselves, or asked for meanwhile, is none of the holders' to end.
 * @param leave the last holder let go of what a holder began; answers whether the camera stays on all the same
 */
export function createLeases<Holder>(leave: () => Promise<boolean>): Leases<Holder> {
  const holders = new Set<Holder>();
  let endsWithHolders = false;
  /** Those whose start is under way, and who take hold after it. */
  let starting = 0;
  /** Of those who have started and not taken hold yet. */
  const due = new Set<ReturnType<typeof setTimeout>>();

  /** Somebody holds it, or will in a moment. */
  const isHeld = (): boolean => holders.size + starting + due.size > 0;
  const settle = async (): Promise<boolean> => {
    if (!endsWithHolders || isHeld()) return true;
    // Where nobody can say so it is on, as far as anybody knows.
    const stays = await leave().catch(() => true);
    // Who came meanwhile ends it later; a session does not.
    if (!isHeld()) endsWithHolders = false;
    return stays;
  };
  const expect = (): void => {
    const timer = setTimeout(() => {
      due.delete(timer);
      void settle();
    }, TAKE_HOLD_MS);
    due.add(timer);
  };
  return {
    note(wish, isOn, started) {
      if (wish === 'person') endsWithHolders = false;
      else if (!isOn) endsWithHolders = wish !== 'session';
      // A check takes hold first, unless it is gone again.
      const comes = wish === 'page' || (wish === 'check' && holders.size === 0);
      if (!comes) return;
      starting += 1;
      void started
        .catch(() => false)
        .then((tracks) => {
          starting -= 1;
          if (tracks) expect();
          // It says why until somebody tries again.
          else if (!isHeld()) endsWithHolders = false;
        });
    },
    take(holder) {
      holders.add(holder);
      const [timer] = due;
      clearTimeout(timer);
      if (timer !== undefined) due.delete(timer);
    },
    async letGo(holder) {
      return holders.delete(holder) ? settle() : true;
    },
    handOver() {
      if (!isHeld()) return false;
      endsWithHolders = true;
      return true;
    },
  };
}
