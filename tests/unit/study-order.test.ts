import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeWilliamsSquare, orderTasks } from '../../src/study/order.ts';

const counts = fc.integer({ min: 1, max: 24 });
const code = fc.stringMatching(/^[A-Z0-9]{8}$/);

function tasks(count: number) {
  return Array.from({ length: count }, (_, index) => ({ id: `t${index}` }));
}

/** How often each value occurs. */
function tally(values: readonly string[]): Map<string, number> {
  const counted = new Map<string, number>();
  for (const value of values) counted.set(value, (counted.get(value) ?? 0) + 1);
  return counted;
}

describe('the Williams design', () => {
  it('has each thing in each place equally often', () => {
    fc.assert(
      fc.property(counts, (count) => {
        const square = makeWilliamsSquare(count);
        const places = tally(square.flatMap((row) => row.map((item, place) => `${item} at ${place}`)));
        expect(places.size).toBe(count * count);
        expect(new Set(places.values())).toEqual(new Set([square.length / count]));
      }),
    );
  });

  it('has each thing follow each other one equally often', () => {
    fc.assert(
      fc.property(
        counts.filter((count) => count > 1),
        (count) => {
          const square = makeWilliamsSquare(count);
          const pairs = tally(
            square.flatMap((row) => row.slice(1).map((item, place) => `${row[place]} ${item}`)),
          );
          expect(pairs.size).toBe(count * (count - 1));
          expect(new Set(pairs.values())).toEqual(new Set([square.length / count]));
        },
      ),
    );
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 6],
    [4, 4],
    [5, 10],
  ])('of %i has %i rows', (count, rows) => {
    expect(makeWilliamsSquare(count)).toHaveLength(rows);
  });

  it('of four is the published one', () => {
    expect(makeWilliamsSquare(4)).toEqual([
      [0, 1, 3, 2],
      [1, 2, 0, 3],
      [2, 3, 1, 0],
      [3, 0, 2, 1],
    ]);
  });
});

describe('a participant’s order', () => {
  it.each(['fixed', 'random', 'latin-square'] as const)(
    '%s: has every task once, and is always the same',
    (order) => {
      fc.assert(
        fc.property(counts, code, (count, participant) => {
          const study = { order, tasks: tasks(count) };
          const ordered = orderTasks(study, participant);
          expect(ordered.toSorted()).toEqual(study.tasks.map(({ id }) => id).toSorted());
          expect(orderTasks(study, participant)).toEqual(ordered);
          if (order === 'fixed') expect(ordered).toEqual(study.tasks.map(({ id }) => id));
        }),
      );
    },
  );

  it.each([
    ['latin-square', 4, 4],
    ['latin-square', 3, 6],
    ['random', 3, 6],
  ] as const)('%s of %i tasks: each of the %i orders is as likely as the others', (order, count, orders) => {
    const participants = 6000;
    const given = Array.from({ length: participants }, (_, index) =>
      orderTasks({ order, tasks: tasks(count) }, `P${(index * 7919).toString(36).padStart(7, '0')}`).join(
        ' ',
      ),
    );
    const often = [...tally(given).values()];
    expect(often).toHaveLength(orders);
    // Chi squared of up to five degrees of freedom is beyond 20.5 once in a thousand times; this is always the same draw.
    const expected = participants / orders;
    expect(often.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)).toBeLessThan(20.5);
  });
});
