/** The error block: how far predicted gaze lies from the targets, in each unit that the screen allows. */

/** A place on the screen as fractions of its width and height. */
export type ScreenPlace = { xScreen: number; yScreen: number };

export type ScreenSize = { widthPx: number; heightPx: number; widthCm?: number; heightCm?: number };

/** One frame's prediction and truth, on the screen it was taken before. */
export type GazeResult = {
  person: string;
  predicted: ScreenPlace;
  target: ScreenPlace;
  screen: ScreenSize;
  /** Eye to screen, where known. */
  distanceCm?: number;
};

export type ErrorBlock = {
  frames: number;
  /** 100 x mean |d|, d in fractions of the screen's width and height. The hardest reading of "per cent of screen size". */
  errorPct: number;
  /** 100 x mean |d in px| / the screen's diagonal in px. */
  diagonalPct: number;
  /** `errorPct` of always saying "the centre", on the same frames. */
  centreErrorPct: number;
  /** Mean |d| over the frames whose screen has a physical size; null where none has. */
  errorCm: number | null;
  /** Mean visual angle atan(|d| / distance) over the frames that also have a distance; null where none has. */
  errorDeg: number | null;
  worstPerson: { person: string; errorPct: number };
};

const CENTRE: ScreenPlace = { xScreen: 0.5, yScreen: 0.5 };
const DEGREES_PER_RADIAN = 180 / Math.PI;

/**
 * Sums results up; every frame counts the same.
 *
 * @throws RangeError where there is no result: an error of nothing is not 0.
 */
export function summarizeErrors(results: GazeResult[]): ErrorBlock {
  if (results.length === 0) throw new RangeError('There is no frame with open eyes to take an error from.');
  const screenError = ({ predicted, target }: GazeResult): number =>
    100 * measureOffset(predicted, target, 1, 1);
  const people = [...new Set(results.map(({ person }) => person))].map((person) => ({
    person,
    errorPct: average(results.filter((result) => result.person === person).map(screenError))!,
  }));
  return {
    frames: results.length,
    errorPct: average(results.map(screenError))!,
    diagonalPct: average(results.map(measureDiagonal))!,
    centreErrorPct: average(results.map((result) => screenError({ ...result, predicted: CENTRE })))!,
    errorCm: average(results.map(measureCm).filter((cm) => cm !== null)),
    errorDeg: average(results.map(measureDegrees).filter((degrees) => degrees !== null)),
    worstPerson: people.reduce((worst, one) => (one.errorPct > worst.errorPct ? one : worst)),
  };
}

/** Length of `a - b` on a screen of the given size, in that size's unit. */
function measureOffset(a: ScreenPlace, b: ScreenPlace, width: number, height: number): number {
  return Math.hypot((a.xScreen - b.xScreen) * width, (a.yScreen - b.yScreen) * height);
}

function measureDiagonal({ predicted, target, screen: { widthPx, heightPx } }: GazeResult): number {
  return (100 * measureOffset(predicted, target, widthPx, heightPx)) / Math.hypot(widthPx, heightPx);
}

function measureCm({ predicted, target, screen: { widthCm, heightCm } }: GazeResult): number | null {
  if (widthCm === undefined || heightCm === undefined) return null;
  return measureOffset(predicted, target, widthCm, heightCm);
}

function measureDegrees(result: GazeResult): number | null {
  const cm = measureCm(result);
  if (cm === null || result.distanceCm === undefined) return null;
  return Math.atan2(cm, result.distanceCm) * DEGREES_PER_RADIAN;
}

function average(values: number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
