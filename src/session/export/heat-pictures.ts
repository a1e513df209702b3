// The heatmaps that a session is exported with: one for each page that gaze was on, ready to be drawn in any format.
import { describeHeat } from '../../heatmap/caption.ts';
import type { HeatOptions, HeatSource } from '../../heatmap/heat-points.ts';
import { computePageHeat, type PageHeat } from '../../heatmap/page-heat.ts';
import { DEFAULT_PAINT, type PaintOptions } from '../../heatmap/paint-page.ts';
import type { Shot } from '../session-data.ts';
import { joinSizes, listPages, makePageKey, measurePage, type DocumentSize } from '../session-pages.ts';

export type HeatSettings = {
  heat: HeatOptions;
  paint: PaintOptions;
  /** Lines of equal heat, as shares of the hottest. */
  contours: readonly number[];
};

export const DEFAULT_HEAT_SETTINGS: HeatSettings = {
  heat: { from: 'fixations', weight: 'duration', normalization: 'participant' },
  paint: DEFAULT_PAINT,
  contours: [0.1, 0.25, 0.5, 0.75],
};

export type HeatPicture = {
  /** `01-example.org-path`, for file names. */
  name: string;
  url: string;
  size: DocumentSize;
  heat: PageHeat;
  /** The session's pictures of the page; none below the level of screenshots. */
  shots: readonly Shot[];
  /** What the colours mean: spread, weight, normalization, how many. */
  caption: string;
  settings: HeatSettings;
};

/**
 * One for each page with gaze on it, in the order in which pages were first seen.
 * @param sources One for each session; pages are the same where their keys are. Of several, no pictures are shown.
 */
export function createHeatPictures(
  sources: readonly Omit<HeatSource, 'views'>[],
  settings: HeatSettings,
  now: Date,
): HeatPicture[] {
  const pages = new Map<string, HeatSource[]>();
  for (const source of sources) {
    for (const { key, views } of listPages(source.session)) {
      const known = pages.get(key);
      if (known) known.push({ ...source, views });
      else pages.set(key, [{ ...source, views }]);
    }
  }
  const pictures: HeatPicture[] = [];
  for (const [key, visits] of pages) {
    const size = joinSizes(visits.map(({ session, views }) => measurePage(session, views)));
    const area = { xDocumentPx: 0, yDocumentPx: 0, ...size };
    const heat = computePageHeat(visits, area, settings.heat);
    if (!(heat.peak > 0)) continue;
    pictures.push({
      name: `${String(pictures.length + 1).padStart(2, '0')}-${namePage(key)}`,
      url: key,
      size,
      heat,
      shots: visits.length === 1 ? listShots(visits[0]!) : [],
      caption: describeHeat(heat, now),
      settings,
    });
  }
  return pictures;
}

function listShots({ session, views }: HeatSource): Shot[] {
  return session.shots.filter(({ view }) => views.includes(view));
}

/** `https://shop.example/a/b?q=1` -> `shop.example-a-b` */
function namePage(key: string): string {
  const { hostname, pathname } = URL.parse(makePageKey(key)) ?? { hostname: '', pathname: key };
  const plain = `${hostname}${pathname}`.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  return plain === '' ? 'page' : plain.slice(0, 60);
}
