// The picture of one page of a session, as layers: stitched at once, and again when what is fixed to the viewport is known.
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Session } from '../../../src/session/session-data.ts';
import { measurePage, type DocumentSize, type SessionPage } from '../../../src/session/session-pages.ts';
import { measureSeenShare, stitchShots, type Piece } from '../../../src/session/stitch-shots.ts';
import { askAnalysis } from '../worker/ask-analysis.ts';
import type { Layer } from './layers.ts';
import { createOutlineLayer, createShotsLayer } from './page-layers.ts';
import { createShotLoader } from './shot-loader.ts';

export type PagePicture = {
  size: DocumentSize;
  /** A new one whenever more of the picture is there. */
  layer: Layer;
  /** 0..1 of the page; null where no pictures were taken. */
  seenShare: number | null;
};

/** What of a session its pages' pictures are made of. */
export type Pictured = Pick<Session, 'info' | 'elements' | 'events' | 'shots'>;

export function usePagePicture(session: Pictured, page: SessionPage): PagePicture {
  const { id } = session.info;
  const key = `${id} ${page.key}`;
  const [loaded, setLoaded] = useState(0);
  const [better, setBetter] = useState<{ key: string; pieces: Piece[] } | null>(null);
  const size = useMemo(() => measurePage(session, page.views), [session, key]);
  const shots = useMemo(() => session.shots.filter(({ view }) => page.views.includes(view)), [session, key]);
  const first = useMemo(() => stitchShots(shots, new Map()), [shots]);
  const loader = useMemo(() => {
    const ending = new AbortController();
    const created = createShotLoader(id, () => setLoaded((count) => count + 1), ending.signal);
    return { ...created, end: () => ending.abort() };
  }, [id]);
  useEffect(() => () => loader.end(), [loader]);
  useEffect(() => {
    const ending = new AbortController();
    // Pictures that tell what is fixed in them are put together right at once.
    if (shots.length > 1 && shots.some(({ fixtures }) => !fixtures)) {
      void askAnalysis(ending.signal, (analysis, ticket) => analysis.stitch(ticket, id, page.views))
        .then((pieces) => setBetter({ key, pieces }))
        // Without it the picture has a header too many.
        .catch(() => undefined);
    }
    return () => ending.abort();
  }, [key]);
  const pieces = better?.key === key ? better.pieces : first;
  const layer = useMemo(
    () =>
      shots.length > 0
        ? createShotsLayer(pieces, loader)
        : createOutlineLayer(session.elements.filter(({ view }) => page.views.includes(view))),
    [pieces, loader, loaded],
  );
  const seenShare = useMemo(
    () => (shots.length > 0 ? measureSeenShare(pieces, size) : null),
    [pieces, shots, size],
  );
  return { size, layer, seenShare };
}
