// The state of a measurement being taken, as a pure function of what happens.

/**
 * Why a run stands still. `break` is a rest that the run offers by itself, `again` the beginning of a run that takes some
 * targets again, `stop` the person asking to end it early, `left` the page losing full screen, `other-camera` another camera
 * than it was begun with.
 */
export type PauseReason =
  'break' | 'again' | 'pause' | 'stop' | 'left' | 'camera' | 'other-camera' | 'storage';

export type RunState = {
  /**
   * `look`: a dot is shown. `take`: its photo is being stored, further presses are ignored. `undo`: the last one is
   * being removed. `pause`: a panel is shown instead. `done`: the last target is stored.
   */
  readonly phase: 'look' | 'take' | 'undo' | 'pause' | 'done';
  /** Photos stored; also the index of the target shown. */
  readonly taken: number;
  readonly count: number;
  /** Photos stored when the last break was offered: one that is taken back and again is no reason for another. */
  readonly rested: number;
  readonly pause?: { readonly reason: PauseReason; readonly message?: string };
};

export type RunEvent =
  | { type: 'press'; lookedMs: number }
  | { type: 'stored'; taken: number }
  | { type: 'undo' }
  | { type: 'interrupt'; reason: PauseReason; message?: string }
  | { type: 'resume' };

/** The eyes need about 200 ms only to start towards a new dot, so a press before that cannot follow a look. */
export const MIN_LOOK_MS = 200;

/** A break after so many targets, a minute or so: each round visits every part of the screen once. */
export const BREAK_EVERY = 25;

export function beginRun(taken: number, count: number, rested = taken): RunState {
  return { phase: taken >= count ? 'done' : 'look', taken, count, rested };
}

/** The state after an event; the same object when the event means nothing now. */
export function advanceRun(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'press':
      return state.phase === 'look' && event.lookedMs >= MIN_LOOK_MS ? { ...state, phase: 'take' } : state;
    case 'undo':
      return state.phase === 'look' && state.taken > 0 ? { ...state, phase: 'undo' } : state;
    case 'stored':
      return advanceStored(state, event.taken);
    case 'interrupt':
      // Trouble outranks a pause that the person asked for; nothing interrupts a finished run.
      if (state.phase === 'done' || (state.phase === 'pause' && event.message === undefined)) return state;
      return { ...state, phase: 'pause', pause: { reason: event.reason, message: event.message } };
    case 'resume':
      return state.phase === 'pause' ? beginRun(state.taken, state.count, state.rested) : state;
  }
}

/** A write that ends while a panel is shown counts, but does not close the panel. */
function advanceStored(state: RunState, taken: number): RunState {
  if (taken >= state.count) return beginRun(taken, state.count);
  if (state.phase === 'pause') return { ...state, taken };
  if (!isBreakDue(taken, state)) return beginRun(taken, state.count, state.rested);
  return { ...state, phase: 'pause', taken, rested: taken, pause: { reason: 'break' } };
}

/** Not shortly before the end, where going on is less than a break. */
function isBreakDue(taken: number, { count, rested }: RunState): boolean {
  return taken % BREAK_EVERY === 0 && taken > rested && count - taken >= BREAK_EVERY;
}
