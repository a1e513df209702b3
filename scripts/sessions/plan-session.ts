// The course of a synthetic session, moment by moment: what the eyes, the pages and the recording do, and when.
import type { Random } from '../../src/measurement/random.ts';
import type { SessionEvent, Shot, View } from '../../src/session/session-data.ts';
import type { Block, Page } from './pages.ts';

/** Px of the screen. */
export type ScreenPx = { xPx: number; yPx: number };

/** Stands for as long as a step lasts. */
export type Scene = {
  /** `View.index` in front, -1 where there is no page. */
  view: number;
  scrollPx: number;
  /** By how much a banner at the top pushes the document down; it is gone in the view's last picture. */
  bannerPx: number;
  /** How far the inner scroller is scrolled. */
  innerPx: number;
};

export type Step = { startMs: number; endMs: number; scene: Scene } & (
  | { kind: 'fixation'; at: ScreenPx; block: Block | null; corner: ScreenPx; clicks: boolean }
  | { kind: 'saccade'; from: ScreenPx; to: ScreenPx }
  | { kind: 'blink' | 'lost' | 'paused' }
);

export type Plan = {
  steps: Step[];
  events: SessionEvent[];
  views: View[];
  /** By `View.index`. */
  pages: Page[];
  shots: Shot[];
  /** By `Shot.index`: as it was then. */
  shotScenes: Scene[];
  durationMs: number;
};

type PlanOptions = {
  pages: readonly Page[];
  durationMs: number;
  saccadeMs: number;
  interruptions: boolean;
  screenshots: boolean;
  random: Random;
};

export const SCREEN = { widthPx: 1920, heightPx: 1080 };
/** Where the viewport's corner is on the screen, its size in CSS px, and no zoom. */
export const VIEWPORT = { xScreenPx: 60, yScreenPx: 120, widthPx: 1800, heightPx: 940 };
/** What sticks to the top of the viewport covers so much of it. */
const STUCK_PX = 100;
const BANNER_PX = 80;
const INNER_SCROLL_PX = 200;
/** Two fixations in a row lie at least so far apart: farther than noise goes. */
const LEAST_STEP_PX = 330;
/** Gaze rests within so many px of a block's middle. */
const OFF_MIDDLE_PX = 12;
/** So far from the viewport's edges, that noise does not carry it over. */
const INSET_PX = 50;

export function plan(options: PlanOptions): Plan {
  const course = createCourse(options);
  const { random, durationMs } = options;
  let visit = 0;
  while (course.nowMs() < durationMs) {
    course.goToPage(visit);
    const leaveMs = Math.min(durationMs, course.nowMs() + 8000 + 14_000 * random());
    while (course.nowMs() < leaveMs) course.lookAround(visit);
    visit += 1;
    if (options.interruptions && visit % 4 === 0) course.goAway();
    if (options.interruptions && visit % 6 === 0) course.pause();
  }
  return course.finish();
}

