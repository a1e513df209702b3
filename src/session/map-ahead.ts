// Asks for the next few while one is used: what waits for a disk or another process then waits together.

/**
 * What `work` makes of each item, in their order; at most `ahead` of them are made or wait to be taken at once. Ends at the
 * first that fails, with its error; the rest of those under way is left alone.
 */
export async function* mapAhead<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const iterator = items[Symbol.iterator]();
  const underWay: Promise<Result>[] = [];
  const begin = (): boolean => {
    const { done, value } = iterator.next();
    if (done) return false;
    const made = work(value);
    // It is told of when its turn comes, which it may not.
    made.catch(() => undefined);
    underWay.push(made);
    return true;
  };
  while (underWay.length < ahead && begin());
  for (let next = underWay.shift(); next; next = underWay.shift()) {
    const made = await next;
    // In halves: what is asked for at once can be read at once.
    if (underWay.length <= ahead / 2) while (underWay.length < ahead && begin());
    yield made;
  }
}
