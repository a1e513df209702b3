/** What a click says: where the person looked just before it, or nothing. */
import type { ReaderEntry } from '../model/gaze-model.ts';
import type { KnownTarget } from '../model/memory-reader.ts';
import type { ScreenPoint } from '../screen/spaces.ts';

const MINUTE = 60_000;

/** A press on a page and nothing of the page: where it was on the screen, and when (Unix epoch). */
export type Click = ScreenPoint & { timestampMs: number };

/** A frame with open eyes: when it was taken, where it seems to look, and its features. */
export type Look = { timestampMs: number; gaze: ScreenPoint; features: Float32Array };

/** A look whose target a click has told. */
export type ClickEntry = ReaderEntry & { target: KnownTarget; timestampMs: number };

/** Before the press: later the eyes may have gone on already, earlier they may not have been there yet. */
export const LOOKED_BEFORE_MS = { least: 100, most: 400 };
/** So far back one look is asked for where frames come so slowly that only one falls into that time. */
export const WITNESS_BEFORE_MS = 700;
/** How far from their middle the looks of one fixation lie at most, as a fraction of the screen: noise, not a saccade. */
const STEADY = 0.08;
/** What the gaze is off by on average (README), as a fraction of the screen. */
const EXPECTED_ERROR = 0.1;
/** A click farther from the gaze says that the person looked elsewhere. */
const MOST_APART = 3 * EXPECTED_ERROR;

/** Seats and light change: after so long a click says little. */
export const CLICK_HOLDS_MS = 20 * MINUTE;

/** Of the grid over the screen in which every cell keeps its newest click: at most 24 are kept. */
const COLUMNS = 6;
const ROWS = 4;

/** Whether a message from a page is a click on the screen. */
export function isClick(message: unknown): message is Click {
  if (typeof message !== 'object' || message === null) return false;
  const { xScreen, yScreen, timestampMs } = message as Partial<Click>;
  return isFraction(xScreen) && isFraction(yScreen) && Number.isFinite(timestampMs);
}

/**
 * The look that a click tells the target of: of those 100 to 400 ms before it the one nearest their middle. Undefined where
 * there is none, where the eyes moved, and where the click lies implausibly far from the gaze.
 *
 * @param looks oldest first
 */
export function findLook(looks: readonly Look[], click: Click): Look | undefined {
  const before = ({ timestampMs }: Look): number => click.timestampMs - timestampMs;
  const { least, most } = LOOKED_BEFORE_MS;
  const during = looks.filter((look) => before(look) >= least && before(look) <= most);
  const earlier = looks.filter((look) => before(look) > most && before(look) <= WITNESS_BEFORE_MS);
  // One look alone cannot tell whether the eyes rested.
  const together = during.length === 1 ? [...earlier.slice(-1), ...during] : during;
  if (together.length < 2) return undefined;
  const middle = findMiddle(together);
  if (together.some(({ gaze }) => measureApart(gaze, middle) > STEADY)) return undefined;
  if (measureApart(click, middle) > MOST_APART) return undefined;
  return during.reduce((a, b) => (measureApart(b.gaze, middle) < measureApart(a.gaze, middle) ? b : a));
}

/** The entries with one more, in place of that of its cell. Oldest first. */
export function keepClick(entries: readonly ClickEntry[], entry: ClickEntry): ClickEntry[] {
  const cell = findCell(entry.target);
  return [...entries.filter(({ target }) => findCell(target) !== cell), entry];
}

/** Those that still hold. One of a later time is of another clock: of another camera. */
export function dropOld(entries: readonly ClickEntry[], nowMs: number): ClickEntry[] {
  return entries.filter(({ timestampMs }) => timestampMs <= nowMs && nowMs - timestampMs < CLICK_HOLDS_MS);
}

function isFraction(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function findCell({ xScreen, yScreen }: ScreenPoint): number {
  return findPlace(yScreen, ROWS) * COLUMNS + findPlace(xScreen, COLUMNS);
}

function findPlace(fraction: number, cells: number): number {
  return Math.min(cells - 1, Math.max(0, Math.floor(fraction * cells)));
}

function findMiddle(looks: readonly Look[]): ScreenPoint {
  const mean = (value: (look: Look) => number): number =>
    looks.reduce((sum, look) => sum + value(look), 0) / looks.length;
  return { xScreen: mean(({ gaze }) => gaze.xScreen), yScreen: mean(({ gaze }) => gaze.yScreen) };
}

function measureApart(a: ScreenPoint, b: ScreenPoint): number {
  return Math.hypot(a.xScreen - b.xScreen, a.yScreen - b.yScreen);
}
