import { describe, expect, it } from 'vitest';
import type { MeasurementOrder } from '../../../training/render/output/measurement-writer.ts';
import { takeNext } from '../../../training/render/render-all.ts';

const order = (person: string, sitting: number): MeasurementOrder => ({
  seed: '1',
  person,
  sitting,
  plan: 'dots',
  frames: 1,
  sizePx: 64,
  out: 'nowhere',
});

describe('takeNext', () => {
  it('gives a worker the sittings of one person one after the other, and each worker a person of its own', () => {
    const queue = ['a', 'b', 'c'].flatMap((person) => [order(person, 1), order(person, 2)]);
    const first = takeNext(queue, undefined, []);
    const other = takeNext(queue, undefined, [first!]);
    const second = takeNext(queue, first, [other!]);
    expect([first, other, second]).toEqual([order('a', 1), order('b', 1), order('a', 2)]);
    expect(takeNext(queue, second, [other!])).toEqual(order('c', 1));
  });

  it('leaves nothing undone: the last sittings go to whoever is free', () => {
    const queue = [order('a', 2)];
    expect(takeNext(queue, undefined, [order('a', 1)])).toEqual(order('a', 2));
    expect(takeNext(queue, undefined, [])).toBeUndefined();
  });
});
