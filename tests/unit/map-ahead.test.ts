// The next few are asked for while one is used, and come in their order.
import { describe, expect, it } from 'vitest';
import { mapAhead } from '../../src/session/map-ahead.ts';

/** What ends when it is told to, and keeps account of how many are under way. */
function createWork() {
  const begun: number[] = [];
  type End = { resolve: (made: string) => void; reject: (error: Error) => void };
  const ends = new Map<number, End>();
  const work = (item: number): Promise<string> => {
    begun.push(item);
    return new Promise((resolve, reject) => ends.set(item, { resolve, reject }));
  };
  const end = (item: number): void => ends.get(item)!.resolve(`made of ${item}`);
  const fail = (item: number): void => ends.get(item)!.reject(new Error('it broke'));
  return { begun, work, end, fail };
}

const collect = async (made: AsyncIterable<string>): Promise<string[]> => {
  const all: string[] = [];
  for await (const one of made) all.push(one);
  return all;
};

describe('what is mapped ahead', () => {
  it('comes in the order of the items, whichever ends first', async () => {
    const { work, end } = createWork();
    const all = collect(mapAhead([1, 2, 3], 3, work));
    for (const item of [3, 1, 2]) {
      await new Promise((resolve) => setTimeout(resolve));
      end(item);
    }
    expect(await all).toEqual(['made of 1', 'made of 2', 'made of 3']);
  });

  it('is asked for in batches, and never more of it than may be', async () => {
    const { begun, work, end } = createWork();
    const made = mapAhead([1, 2, 3, 4, 5, 6, 7], 4, work);
    const take = async (item: number) => {
      const next = made.next();
      await new Promise((resolve) => setTimeout(resolve));
      end(item);
      expect((await next).value).toBe(`made of ${item}`);
    };
    await take(1);
    expect(begun).toEqual([1, 2, 3, 4]);
    await take(2);
    expect(begun).toEqual([1, 2, 3, 4, 5, 6]);
    await take(3);
    expect(begun).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('of nothing is nothing, and of one at a time is all', async () => {
    expect(await collect(mapAhead([], 4, createWork().work))).toEqual([]);
    expect(await collect(mapAhead([1, 2], 1, async (item) => String(item)))).toEqual(['1', '2']);
  });

  it('ends with the first error, after what came before it', async () => {
    const { work, end, fail } = createWork();
    const made = mapAhead([1, 2, 3], 3, work);
    const first = made.next();
    await new Promise((resolve) => setTimeout(resolve));
    // The later one fails first: nobody has asked for it yet, and it is no error of nobody's.
    fail(2);
    end(1);
    expect((await first).value).toBe('made of 1');
    await expect(made.next()).rejects.toThrow('it broke');
    expect((await made.next()).done).toBe(true);
  });
});
