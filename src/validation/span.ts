// A distance on the screen in every unit that is known there, and means of such distances.
import { summarizeErrors, type ScreenPlace, type ScreenSize } from '../measurement/error-metrics.ts';

/** Where a check took place; what is not known of it leaves units out. */
export type Surroundings = {
  screen: ScreenSize;
  /** Eye to screen. */
  distanceCm?: number;
};

export type Span = {
  /** 100 x length, x as a fraction of the screen's width and y of its height: the unit of `errorPct`. */
  screenPct: number;
  /** 100 x length in px / the screen's diagonal in px. */
  diagonalPct: number;
  /** Pixels of the screen as `ScreenSize` counts them. */
  px: number;
  /** null where the screen's physical size is not known. */
  cm: number | null;
  /** Visual angle; null where size or distance is not known. */
  deg: number | null;
};

export function measureSpan(from: ScreenPlace, to: ScreenPlace, { screen, distanceCm }: Surroundings): Span {
  const result = { person: '', predicted: to, target: from, screen };
  const { errorPct, diagonalPct, errorCm, errorDeg } = summarizeErrors([
    distanceCm === undefined ? result : { ...result, distanceCm },
  ]);
  return {
    screenPct: errorPct,
    diagonalPct,
    px: (diagonalPct / 100) * Math.hypot(screen.widthPx, screen.heightPx),
    cm: errorCm,
    deg: errorDeg,
  };
}

/** mean = sum / n, in each unit; null of nothing. */
export function averageSpans(spans: readonly Span[]): Span | null {
  return combine(spans, average);
}

/** root mean square = sqrt(sum of squares / n), in each unit; null of nothing. */
export function rootMeanSquare(spans: readonly Span[]): Span | null {
  return combine(spans, (values) => Math.sqrt(average(values.map((value) => value * value))));
}

function combine(spans: readonly Span[], reduce: (values: number[]) => number): Span | null {
  if (spans.length === 0) return null;
  const reduceKnown = (values: (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length === values.length ? reduce(known) : null;
  };
  return {
    screenPct: reduce(spans.map(({ screenPct }) => screenPct)),
    diagonalPct: reduce(spans.map(({ diagonalPct }) => diagonalPct)),
    px: reduce(spans.map(({ px }) => px)),
    cm: reduceKnown(spans.map(({ cm }) => cm)),
    deg: reduceKnown(spans.map(({ deg }) => deg)),
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
