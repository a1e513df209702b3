// Changes one value deep in a study, and nothing else; pure.
import type { StudyPath } from '../study-problem.ts';

/** The root with another value at the path; `undefined` takes the key away. All beside the path is the same object as before. */
export function setPath<T>(root: T, path: StudyPath, value: unknown): T {
  const [step, ...rest] = path;
  if (step === undefined) return value as T;
  const holder: unknown = root;
  if (Array.isArray(holder)) {
    const inner: unknown = rest.length === 0 ? value : setPath(holder[Number(step)] as unknown, rest, value);
    return holder.with(Number(step), inner) as T;
  }
  const before = (holder ?? {}) as Record<string, unknown>;
  const inner: unknown = rest.length === 0 ? value : setPath(before[step], rest, value);
  if (inner !== undefined) return { ...before, [step]: inner } as T;
  return Object.fromEntries(Object.entries(before).filter(([key]) => key !== step)) as T;
}

/** A list with one of its items elsewhere. */
export function moveItem<T>(items: readonly T[], from: number, to: number): T[] {
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return [...items];
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}
