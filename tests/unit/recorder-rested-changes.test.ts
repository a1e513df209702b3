// What counts as a change of those that pages also animate by: what came to rest, and only so often.
import { expect, it } from 'vitest';
import { createRestedChanges } from '../../src/recorder/rested-changes.ts';

const FRAME_MS = 16;
const LOOK_MS = 100;
const always = (): boolean => true;

/** Looks from time to time until then; when something counted. */
function lookUntil(changes: ReturnType<typeof createRestedChanges<string>>, fromMs: number, untilMs: number) {
  const counted: number[] = [];
  for (let ms = fromMs; ms <= untilMs; ms += LOOK_MS) if (changes.take(ms, always)) counted.push(ms);
  return counted;
}

it('counts a change once, when it has come to rest, and what came to rest with it', () => {
  const changes = createRestedChanges<string>();
  changes.note('button', 0);
  changes.note('menu', 30);
  expect(changes.take(100, always)).toBe(false);
  expect(changes.take(300, always)).toBe(true);
  expect(changes.isEmpty()).toBe(true);
  expect(lookUntil(changes, 400, 2000)).toEqual([]);
});

it('never counts what changes from frame to frame, until it stops', () => {
  const changes = createRestedChanges<string>();
  let counted = 0;
  let ms = 0;
  for (; ms < 60_000; ms += FRAME_MS) {
    changes.note('spinner', ms);
    if (changes.take(ms, always)) counted += 1;
  }
  expect(counted).toBe(0);
  expect(lookUntil(changes, ms, ms + 2000)).toHaveLength(1);
});

it('does not count what is out of sight', () => {
  const changes = createRestedChanges<string>();
  changes.note('footer', 0);
  expect(changes.take(500, () => false)).toBe(false);
  expect(changes.isEmpty()).toBe(true);
});

it('counts a lamp that blinks for an hour less than 200 times, and tells its last state', () => {
  const changes = createRestedChanges<string>();
  let counted = 0;
  let ms = 0;
  for (; ms < 3_600_000; ms += LOOK_MS) {
    if (ms % 1000 === 0) changes.note('lamp', ms);
    if (changes.take(ms, always)) counted += 1;
  }
  expect(counted).toBeGreaterThan(180);
  expect(counted).toBeLessThan(200);
  changes.note('lamp', ms);
  expect(lookUntil(changes, ms, ms + 30_000)).toHaveLength(1);
});
