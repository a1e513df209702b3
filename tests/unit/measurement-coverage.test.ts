import { describe, expect, it } from 'vitest';
import { describeCoverage, isCounted, measureCoverage } from '../../src/measurement/coverage.ts';

/** One photo in the middle of each of the 25 cells. */
const everywhere = Array.from({ length: 25 }, (_, at) => ({
  x: ((at % 5) + 0.5) / 5,
  y: (Math.floor(at / 5) + 0.5) / 5,
}));

const seenOf = (frames: typeof everywhere) => frames.map(({ x, y }) => ({ x, y, eyesSeen: true }));

describe('measureCoverage', () => {
  it('puts each photo into its cell, the edges included', () => {
    const { cells } = measureCoverage([
      { x: 0, y: 0 },
      { x: 1, y: 1 },
      { x: 0.999, y: 0 },
    ]);
    expect(cells.flatMap(({ counted }, at) => (counted > 0 ? [at] : []))).toEqual([0, 4, 24]);
  });

  it('does not count photos in which the eyes were not seen', () => {
    const coverage = measureCoverage([
      { x: 0.5, y: 0.5, eyesSeen: false },
      { x: 0.5, y: 0.5, eyesSeen: true },
    ]);
    expect(coverage.cells[12]).toEqual({ counted: 1, unseen: 1 });
    expect(coverage).toMatchObject({ photos: 2, unseen: 1 });
  });
});

describe('isCounted', () => {
  it.each([
    [{}, true],
    [{ eyesSeen: true }, true],
    [{ eyesSeen: false }, false],
    [{ eyes: 'open', eyesSeen: false }, true],
    [{ eyes: 'closed' }, false],
    [{ eyes: 'absent', eyesSeen: true }, false],
  ] as const)('of %o: %s, because a file knows better than the network', (frame, counted) => {
    expect(isCounted({ x: 0, y: 0, ...frame })).toBe(counted);
  });
});

describe('describeCoverage', () => {
  it('names the parts that are missing', () => {
    const frames = everywhere.map((frame, at) => ({ ...frame, eyesSeen: at !== 4 && at !== 12 }));
    expect(describeCoverage(measureCoverage(frames))).toBe(
      'Eyes were seen in 23 of 25 photos. 23 of 25 parts of the screen are covered; none yet: top far right, middle centre.',
    );
  });

  it('has nothing to add where all is covered, or where most is still to come', () => {
    const seen = seenOf(everywhere);
    expect(describeCoverage(measureCoverage(seen))).toBe(
      'Eyes were seen in 25 of 25 photos. 25 of 25 parts of the screen are covered.',
    );
    expect(describeCoverage(measureCoverage(seen.slice(0, 5)))).toMatch(
      / 5 of 25 parts of the screen are covered\.$/,
    );
    expect(describeCoverage(measureCoverage([]))).toBe('No photos yet.');
  });

  it('says nothing of eyes in photos that were not looked at', () => {
    expect(describeCoverage(measureCoverage(everywhere))).toMatch(/^25 photos are not checked\. 25 of 25/);
    const some = [everywhere[0]!, ...seenOf(everywhere.slice(1))];
    expect(describeCoverage(measureCoverage(some))).toMatch(
      /^Eyes were seen in 24 of 24 photos; 1 photo is not checked\./,
    );
  });
});
