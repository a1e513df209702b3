// A measurement belongs to one camera: what to say where another one looks now; pure.
import { nameCamera } from '../screen/device-words.ts';
import type { MeasurementRow } from '../storage/database.ts';

/** Why a measurement cannot go on with this camera, or null where it can. Where the browser names none, nothing is known. */
export function findCameraProblem(
  { camera }: Pick<MeasurementRow, 'camera'>,
  label: string | undefined,
): string | null {
  if (!camera.label || !label || camera.label === label) return null;
  return (
    `This measurement was begun with ${nameCamera(camera.label)}, and now it is ${nameCamera(label)}. Choose the ` +
    'first one in the settings to go on, or discard the measurement and begin again with this one.'
  );
}
