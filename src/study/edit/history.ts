// What was changed in a draft, so that it can be taken back; pure.

/** `what` names the change in words: between the value before it and that after it. */
type Step<T> = { value: T; what: string };

export type History<T> = {
  readonly past: readonly Step<T>[];
  readonly present: T;
  readonly future: readonly Step<T>[];
  /** The last change, which the next one may go on with. */
  readonly last: { field: string; atMs: number } | null;
};

const SECOND = 1000;
/** Typing without so long a break is one change. */
const MERGE_MS = 2 * SECOND;
const MAX_STEPS = 200;

export function beginHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], last: null };
}

/** @param field changes of the same one, shortly after each other, are taken back together; '' for one by itself */
export function change<T>(
  history: History<T>,
  value: T,
  { what, field, nowMs }: { what: string; field: string; nowMs: number },
): History<T> {
  if (value === history.present) return history;
  const { last, past, present } = history;
  const goesOn = field !== '' && last?.field === field && nowMs - last.atMs < MERGE_MS && past.length > 0;
  return {
    past: goesOn ? past : [...past, { value: present, what }].slice(-MAX_STEPS),
    present: value,
    future: [],
    last: { field, atMs: nowMs },
  };
}

export function undo<T>({ past, present, future, ...rest }: History<T>): History<T> {
  const step = past.at(-1);
  if (!step) return { past, present, future, ...rest };
  return {
    past: past.slice(0, -1),
    present: step.value,
    future: [{ value: present, what: step.what }, ...future],
    last: null,
  };
}

export function redo<T>({ past, present, future, ...rest }: History<T>): History<T> {
  const [step, ...later] = future;
  if (!step) return { past, present, future, ...rest };
  return {
    past: [...past, { value: present, what: step.what }],
    present: step.value,
    future: later,
    last: null,
  };
}
