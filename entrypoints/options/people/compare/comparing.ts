// The comparisons that this page made, and the one that is under way. It goes on while other sections are looked at.
import { useEffect, useState } from 'preact/hooks';
import type { ReadingComparison } from '../../../../src/measurement/compare-readings.ts';
import type { MeasurementRow } from '../../../../src/storage/database.ts';
import { explainStorageError } from '../../../../src/storage/storage-error.ts';

export type Comparing =
  | { readonly status: 'looking'; readonly photos: number; readonly total: number }
  | { readonly status: 'compared'; readonly rows: readonly ReadingComparison[] }
  /** `message`: why, in plain words. */
  | { readonly status: 'failed'; readonly message: string };

const changes = new EventTarget();
/** By what was compared: a person with another measurement is another question. */
let known: ReadonlyMap<string, Comparing> = new Map();
let running: { key: string; controller: AbortController } | undefined;

function set(key: string, next: Comparing | undefined): void {
  const others = [...known].filter(([other]) => other !== key);
  known = new Map(next ? [...others, [key, next]] : others);
  changes.dispatchEvent(new Event('change'));
}

/** The measurements that a comparison is of: those that are complete, oldest first. */
export function listCompared(measurements: readonly MeasurementRow[]): MeasurementRow[] {
  return measurements
    .filter(({ status, frameCount }) => status === 'complete' && frameCount > 0)
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

function toKey(measurements: readonly MeasurementRow[]): string {
  return measurements.map(({ id }) => id).join(' ');
}

/** Compares, in place of what was being compared. Never throws. */
export async function startComparing(measurements: readonly MeasurementRow[]): Promise<void> {
  cancelComparing();
  const key = toKey(measurements);
  const controller = new AbortController();
  const { signal } = controller;
  running = { key, controller };
  const total = measurements.reduce((sum, { frameCount }) => sum + frameCount, 0);
  const report = (next: Comparing): void => {
    if (!signal.aborted) set(key, next);
  };
  report({ status: 'looking', photos: 0, total });
  try {
    const { comparePerson } = await import('./compare-person.ts');
    const onProgress = (photos: number): void => report({ status: 'looking', photos, total });
    report({ status: 'compared', rows: await comparePerson(measurements, signal, onProgress) });
  } catch (error) {
    report({ status: 'failed', message: explainStorageError(error) });
  } finally {
    if (running?.controller === controller) running = undefined;
  }
}

/** Stops what is under way, and keeps nothing of it. */
export function cancelComparing(): void {
  if (!running) return;
  running.controller.abort();
  const { key } = running;
  running = undefined;
  set(key, undefined);
}

/** How the comparison of these measurements is; undefined where there is none. */
export function useComparing(measurements: readonly MeasurementRow[]): Comparing | undefined {
  const [all, setAll] = useState(known);
  useEffect(() => {
    const listening = new AbortController();
    setAll(known);
    changes.addEventListener('change', () => setAll(known), { signal: listening.signal });
    return () => listening.abort();
  }, []);
  return all.get(toKey(measurements));
}
