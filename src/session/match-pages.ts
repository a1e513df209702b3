// Which pages two groups of sessions have in common, by address.
import type { SessionPage } from './session-pages.ts';

/** A page in one session. */
export type PagePart = { sessionId: string; page: SessionPage };

export type MatchedPages = {
  /** Seen in both groups. */
  both: { key: string; title: string; first: PagePart[]; second: PagePart[] }[];
  /** Seen in the first group only, and in the second only. */
  onlyFirst: SessionPage[];
  onlySecond: SessionPage[];
};

type Group = readonly { id: string; pages: readonly SessionPage[] }[];

/** In the order of the first group's sessions. */
export function matchPages(first: Group, second: Group): MatchedPages {
  const [ofFirst, ofSecond] = [collect(first), collect(second)];
  const both: MatchedPages['both'] = [];
  for (const [key, parts] of ofFirst) {
    const others = ofSecond.get(key);
    if (others) both.push({ key, title: parts[0]!.page.title, first: parts, second: others });
  }
  return { both, onlyFirst: listOthers(ofFirst, ofSecond), onlySecond: listOthers(ofSecond, ofFirst) };
}

/** Pages that the other group has not. */
function listOthers(own: Map<string, PagePart[]>, other: Map<string, PagePart[]>): SessionPage[] {
  return [...own].filter(([key]) => !other.has(key)).map(([, parts]) => parts[0]!.page);
}

function collect(group: Group): Map<string, PagePart[]> {
  const parts = new Map<string, PagePart[]>();
  for (const { id, pages } of group) {
    for (const page of pages) {
      const part = { sessionId: id, page };
      const own = parts.get(page.key);
      if (own) own.push(part);
      else parts.set(page.key, [part]);
    }
  }
  return parts;
}
