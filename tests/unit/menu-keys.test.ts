import { describe, expect, it } from 'vitest';
import { findMenuItem } from '../../src/ui/menu-keys.ts';

const LABELS = ['Ada', 'Änne', 'Ben', 'Nobody in particular', 'Add a person', 'Manage people'];

describe('a menu', () => {
  it.each([
    ['ArrowDown', -1, 0],
    ['ArrowDown', 0, 1],
    ['ArrowDown', 5, 0],
    ['ArrowUp', 0, 5],
    ['ArrowUp', -1, 5],
    ['ArrowUp', 3, 2],
    ['Home', 4, 0],
    ['End', 0, 5],
    ['b', 0, 2],
    ['B', 4, 2],
    ['a', 0, 4],
    ['a', 4, 0],
    ['ä', 0, 1],
    ['x', 0, undefined],
    [' ', 0, undefined],
    ['Enter', 0, undefined],
    ['Escape', 0, undefined],
    ['Tab', 0, undefined],
  ])('goes with %s from %d to %s', (key, index, expected) => {
    expect(findMenuItem(key, index, LABELS)).toBe(expected);
  });

  it('without items goes nowhere', () => {
    expect(findMenuItem('ArrowDown', -1, [])).toBeUndefined();
  });
});
