// Where the page itself has what is fixed only at times, as a header that a script fixes once the page is scrolled: as last seen there.
import type { Box } from '../session/session-data.ts';
import { readBox, type Sight } from './fixtures.ts';

export type FreePlaces = {
  /** Of what is in sight now, as it is pictured. */
  note(sight: Sight): void;
  /** Of what was fixed in one picture, and not in another. */
  list(): [Element, Box][];
};

export function createFreePlaces(page: Window): FreePlaces {
  // Of all that was in sight: what will be fixed nobody can tell.
  const free = new WeakMap<Element, Box>();
  const fixed = new Set<Element>();
  return {
    note(sight) {
      for (const element of sight.free) free.set(element, readBox(element, page));
      for (const element of sight.fixtures) fixed.add(element);
    },
    list() {
      return [...fixed].flatMap((element): [Element, Box][] => {
        const box = element.isConnected ? free.get(element) : undefined;
        return box ? [[element, box]] : [];
      });
    },
  };
}
