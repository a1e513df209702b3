// The picture of a page for a group: that of the session which has most of it.
import type { PagePart } from '../../../src/session/match-pages.ts';
import { usePagePicture, type PagePicture } from '../stage/use-page-picture.ts';
import type { SessionOutline } from '../worker/analysis-worker.ts';

export function useBestPicture(
  parts: readonly PagePart[],
  sessions: ReadonlyMap<string, SessionOutline>,
): PagePicture {
  const countShots = ({ sessionId, page }: PagePart): number =>
    sessions.get(sessionId)!.pictured.shots.filter(({ view }) => page.views.includes(view)).length;
  const best = parts.reduce((most, part) => (countShots(part) > countShots(most) ? part : most));
  return usePagePicture(sessions.get(best.sessionId)!.pictured, best.page);
}
