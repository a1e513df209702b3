// The answers of a synthetic session, taken from its plan and from nothing that analyses sessions.
import { isInView } from '../../src/session/aois.ts';
import { AOIS } from './pages.ts';
import { SCREEN, type Plan, type Step } from './plan-session.ts';

export type TrueFixation = {
  startMs: number;
  endMs: number;
  xScreen: number;
  yScreen: number;
  view: number;
  /** In the view's last picture; null off the page. */
  xDocumentPx: number | null;
  yDocumentPx: number | null;
  element: number;
  /** `Aoi.id`. */
  aois: readonly string[];
};

export type TrueAoi = {
  exposureMs: number;
  timeToFirstFixationMs: number | null;
  firstFixationAtMs: number | null;
  firstFixationOrder: number | null;
  fixationDwellMs: number;
  fixationCount: number;
  meanFixationMs: number | null;
  visits: number;
  revisits: number;
  shareOfTimePct: number | null;
  clicks: number;
};

export type Span = { startMs: number; endMs: number };

export type Truth = {
  fixations: TrueFixation[];
  blinks: Span[];
  /** Eyes off the screen for longer. */
  losses: Span[];
  pauses: Span[];
  /** Without pauses. */
  recordedMs: number;
  /** In which there was a gaze. */
  validMs: number;
  /** By `Aoi.id`: of every area in `AOIS`. */
  aois: Record<string, TrueAoi>;
};

type FixationStep = Extract<Step, { kind: 'fixation' }>;
/** As long an absence ends a visit. */
const ABSENCE_MS = 1000;

export function tellTruth(planned: Plan, elements: ReadonlyMap<Step, number>): Truth {
  const { steps } = planned;
  const fixations = steps.filter((step): step is FixationStep => step.kind === 'fixation');
  const spans = (kind: Step['kind']): Span[] =>
    steps.filter((step) => step.kind === kind).map(({ startMs, endMs }) => ({ startMs, endMs }));
  const pauses = spans('paused');
  const closed = [...spans('blink'), ...spans('lost')];
  const recordedMs = planned.durationMs - sum(pauses);
  const order = fixations.flatMap(({ block }) => block?.aois ?? []);
  const firsts = [...new Set(order)];
  return {
    fixations: fixations.map((step) => describe(step, elements.get(step) ?? -1)),
    blinks: spans('blink'),
    losses: spans('lost'),
    pauses,
    recordedMs,
    validMs: recordedMs - sum(closed),
    aois: Object.fromEntries(AOIS.map(({ id }) => [id, answer(planned, fixations, pauses, id, firsts)])),
  };
}

function describe(step: FixationStep, element: number): TrueFixation {
  const { at, block, scene } = step;
  const x = at.xPx;
  return {
    startMs: step.startMs,
    endMs: step.endMs,
    xScreen: x / SCREEN.widthPx,
    yScreen: at.yPx / SCREEN.heightPx,
    view: scene.view,
    xDocumentPx: block && x - step.corner.xPx + block.box.xDocumentPx,
    yDocumentPx: block && at.yPx - step.corner.yPx + block.box.yDocumentPx,
    element,
    aois: block?.aois ?? [],
  };
}

function answer(
  planned: Plan,
  fixations: readonly FixationStep[],
  pauses: readonly Span[],
  id: string,
  firsts: readonly string[],
): TrueAoi {
  const aoi = AOIS.find((one) => one.id === id)!;
  const inView = planned.views.map((view) => isInView(aoi, view));
  const shown = planned.steps.filter((step) => step.kind !== 'paused' && inView[step.scene.view] === true);
  const gazed = shown.filter(({ kind }) => kind === 'fixation' || kind === 'saccade');
  const isInside = (step: FixationStep) => step.block?.aois.includes(id) ?? false;
  const own = fixations.filter(isInside);
  const first = own[0];
  const visits = fixations.filter((step, i) => {
    const before = fixations[i - 1];
    return isInside(step) && !(before && isInside(before) && isSameVisit(before, step, pauses));
  }).length;
  return {
    exposureMs: sum(shown),
    firstFixationAtMs: first?.startMs ?? null,
    timeToFirstFixationMs: first ? sum(shown.filter(({ endMs }) => endMs <= first.startMs)) : null,
    firstFixationOrder: first ? countPlaces(fixations, firsts, id) : null,
    fixationDwellMs: sum(own),
    fixationCount: own.length,
    meanFixationMs: own.length > 0 ? sum(own) / own.length : null,
    visits,
    revisits: Math.max(0, visits - 1),
    shareOfTimePct: gazed.length > 0 ? (100 * sum(own)) / sum(gazed) : null,
    clicks: own.filter(({ clicks }) => clicks).length,
  };
}

function isSameVisit(before: FixationStep, step: FixationStep, pauses: readonly Span[]): boolean {
  const paused = pauses.some(({ startMs }) => startMs >= before.endMs && startMs <= step.startMs);
  return before.scene.view === step.scene.view && step.startMs - before.endMs <= ABSENCE_MS && !paused;
}

/** 1 + the areas whose first fixation began before; areas of one fixation share their place. */
function countPlaces(fixations: readonly FixationStep[], firsts: readonly string[], id: string): number {
  const startOf = (aoi: string) => fixations.find(({ block }) => block?.aois.includes(aoi))!.startMs;
  return 1 + firsts.filter((other) => startOf(other) < startOf(id)).length;
}

function sum(spans: readonly Span[]): number {
  return spans.reduce((total, { startMs, endMs }) => total + endMs - startMs, 0);
}
