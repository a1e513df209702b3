// When a measurement ended, and whether that is still the same sitting.
import { chooseStart } from '../storage/choose-memory.ts';
import type { FrameRow, MeasurementRow } from '../storage/database.ts';

/** ISO 8601; never later than now, whatever an imported file says. */
export function findEnd(
  { createdAt }: Pick<MeasurementRow, 'createdAt'>,
  frames: readonly Pick<FrameRow, 'timestampMs'>[],
  now = new Date(),
): string {
  const lastMs = Math.max(0, ...frames.map(({ timestampMs }) => timestampMs));
  return new Date(Math.min(Date.parse(createdAt) + lastMs, now.getTime())).toISOString();
}

/** Whether tracking that starts now would start from what such a measurement taught. */
export function isOfThisSitting(endedAt: string, now = new Date()): boolean {
  return chooseStart([{ from: 'measurement', createdAt: endedAt }], now) !== undefined;
}
