// Which measurements of a person say something together: those of one sitting, in front of one screen and camera. Pure.
import { isSameSize } from '../screen/screen-identity.ts';
import { SAME_SITTING_MS } from '../storage/choose-memory.ts';
import type { MeasurementRow, PersonMemoryRow } from '../storage/database.ts';

/** What is asked of a measurement; `endedAt` (ISO 8601) is when its last photo was taken. */
export type EndedMeasurement = Pick<
  MeasurementRow,
  'id' | 'personId' | 'status' | 'screen' | 'camera' | 'extra'
> & { endedAt: string };

/** What is known already from measurements through the same camera. */
export type KnownMeasurements = Pick<PersonMemoryRow, 'createdAt' | 'since' | 'pastLight'>;

/**
 * The measurement and those that what is known is of already, where that still holds: oldest first. They are of the same
 * person, screen and camera, and ended half an hour before or after it at most. What was forgotten stays forgotten, and what
 * was measured in another light is left out.
 */
export function chooseSitting<T extends EndedMeasurement>(
  measurement: T,
  others: readonly T[],
  known: KnownMeasurements | undefined,
): T[] {
  const joined = others.filter(
    (other) =>
      other.id !== measurement.id &&
      known !== undefined &&
      isKnown(other, known) &&
      isSameSeat(other, measurement) &&
      Math.abs(Date.parse(other.endedAt) - Date.parse(measurement.endedAt)) <= SAME_SITTING_MS,
  );
  return [...joined, measurement].sort((a, b) => a.endedAt.localeCompare(b.endedAt));
}

/** Whether what is known is of this measurement too, and still holds. */
export function isKnown(
  { endedAt }: Pick<EndedMeasurement, 'endedAt'>,
  { createdAt, since, pastLight }: KnownMeasurements,
): boolean {
  return !pastLight && endedAt >= (since ?? createdAt) && endedAt <= createdAt;
}

function isSameSeat(a: EndedMeasurement, b: EndedMeasurement): boolean {
  return (
    a.status === 'complete' &&
    b.status === 'complete' &&
    a.personId === b.personId &&
    (a.camera.label ?? '') === (b.camera.label ?? '') &&
    // A window's size is no screen's.
    a.extra?.surface === b.extra?.surface &&
    isSameSize(toSize(a), toSize(b))
  );
}

function toSize({ screen: { widthPx, heightPx } }: EndedMeasurement) {
  return { widthScreenPx: widthPx, heightScreenPx: heightPx };
}
