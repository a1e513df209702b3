// A measurement belongs to one screen, or window: goes back to it, or says why that cannot be.
import { getSurface, measurePage, type PageOnScreen } from '../../measurement/screen-place.ts';
import type { MeasurementRow } from '../../storage/database.ts';
import { enterFullscreen, leaveFullscreen } from '../fullscreen.ts';

/**
 * Brings the page to the size that the measurement was begun with: as it is, else in full screen, else out of it. Must
 * follow a key press or click of the person.
 * @returns null when it fits, else what the person can do.
 */
export async function returnToScreen(measurement: MeasurementRow): Promise<string | null> {
  if (findScreenProblem(measurement, measurePage()) === null) return null;
  await enterFullscreen();
  const problem = findScreenProblem(measurement, measurePage());
  if (problem === null || !isOnViewport(measurement)) return problem;
  await leaveFullscreen();
  return findScreenProblem(measurement, measurePage());
}

/** Says why a measurement cannot go on with the page as it is, or null where it can. */
export function findScreenProblem(measurement: MeasurementRow, page: PageOnScreen): string | null {
  const { surface, widthPx, heightPx } = getSurface(page);
  const { screen } = measurement;
  if (surface === 'viewport' && !isOnViewport(measurement)) {
    return 'This measurement was begun in full screen, and the page does not have it now. Try Continue again.';
  }
  if (surface === 'screen' && isOnViewport(measurement)) {
    return 'This measurement was begun in a window, not in full screen. Leave full screen to go on with it.';
  }
  if (widthPx === screen.widthPx && heightPx === screen.heightPx) return null;
  return (
    `This measurement was begun on a ${surface === 'viewport' ? 'window' : 'screen'} of ${screen.widthPx} × ` +
    `${screen.heightPx} pixels; this one has ${widthPx} × ${heightPx}. Go on where it was begun, or discard it and ` +
    'begin again here.'
  );
}

function isOnViewport({ extra }: MeasurementRow): boolean {
  return extra?.surface === 'viewport';
}
