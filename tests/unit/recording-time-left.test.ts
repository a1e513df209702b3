// How long the rest takes, and how that is said.
import { expect, it } from 'vitest';
import { describeTimeLeft, estimateTimeLeft } from '../../src/recording/time-left.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

it('expects the rest to go on as the beginning went', () => {
  expect(estimateTimeLeft(10 * SECOND, 0.25)).toBe(30 * SECOND);
  expect(estimateTimeLeft(10 * SECOND, 1)).toBe(0);
});

it('says nothing while it is too early to tell', () => {
  expect(estimateTimeLeft(0.5 * SECOND, 0.5)).toBeNull();
  expect(estimateTimeLeft(10 * SECOND, 0)).toBeNull();
});

it.each([
  [0, 'a few seconds'],
  [12 * SECOND, 'about 15 seconds'],
  [54 * SECOND, 'about 55 seconds'],
  [57 * SECOND, 'about a minute'],
  [150 * SECOND, 'about 3 minutes'],
  [59.9 * MINUTE, 'about an hour'],
  [83 * MINUTE, 'about an hour and 25 minutes'],
  [118 * MINUTE, 'about 2 hours'],
  [300 * MINUTE, 'about 5 hours'],
  [700 * MINUTE, 'about 12 hours'],
])('says %d ms as "%s"', (leftMs, words) => {
  expect(describeTimeLeft(leftMs)).toBe(words);
});
