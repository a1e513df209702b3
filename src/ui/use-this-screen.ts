// The screen that this page is on, and what the person told of it.
import { useEffect, useState } from 'preact/hooks';
import { readScreen, type ScreenRow } from '../storage/screens.ts';
import { identifyScreen } from '../validation/physical-screen.ts';
import { database } from './page-database.ts';
import { readPageZoom } from './read-page-zoom.ts';
import { useLiveQuery } from './use-live-query.ts';
import { usePresentScreen } from './use-present-screen.ts';

export type ThisScreen = {
  /** See `identifyScreen`. */
  id: string;
  /** Pixels of an unzoomed page. */
  widthPx: number;
  heightPx: number;
  /** CSS pixels of an unzoomed page per CSS pixel of this one. */
  pageZoom: number;
  /** What is stored of it; undefined where that is nothing, or not read yet. */
  known: ScreenRow | undefined;
};

/** null until the page zoom is known. */
export function useThisScreen(): ThisScreen | null {
  const { widthScreenPx: widthPx, heightScreenPx: heightPx } = usePresentScreen();
  const scale = usePageScale();
  const id = scale && identifyScreen({ widthPx, heightPx }, scale.devicePixelRatio, scale.pageZoom);
  const stored = useLiveQuery(async () => (id ? readScreen(database, id) : undefined), [id]);
  if (!scale || !id) return null;
  const known = stored.status === 'ready' && stored.value?.id === id ? stored.value : undefined;
  return { id, widthPx, heightPx, pageZoom: scale.pageZoom, known };
}

type PageScale = { pageZoom: number; devicePixelRatio: number };

function usePageScale(): PageScale | null {
  const [scale, setScale] = useState<PageScale | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const look = async (): Promise<void> => {
      const pageZoom = await readPageZoom();
      if (!controller.signal.aborted) setScale({ pageZoom, devicePixelRatio: window.devicePixelRatio });
    };
    void look();
    // A zoom changes the window's size in CSS pixels; so does a move to a screen of another scale factor.
    window.addEventListener('resize', () => void look(), { signal: controller.signal });
    return () => controller.abort();
  }, []);
  return scale;
}
