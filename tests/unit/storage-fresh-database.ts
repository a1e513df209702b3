// A new, empty database for each test, and what is in it as plain data.
import 'fake-indexeddb/auto';
import { openDatabase, type FoveaDatabase } from '../../src/storage/database.ts';
import type { NewMeasurement } from '../../src/storage/measurements.ts';

let count = 0;

export function openFreshDatabase(): FoveaDatabase {
  return openDatabase(`test-${(count += 1)}`);
}

export function describeMeasurement(personId: string, targetCount = 100, seed = 1): NewMeasurement {
  return {
    personId,
    screen: { widthPx: 1920, heightPx: 1080, extra: {} },
    camera: { widthPx: 1280, heightPx: 720, label: 'Test camera', extra: {} },
    targets: { seed, count: targetCount },
    extra: { surface: 'screen' },
  };
}

/** Everything stored, photos as their sizes: two equal dumps are two equal databases. */
export async function dump(database: FoveaDatabase): Promise<unknown> {
  const frames = await database.frames.toArray();
  return {
    people: await database.people.toArray(),
    memories: await database.memories.toArray(),
    measurements: await database.measurements.toArray(),
    frames: frames.map(({ jpeg, ...frame }) => [jpeg.size, frame]),
  };
}
