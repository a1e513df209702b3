/** Learns from clicks: keeps the last looks, waits for those that a click is about, and keeps what clicks said. */
import { dropOld, findLook, keepClick, LOOKED_BEFORE_MS } from './click-targets.ts';
import type { Click, ClickEntry, Look } from './click-targets.ts';

const SECOND = 1000;
/** How long looks are kept: as long before a press as is asked about, and as long as a press takes to be told of. */
const LOOKS_KEPT_MS = 1.5 * SECOND;
/** More clicks at once are nobody's. */
const MOST_WAITING = 8;

export type ClickLearner = {
  /** Off at first. Turned off, it forgets; while it is off it keeps nothing. */
  turn(on: boolean): void;
  isOn(): boolean;
  /** Takes a click, whose looks may still have to be read. */
  take(click: Click): void;
  /**
   * A frame was read, `look` where its eyes were open: learns from the clicks that waited for it, and lets go of old ones.
   * Says whether the entries changed.
   */
  note(timestampMs: number, look?: Look): boolean;
  /** Looks whose targets are known, at most 24, oldest first. */
  entries(): readonly ClickEntry[];
  forget(): void;
};

/** Makes a learner that is off. */
export function createClickLearner(): ClickLearner {
  let on = false;
  let looks: Look[] = [];
  let waiting: Click[] = [];
  let entries: readonly ClickEntry[] = [];

  const forget = (): void => {
    looks = [];
    waiting = [];
    entries = [];
  };

  const learn = (click: Click): void => {
    const look = findLook(looks, click);
    if (!look) return;
    const { xScreen, yScreen, timestampMs } = click;
    entries = keepClick(entries, { features: look.features, target: { xScreen, yScreen }, timestampMs });
  };

  return {
    turn(next) {
      on = next;
      if (!on) forget();
    },
    isOn: () => on,
    take(click) {
      if (on) waiting = [...waiting, click].slice(-MOST_WAITING);
    },
    note(timestampMs, look) {
      if (!on) return false;
      const before = entries;
      if (look) looks.push(look);
      const held = dropOld(entries, timestampMs);
      if (held.length < entries.length) entries = held;
      // A frame reaches us later than a click that came after it: a click waits for the last look that it asks about.
      const isDue = (click: Click): boolean => timestampMs >= click.timestampMs - LOOKED_BEFORE_MS.least;
      waiting.filter(isDue).forEach(learn);
      waiting = waiting.filter((click) => !isDue(click));
      // Of both sides, because another camera has another clock.
      looks = looks.filter((each) => Math.abs(timestampMs - each.timestampMs) <= LOOKS_KEPT_MS);
      return entries !== before;
    },
    entries: () => entries,
    forget,
  };
}
