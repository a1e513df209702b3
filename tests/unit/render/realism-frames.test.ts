import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classOf } from '../../../training/realism/causes.ts';
import { listFrames, NoFramesError, spreadOver } from '../../../training/realism/frames.ts';

describe('spreadOver', () => {
  it.each([
    [
      'evenly',
      [
        [1, 2, 3],
        [11, 12, 13],
      ],
      2,
      [1, 11],
    ],
    [
      'spread over the time of each',
      [
        [1, 2, 3, 4],
        [11, 12, 13, 14],
      ],
      4,
      [1, 3, 11, 13],
    ],
    ['more of one where another has too few', [[1], [11, 12, 13]], 4, [1, 11, 12, 13]],
    ['all where there are too few', [[1], [11]], 9, [1, 11]],
    ['nothing of an empty one', [[], [11, 12]], 1, [11]],
  ])('takes %s', (_, measurements, count, expected) => {
    expect(spreadOver(measurements, count)).toEqual(expected);
  });
});

describe('classOf', () => {
  const scale = { cause: 'turned aside', unit: '°', bounds: [8, 16] };
  it.each([
    [0, 'below 8°'],
    [8, '8 to 16°'],
    [15.9, '8 to 16°'],
    [16, '16° or more'],
  ])('of %d is %s', (value, expected) => {
    expect(classOf(scale, value)).toBe(expected);
  });
});

describe('listFrames', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fovea-frames-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('lists open eyes with their truth and empty chairs, and skips what is half written', () => {
    for (const name of ['p0001-m1', '.p0002-m1.partial']) {
      mkdirSync(join(folder, name));
      const frames = [
        { file: 'frames/000.jpg', eyes: 'open', truth: { interocularPx: 50 } },
        { file: 'frames/001.jpg', eyes: 'closed', truth: { interocularPx: 50 } },
        { file: 'frames/002.jpg', eyes: 'absent', absence: 'nobody' },
        { file: 'frames/003.jpg', eyes: 'open' },
        { file: 'frames/004.jpg', eyes: 'absent', absence: 'edge' },
        { file: 'frames/005.jpg', eyes: 'absent', absence: 'nobody', people: 1 },
      ];
      writeFileSync(
        join(folder, name, 'measurement.json'),
        JSON.stringify({ frames, traits: { glasses: true } }),
      );
    }
    const { open, empty } = listFrames(folder);
    expect(open).toHaveLength(1);
    expect(open[0]!.map(({ name, traits }) => [name, traits])).toEqual([
      ['p0001-m1/frames/000.jpg', { glasses: 'true' }],
    ]);
    expect(empty).toEqual([join(folder, 'p0001-m1/frames/002.jpg')]);
  });

  it('says so where there is nothing', () => {
    expect(() => listFrames(join(folder, 'nowhere'))).toThrow(NoFramesError);
  });
});
