// Has the page pictured when that is due: without Fovea's own overlay, and only while it stands still.
import { OVERLAY_TAG, TASK_BAR_TAG } from '../overlay/own-elements.ts';
import type { ShotPlace } from '../session/page-report.ts';
import { waitForPaint } from '../overlay/picture.ts';
import { createShotPlan, type Area } from './shot-plan.ts';
import { watchChanges } from './watch-changes.ts';

const SECOND = 1000;
const LOOK_EVERY_MS = 0.25 * SECOND;
/** A picture that is not taken by then will not be. */
const PICTURED_WITHIN_MS = 4 * SECOND;
/** So much change while it is taken, and it may show either. */
const MOST_CHANGE = 0.5;

export type ShotDependencies = {
  /** The page's own number of the view that is shown; null while none is. */
  view(): number | null;
  /** What stays in the viewport now. */
  listFixtures(): Pick<ShotPlace, 'fixtures' | 'homes'>;
  /** Asks for a picture; the answer comes by `pictured`. */
  ask(id: number, place: ShotPlace): void;
  /** Whether the page stood still; where it did, the picture is kept. */
  judge(id: number, still: boolean): void;
  /** The page is pictured as it is now, in the picture of this time. */
  onTaken(timestampMs: number): void;
};

export type Shots = {
  /** The picture is taken, or could not be. */
  pictured(id: number, taken: boolean): void;
  /** The page has changed where it does not see it itself. */
  stir(): void;
  /** Another view is shown. */
  reset(): void;
};

export function takeShots(signal: AbortSignal, dependencies: ShotDependencies, page: Window = window): Shots {
  const plan = createShotPlan();
  let count = 0;
  let waiting: { id: number; resolve: (taken: boolean) => void } | null = null;
  let busy = false;

  const ask = (place: ShotPlace): Promise<boolean> =>
    new Promise((resolve) => {
      const id = (count += 1);
      waiting = { id, resolve };
      setTimeout(() => pictured(id, false), PICTURED_WITHIN_MS);
      dependencies.ask(id, place);
    });
  const pictured = (id: number, taken: boolean): void => {
    if (waiting?.id !== id) return;
    waiting.resolve(taken);
    waiting = null;
  };

  const shoot = async (view: number): Promise<void> => {
    const showOverlay = await hideOverlay(page);
    try {
      if (signal.aborted || page.document.hidden) return;
      const [place, change] = [readShotPlace(view, page), plan.change()];
      const taken = await ask({ ...place, ...dependencies.listFixtures() });
      if (!taken) return plan.rest(Date.now());
      const changed = plan.change() - change;
      const still = !signal.aborted && changed < MOST_CHANGE && isSamePlace(place, readShotPlace(view, page));
      dependencies.judge(count, still && dependencies.view() === view);
      if (!still) return plan.rest(Date.now());
      plan.took(Date.now(), toArea(place));
      dependencies.onTaken(place.timestampMs);
    } finally {
      showOverlay();
    }
  };
  const look = (): void => {
    const view = dependencies.view();
    if (busy || view === null || !plan.isDue(Date.now(), toArea(readShotPlace(view, page)))) return;
    busy = true;
    void shoot(view).finally(() => (busy = false));
  };

  const timer = setInterval(look, LOOK_EVERY_MS);
  page.addEventListener('scroll', () => plan.stir(Date.now()), { passive: true, signal });
  page.addEventListener('resize', () => plan.stir(Date.now(), 1), { passive: true, signal });
  watchChanges(signal, (share) => plan.stir(Date.now(), share), page);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    if (waiting) pictured(waiting.id, false);
  });
  return { pictured, stir: () => plan.stir(Date.now(), 1), reset: () => plan.reset() };
}

/** Takes Fovea's own elements out of the picture, if there are any; answers how they come back. */
async function hideOverlay({ document }: Window): Promise<() => void> {
  const selector = [OVERLAY_TAG, TASK_BAR_TAG].map((tag) => `html > ${tag}`).join();
  const own = [...document.querySelectorAll<HTMLElement>(selector)];
  if (own.length === 0) return () => undefined;
  const before = own.map(({ style }) => style.getPropertyValue('opacity'));
  for (const { style } of own) style.setProperty('opacity', '0', 'important');
  // In a tab that is hidden meanwhile no frames come.
  const hidden = new Promise<void>((resolve) =>
    document.addEventListener('visibilitychange', () => resolve(), { once: true }),
  );
  await Promise.race([waitForPaint(), hidden]);
  return () => own.forEach(({ style }, i) => style.setProperty('opacity', before[i]!, 'important'));
}

/** What a picture of the tab shows: under a pinch zoom a part of the viewport. */
function readShotPlace(view: number, page: Window): ShotPlace {
  const { visualViewport: pinched } = page;
  const zoomed = pinched !== null && pinched.scale !== 1;
  return {
    view,
    timestampMs: Date.now(),
    xDocumentPx: page.scrollX + (zoomed ? pinched.offsetLeft : 0),
    yDocumentPx: page.scrollY + (zoomed ? pinched.offsetTop : 0),
    widthPx: zoomed ? pinched.width : page.innerWidth,
    heightPx: zoomed ? pinched.height : page.innerHeight,
  };
}

function isSamePlace(a: ShotPlace, b: ShotPlace): boolean {
  return (
    a.xDocumentPx === b.xDocumentPx &&
    a.yDocumentPx === b.yDocumentPx &&
    a.widthPx === b.widthPx &&
    a.heightPx === b.heightPx
  );
}

function toArea({ xDocumentPx, yDocumentPx, widthPx, heightPx }: ShotPlace): Area {
  return { xPx: xDocumentPx, yPx: yDocumentPx, widthPx, heightPx };
}
