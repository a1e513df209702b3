// The screens and cameras that a person is known with, as stored.
import type { KnownDevices } from '../screen/device-notices.ts';
import type { MeasuredScreen } from '../screen/screen-identity.ts';
import type { FoveaDatabase, MeasurementRow } from './database.ts';

/**
 * Those of a person's complete measurements, newest first, then the cameras of what was learned by tracking. Null where
 * there is no such person. Of the memories only the keys are read: their features are large.
 */
export async function readKnownDevices(
  database: FoveaDatabase,
  personId: string,
): Promise<KnownDevices | null> {
  const { people, measurements, memories } = database;
  return database.transaction('r', [people, measurements, memories], async () => {
    if (!(await people.get(personId))) return null;
    const rows = await measurements.where('personId').equals(personId).toArray();
    const complete = rows
      .filter(({ status }) => status === 'complete')
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    const keys = await memories.where('personId').equals(personId).primaryKeys();
    const cameras = [...complete.map(({ camera }) => camera.label ?? ''), ...keys.map(([, label]) => label)];
    return {
      personId,
      screens: complete.map(toMeasuredScreen),
      cameras: [...new Set(cameras)].filter((label) => label !== ''),
    };
  });
}

/** The screen that a measurement was taken on. */
export function toMeasuredScreen({
  screen,
  extra,
}: Pick<MeasurementRow, 'screen' | 'extra'>): MeasuredScreen {
  const { widthPx, heightPx } = screen;
  return { widthPx, heightPx, surface: extra?.surface === 'viewport' ? 'viewport' : 'screen' };
}
