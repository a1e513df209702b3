// What this page is learning from a measurement, one at a time. It goes on while other sections are looked at.
import { useEffect, useState } from 'preact/hooks';
import type { Learned } from '../../measurement/learn-measurement.ts';
import type { MeasurementRow } from '../../storage/database.ts';
import { explainStorageError } from '../../storage/storage-error.ts';
import { database } from '../page-database.ts';

export type Learning = { readonly measurementId: string; readonly personId: string } & (
  | { readonly status: 'learning'; readonly read: number; readonly total: number }
  | ({ readonly status: 'learned' } & Learned)
  /** `message`: why, in plain words. */
  | { readonly status: 'failed'; readonly message: string }
);

const changes = new EventTarget();
let current: Learning | null = null;
let controller = new AbortController();

function change(next: Learning | null): void {
  current = next;
  changes.dispatchEvent(new Event('change'));
}

/** Starts to learn from a measurement, in place of what was being learned. Never throws. */
export async function startLearning(measurement: MeasurementRow): Promise<void> {
  controller.abort();
  controller = new AbortController();
  const { signal } = controller;
  const whose = { measurementId: measurement.id, personId: measurement.personId };
  const report = (next: Learning): void => {
    if (!signal.aborted) change(next);
  };
  report({ ...whose, status: 'learning', read: 0, total: measurement.frameCount });
  try {
    const { learnMeasurement } = await import('../../measurement/learn-measurement.ts');
    const onProgress = (read: number, total: number): void =>
      report({ ...whose, status: 'learning', read, total });
    report({
      ...whose,
      status: 'learned',
      ...(await learnMeasurement(database, measurement, signal, onProgress)),
    });
  } catch (error) {
    report({ ...whose, status: 'failed', message: explainStorageError(error) });
  }
}

/** Stops learning and saves nothing; with an id only where it is of that person. */
export function cancelLearning(personId = current?.personId): void {
  if (!current || current.personId !== personId) return;
  controller.abort();
  change(null);
}

/** What is being learned, or was last, from this measurement; null where that is nothing. */
export function useLearning(measurementId: string): Learning | null {
  const [learning, setLearning] = useState(current);
  useEffect(() => {
    const listening = new AbortController();
    setLearning(current);
    changes.addEventListener('change', () => setLearning(current), { signal: listening.signal });
    return () => listening.abort();
  }, []);
  return learning?.measurementId === measurementId ? learning : null;
}
