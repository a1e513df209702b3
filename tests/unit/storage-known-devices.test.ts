import { beforeEach, describe, expect, it } from 'vitest';
import type { FoveaDatabase, MeasurementRow } from '../../src/storage/database.ts';
import { readKnownDevices } from '../../src/storage/known-devices.ts';
import { beginMeasurement } from '../../src/storage/measurements.ts';
import { addPerson } from '../../src/storage/people.ts';
import { writePersonMemory } from '../../src/storage/person-memory.ts';
import { describeMeasurement, openFreshDatabase } from './storage-fresh-database.ts';

let database: FoveaDatabase;
let adaId: string;
beforeEach(async () => {
  database = openFreshDatabase();
  adaId = (await addPerson(database, 'Ada')).id;
});

async function addMeasurement(day: number, changes: Partial<MeasurementRow>): Promise<void> {
  const row = await beginMeasurement(database, describeMeasurement(adaId), new Date(`2026-03-0${day}`));
  await database.measurements.put({ ...row, status: 'complete', ...changes });
}

const screen = (widthPx: number, heightPx: number) => ({ widthPx, heightPx, extra: {} });
const camera = (label: string) => ({ widthPx: 1280, heightPx: 720, label, extra: {} });

describe('the devices that a person is known with', () => {
  it('are none for somebody who is not there', async () => {
    expect(await readKnownDevices(database, 'nobody')).toBeNull();
  });

  it('are none before the first measurement', async () => {
    await addMeasurement(1, { status: 'running' });
    expect(await readKnownDevices(database, adaId)).toEqual({ personId: adaId, screens: [], cameras: [] });
  });

  it('are those of the measurements, newest first, and of what was learned by tracking', async () => {
    await addMeasurement(1, { screen: screen(1920, 1080), camera: camera('Desk') });
    await addMeasurement(3, {
      screen: screen(1280, 633),
      camera: camera('Front'),
      extra: { surface: 'viewport' },
    });
    await addMeasurement(2, { screen: screen(2560, 1440), camera: { ...camera(''), label: undefined } });
    const memory = { personId: adaId, weightsHash: 'w', createdAt: '2026-03-04T00:00:00Z' };
    const entries = [{ features: new Float32Array([1, 2]) }];
    for (const label of ['Front', 'Phone', '']) {
      await writePersonMemory(database, { ...memory, camera: label, from: 'tracking', entries });
    }
    expect(await readKnownDevices(database, adaId)).toEqual({
      personId: adaId,
      screens: [
        { widthPx: 1280, heightPx: 633, surface: 'viewport' },
        { widthPx: 2560, heightPx: 1440, surface: 'screen' },
        { widthPx: 1920, heightPx: 1080, surface: 'screen' },
      ],
      cameras: ['Front', 'Desk', 'Phone'],
    });
  });
});
