// The report page's addresses: what follows `#`.

/** What a session's view shows; the first one is shown where the address names none. */
export const SESSION_TABS = ['heatmap', 'gaze', 'replay', 'areas', 'quality'] as const;
export type SessionTab = (typeof SESSION_TABS)[number];

export type SessionAddress = { id: string; tab: SessionTab; page: number };

/** @param page place in the session's list of pages */
export function linkSession(id: string, tab: SessionTab = 'heatmap', page = 0): string {
  return `#session/${encodeURIComponent(id)}/${tab}/${page}`;
}

/** `ID/TAB/PAGE` as {@link linkSession} writes it, of which the last two may be missing. */
export function parseSessionAddress(detail: string): SessionAddress {
  const [id = '', tab, page] = detail.split('/');
  return {
    id,
    tab: SESSION_TABS.find((known) => known === tab) ?? 'heatmap',
    page: Math.max(0, Math.trunc(Number(page)) || 0),
  };
}

/** Two groups of sessions, by id. */
export type ComparedIds = [a: string[], b: string[]];

export function linkComparison([a, b]: ComparedIds): string {
  return `#compare/${a.map(encodeURIComponent).join(',')}/${b.map(encodeURIComponent).join(',')}`;
}

export function parseComparison(detail: string): ComparedIds {
  const [a = '', b = ''] = detail.split('/');
  return [splitIds(a), splitIds(b)];
}

function splitIds(ids: string): string[] {
  return ids.split(',').filter(Boolean);
}
