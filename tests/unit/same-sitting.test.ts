// Measurements of one sitting are learned from together: which those are, and which of their photos are read.
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { readSitting } from '../../src/measurement/read-sitting.ts';
import { chooseSitting, type KnownMeasurements } from '../../src/measurement/same-sitting.ts';
import { addFrame, beginMeasurement } from '../../src/storage/measurements.ts';
import { addPerson } from '../../src/storage/people.ts';
import { endLight, readPersonMemory, writePersonMemory } from '../../src/storage/person-memory.ts';
import { database } from '../../src/ui/page-database.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const at = (minutes: number): string => new Date(NOON + minutes * MINUTE).toISOString();

const screen = { widthPx: 1920, heightPx: 1080, extra: {} };
const camera = { widthPx: 1280, heightPx: 720, label: 'Desk', extra: {} };

describe('the measurements of a sitting', () => {
  const ended = (minutes: number, changes = {}) => ({
    id: `at ${minutes}`,
    personId: 'ada',
    status: 'complete' as const,
    screen,
    camera,
    extra: { surface: 'screen' },
    endedAt: at(minutes),
    ...changes,
  });
  const known = (createdAt: number, changes: Partial<KnownMeasurements> = {}): KnownMeasurements => ({
    createdAt: at(createdAt),
    ...changes,
  });
  const own = ended(20);

  it.each([
    ['with the one that is known', [ended(10)], known(10), [10, 20]],
    ['with all that are known', [ended(10), ended(0)], known(10, { since: at(0) }), [0, 10, 20]],
    ['alone where nothing is known, as after forgetting', [ended(10)], undefined, [20]],
    ['without what was forgotten before', [ended(10), ended(0)], known(10), [10, 20]],
    ['without what nobody learned from yet', [ended(10), ended(15)], known(10), [10, 20]],
    ['without those in another light', [ended(10)], known(10, { pastLight: true }), [20]],
    ['without those of half an hour before', [ended(-10.1)], known(-10.1), [20]],
    ['with one just half an hour before', [ended(-10)], known(-10), [-10, 20]],
    ['with a later one, where an older one is learned from', [ended(25)], known(25), [20, 25]],
    ['once, where it is known itself', [own], known(20), [20]],
    ['without somebody else’s', [ended(10, { personId: 'ben' })], known(10), [20]],
    ['without an unfinished one', [ended(10, { status: 'running' })], known(10), [20]],
    [
      'without one through another camera',
      [ended(10, { camera: { ...camera, label: 'Top' } })],
      known(10),
      [20],
    ],
    ['without one on another screen', [ended(10, { screen: { ...screen, widthPx: 1280 } })], known(10), [20]],
    ['without one in a window as large', [ended(10, { extra: { surface: 'viewport' } })], known(10), [20]],
  ])('are: it %s', (_, others, memory, expected) => {
    expect(chooseSitting(own, others, memory).map(({ endedAt }) => endedAt)).toEqual(expected.map(at));
  });
});

describe('what is read of a sitting', () => {
  let ada: string;

  beforeEach(async () => {
    await database.delete();
    await database.open();
    ada = (await addPerson(database, 'Ada')).id;
  });

  /** A measurement that takes a minute. */
  async function measure(minutes: number, photos: number) {
    const targets = { seed: 1, count: photos };
    const begun = { personId: ada, screen, camera, targets, extra: { surface: 'screen' } };
    let row = await beginMeasurement(database, begun, new Date(NOON + minutes * MINUTE));
    for (let i = 0; i < photos; i += 1) {
      const frame = { x: i / photos, y: minutes / 100, timestampMs: ((i + 1) * MINUTE) / photos };
      row = await addFrame(database, row.id, { ...frame, jpeg: new Blob(['photo']) });
    }
    return row;
  }

  /** As `learnMeasurement` saves it. */
  async function learn(row: Awaited<ReturnType<typeof measure>>) {
    const sitting = await readSitting(database, row);
    const entries = sitting.frames.map(({ x, y }) => ({
      features: Float32Array.of(x),
      target: { xScreen: x, yScreen: y },
    }));
    const { measurements, since, endedAt: createdAt } = sitting;
    await writePersonMemory(database, {
      personId: ada,
      camera: 'Desk',
      weightsHash: 'abc',
      from: 'measurement',
      entries,
      createdAt,
      ...(measurements > 1 ? { since } : {}),
    });
    return sitting;
  }

  it('grows with each of its measurements, and is stored so that the next one finds it', async () => {
    expect(await learn(await measure(0, 9))).toMatchObject({ measurements: 1, endedAt: at(1) });
    expect(await learn(await measure(5, 9))).toMatchObject({ measurements: 2, since: at(1), endedAt: at(6) });
    const third = await learn(await measure(10, 9));
    expect(third).toMatchObject({ measurements: 3, since: at(1), endedAt: at(11) });
    expect(third.frames.map(({ y }) => y)).toEqual([0, 0.05, 0.1].flatMap((y) => Array<number>(9).fill(y)));
    const fit = { weightsHash: 'abc', featureCount: 1, camera: 'Desk' };
    const memory = await readPersonMemory(database, ada, fit, new Date(NOON + 15 * MINUTE));
    expect(memory).toMatchObject({ from: 'measurement', createdAt: at(11), entries: { length: 27 } });
  });

  it('is the same when it is learned from again', async () => {
    await learn(await measure(0, 9));
    const second = await measure(5, 9);
    await learn(second);
    expect(await learn(second)).toMatchObject({ measurements: 2, frames: { length: 18 } });
  });

  it('begins anew when the light changes', async () => {
    await learn(await measure(0, 9));
    await endLight(database, 'Desk');
    expect(await learn(await measure(5, 9))).toMatchObject({ measurements: 1, frames: { length: 9 } });
    expect(await learn(await measure(10, 9))).toMatchObject({ measurements: 2, since: at(6) });
  });

  it('is some of the photos of both where there are very many, and none whose eyes were not seen', async () => {
    await learn(await measure(0, 100));
    const second = await measure(5, 100);
    const shut = await database.frames.where({ measurementId: second.id }).first();
    await database.frames.update(shut!.id, { eyesSeen: false });
    const { frames } = await readSitting(database, second);
    expect(frames).toHaveLength(120);
    expect(frames.filter(({ y }) => y === 0).length).toBeGreaterThan(55);
    expect(frames.filter(({ y }) => y === 0).length).toBeLessThan(65);
    expect(frames.some(({ eyesSeen }) => eyesSeen === false)).toBe(false);
  });
});