function createCourse({ pages, durationMs, saccadeMs, interruptions, screenshots, random }: PlanOptions) {
  const made: Plan = { steps: [], events: [], views: [], pages: [], shots: [], shotScenes: [], durationMs };
  const tabs: (number | undefined)[] = [];
  const scrolls: number[] = [];
  let nowMs = 0;
  let scene: Scene = { view: -1, scrollPx: 0, bannerPx: 0, innerPx: 0 };
  let gaze: ScreenPx = { xPx: 960, yPx: 540 };

  const between = (from: number, to: number) => from + (to - from) * random();
  const chance = (share: number) => random() < share;

  const addStep = (step: DistributiveOmit<Step, 'startMs' | 'endMs' | 'scene'>, ms: number): void => {
    if (ms <= 0 || nowMs >= durationMs) return;
    const endMs = Math.min(durationMs, nowMs + ms);
    made.steps.push({ ...step, startMs: nowMs, endMs, scene } as Step);
    nowMs = endMs;
  };

  const fixate = (at: ScreenPx, block: Block | null): void => {
    addStep({ kind: 'saccade', from: gaze, to: at }, saccadeMs);
    // At least six frames of 30 a second; 0.37 s on average, with a long tail.
    const ms = 200 + Math.min(900, -170 * Math.log(1 - random()));
    // The end of the session cuts no fixation short.
    if (nowMs + ms > durationMs) return addStep({ kind: 'lost' }, durationMs - nowMs);
    const corner = block ? findCorner(block, scene) : at;
    addStep({ kind: 'fixation', at, block, corner, clicks: block !== null && chance(0.04) }, ms);
    gaze = at;
  };

  const takeShot = (): void => {
    if (!screenshots || scene.view === -1) return;
    made.shots.push({
      index: made.shots.length,
      view: scene.view,
      timestampMs: nowMs,
      xDocumentPx: 0,
      yDocumentPx: scene.scrollPx,
      widthPx: VIEWPORT.widthPx,
      heightPx: VIEWPORT.heightPx,
      widthImagePx: VIEWPORT.widthPx,
      heightImagePx: VIEWPORT.heightPx,
      bytes: 24_000,
    });
    made.shotScenes.push(scene);
  };

  const scrollTo = (scrollPx: number): void => {
    const { view } = scene;
    scene = { ...scene, scrollPx };
    scrolls[view] = scrollPx;
    made.events.push({ type: 'scroll', timestampMs: nowMs, view, xScrollPx: 0, yScrollPx: scrollPx });
    takeShot();
  };

  const tellOfDocument = (): void => {
    const { heightPx, widthPx } = made.pages[scene.view]!;
    const height = heightPx + scene.bannerPx;
    made.events.push({ type: 'document', timestampMs: nowMs, view: scene.view, widthPx, heightPx: height });
  };

  const hide = (): void => {
    if (scene.view !== -1) made.events.push({ type: 'hide', timestampMs: nowMs, view: scene.view });
    scene = { view: -1, scrollPx: 0, bannerPx: 0, innerPx: 0 };
  };

  return {
    nowMs: () => nowMs,

    /** A new document, a route of the one that is there, or the other tab as it was left. */
    goToPage(visit: number): void {
      const tab = visit % 5 === 3 ? 1 : 0;
      const before = tabs[tab];
      const cause = tab === 0 && visit % 5 === 2 && before !== undefined ? 'route' : 'load';
      hide();
      const returns = tab === 1 && before !== undefined && visit % 2 === 0;
      const view = returns ? before : made.views.length;
      tabs[tab] = view;
      if (!returns) {
        const page = pages[tab === 1 ? 3 + (Math.floor(visit / 5) % 2) : visit % 3]!;
        made.pages.push(page);
        made.views.push({ index: view, tab, url: page.url, title: page.title, timestampMs: nowMs, cause });
      }
      const bannerPx = !returns && view % 3 === 1 ? BANNER_PX : 0;
      scene = { view, scrollPx: scrolls[view] ?? 0, bannerPx, innerPx: 0 };
      made.events.push({ type: 'show', timestampMs: nowMs, view });
      if (returns) return;
      const { widthPx, heightPx } = VIEWPORT;
      const size = { widthPx, heightPx, zoom: 1, devicePixelRatio: 1 };
      made.events.push({ type: 'viewport', timestampMs: nowMs, view, ...size });
      tellOfDocument();
      scrollTo(0);
    },

    /** A fixation on the page or beside it, after what happens between two. */
    lookAround(visit: number): void {
      if (interruptions && chance(0.06)) addStep({ kind: 'blink' }, between(150, 260));
      if (interruptions && chance(0.008)) addStep({ kind: 'lost' }, between(1500, 3000));
      if (interruptions && chance(0.03)) return fixate({ xPx: between(300, 1600), yPx: 20 }, null);
      if (chance(0.01)) made.events.push({ type: 'marker', timestampMs: nowMs, label: `Task ${visit}` });
      if (scene.bannerPx > 0 && chance(0.1)) {
        scene = { ...scene, bannerPx: 0 };
        tellOfDocument();
        takeShot();
      }
      if (chance(0.05)) scene = { ...scene, innerPx: INNER_SCROLL_PX - scene.innerPx };
      const lowestPx = made.pages[scene.view]!.heightPx - VIEWPORT.heightPx;
      if (chance(0.12)) {
        const by = chance(0.75) ? between(250, 700) : -between(250, 700);
        const scrollPx = Math.round(Math.min(lowestPx, Math.max(0, scene.scrollPx + by)));
        if (Math.abs(scrollPx - scene.scrollPx) > 100) scrollTo(scrollPx);
      }
      const target = chooseTarget(made.pages[scene.view]!, scene, gaze, random);
      if (target) fixate(target.at, target.block);
      else scrollTo(Math.round(lowestPx * random()));
    },

    /** Where nothing is recorded of the page. */
    goAway(): void {
      hide();
      made.events.push({ type: 'away', timestampMs: nowMs, reason: chance(0.5) ? 'excluded' : 'forbidden' });
      const untilMs = nowMs + between(1500, 4000);
      while (nowMs < Math.min(durationMs, untilMs)) {
        const far = gaze.xPx < 960 ? between(1400, 1800) : between(100, 500);
        fixate({ xPx: far, yPx: between(200, 900) }, null);
      }
    },

    pause(): void {
      if (nowMs >= durationMs) return;
      made.events.push({ type: 'pause', timestampMs: nowMs });
      addStep({ kind: 'paused' }, between(2000, 6000));
      made.events.push({ type: 'resume', timestampMs: nowMs });
    },

    finish(): Plan {
      hide();
      return made;
    },
  };
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A block's upper left corner on the screen. */
export function findCorner({ box, attachment }: Block, scene: Scene): ScreenPx {
  const moved = attachment === 'viewport' ? 0 : scene.bannerPx - scene.scrollPx;
  const inner = attachment === 'scroller' ? scene.innerPx : 0;
  return {
    xPx: VIEWPORT.xScreenPx + box.xDocumentPx,
    yPx: VIEWPORT.yScreenPx + box.yDocumentPx + moved - inner,
  };
}

/** Whether a viewport's place is one where the block can be seen, not what sticks above it. */
export function isUncovered({ attachment }: Block, yScreenPx: number): boolean {
  return attachment === 'viewport' || yScreenPx >= VIEWPORT.yScreenPx + STUCK_PX;
}

function chooseTarget(page: Page, scene: Scene, gaze: ScreenPx, random: Random) {
  const places = page.blocks.flatMap((block) => {
    const corner = findCorner(block, scene);
    const xPx = corner.xPx + block.box.widthPx / 2 + OFF_MIDDLE_PX * (2 * random() - 1);
    const yPx = corner.yPx + block.box.heightPx / 2 + OFF_MIDDLE_PX * (2 * random() - 1);
    const top = VIEWPORT.yScreenPx + (block.attachment === 'viewport' ? 0 : STUCK_PX + INSET_PX);
    const bottom = VIEWPORT.yScreenPx + VIEWPORT.heightPx - INSET_PX;
    const hidden = block.attachment === 'scroller' && block.box.yDocumentPx < 640 + scene.innerPx;
    const near = Math.hypot(xPx - gaze.xPx, yPx - gaze.yPx) < LEAST_STEP_PX;
    return yPx < top || yPx > bottom || hidden || near ? [] : [{ at: { xPx, yPx }, block }];
  });
  return places[Math.floor(random() * places.length)];
}
