// Which measurement a memory was learned from.
import type { MeasurementRow } from '../storage/database.ts';
import type { KnownThrough } from '../storage/people.ts';

/**
 * The memory keeps its camera and when its measurement ended: that is the newest complete measurement through the same
 * camera that had begun by then. Undefined where it was deleted, or the memory is from tracking.
 */
export function findLearnedFrom<
  T extends Pick<MeasurementRow, 'createdAt' | 'status'> & { camera: { label?: string } },
>({ from, camera, createdAt }: KnownThrough, measurements: readonly T[]): T | undefined {
  if (from !== 'measurement') return undefined;
  const endedMs = Date.parse(createdAt);
  return measurements
    .filter((known) => known.status === 'complete' && (known.camera.label ?? '') === camera)
    .filter((known) => Date.parse(known.createdAt) <= endedMs)
    .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))[0];
}
