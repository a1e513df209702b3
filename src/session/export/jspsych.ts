// A session as jsPsych keeps the data of an experiment with eye tracking: one trial for each time that a page was in front.
import { placeAoi, type PlacedAoi } from '../aois.ts';
import type { Session } from '../session-data.ts';
import type { SessionAnalysis } from './analyse-session.ts';
import { nameParticipant } from '../../heatmap/page-heat.ts';

/** As `getBoundingClientRect` gives it when the trial begins: CSS px of the viewport. */
export type TargetRect = {
  x: number;
  y: number;
  width: number;
  height: number;
  top: number;
  right: number;
  bottom: number;
  left: number;
};

/** `webgazer_data` and `webgazer_targets` are shaped as jsPsych's own extension shapes them. */
export type JsPsychTrial = {
  trial_type: 'fovea-page';
  trial_index: number;
  plugin_version: string;
  extension_type: ['fovea'];
  /** ms from the session's begin to the trial's end. */
  time_elapsed: number;
  participant: string;
  session: string;
  view: number;
  url: string;
  title: string;
  /** CSS px of the viewport; `t` in ms since the trial began. Lost samples and those off the page are not there. */
  webgazer_data: { x: number; y: number; t: number }[];
  /** The areas of interest on the page, by name. */
  webgazer_targets: Record<string, TargetRect>;
};

type Span = { view: number; first: number; end: number };

/**
 * The array that `jsPsych.data.get().json()` would give. A trial lasts while the same page is in front.
 * @see https://www.jspsych.org/latest/extensions/webgazer/#data-generated
 */
export function createJsPsychTrials(session: Session, { aois }: SessionAnalysis): JsPsychTrial[] {
  const placed = aois.map((aoi) => placeAoi(aoi, session));
  const { info, views, samples } = session;
  return listSpans(session).map(({ view, first, end }, index) => {
    const startMs = samples.timestampMs[first]!;
    const data: JsPsychTrial['webgazer_data'] = [];
    for (let i = first; i < end; i += 1) {
      const [x, y] = [samples.xViewportPx[i]!, samples.yViewportPx[i]!];
      if (Number.isNaN(x) || Number.isNaN(y)) continue;
      data.push({ x: round(x, 2), y: round(y, 2), t: round(samples.timestampMs[i]! - startMs, 1) });
    }
    return {
      trial_type: 'fovea-page',
      trial_index: index,
      plugin_version: info.foveaVersion,
      extension_type: ['fovea'],
      time_elapsed: round(samples.timestampMs[end - 1]!, 1),
      participant: nameParticipant({ info }),
      session: info.id,
      view,
      url: views[view]!.url,
      title: views[view]!.title,
      webgazer_data: data,
      webgazer_targets: findTargets(placed, view, findScroll(session, view, startMs)),
    };
  });
}

/** Samples one after the other with the same page in front. */
function listSpans({ samples: { view } }: Session): Span[] {
  const spans: Span[] = [];
  for (let first = 0, i = 1; i <= view.length; i += 1) {
    if (i < view.length && view[i] === view[first]) continue;
    if (view[first]! >= 0) spans.push({ view: view[first]!, first, end: i });
    first = i;
  }
  return spans;
}

function findScroll({ events }: Session, view: number, timestampMs: number): { x: number; y: number } {
  let scroll = { x: 0, y: 0 };
  for (const event of events) {
    if (event.timestampMs > timestampMs) break;
    if (event.type === 'scroll' && event.view === view) scroll = { x: event.xScrollPx, y: event.yScrollPx };
  }
  return scroll;
}

function findTargets(placed: readonly PlacedAoi[], view: number, scroll: { x: number; y: number }) {
  const targets: Record<string, TargetRect> = {};
  for (const area of placed) {
    const [box] = area.boxesIn(view);
    if (!box) continue;
    const x = box.xDocumentPx - scroll.x;
    const y = box.yDocumentPx - scroll.y;
    const { widthPx: width, heightPx: height } = box;
    targets[area.aoi.name] = { x, y, width, height, top: y, right: x + width, bottom: y + height, left: x };
  }
  return targets;
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
