// Which regions of the screen a measurement has photos of that count: those in which the eyes were seen.
import type { FrameRow } from '../storage/database.ts';

/** Cells a side: as many as a round of 25 targets visits once each. */
export const COVERAGE_CELLS = 5;

type CoveredFrame = Pick<FrameRow, 'x' | 'y' | 'eyes' | 'eyesSeen'>;

export type CoverageCell = {
  /** Photos in which the eyes were seen, or that nobody has looked at. */
  readonly counted: number;
  /** Photos in which they were not. */
  readonly unseen: number;
};

export type Coverage = {
  /** Row by row from the upper left, as the person sees the screen. */
  readonly cells: readonly CoverageCell[]; // [COVERAGE_CELLS * COVERAGE_CELLS]
  readonly photos: number;
  readonly unseen: number;
  /** Photos of which nobody knows yet; they count until then. */
  readonly unknown: number;
};

/** Whether a photo counts: no one says that its eyes are shut or absent. */
export function isCounted({ eyes, eyesSeen }: CoveredFrame): boolean {
  return eyes === undefined ? eyesSeen !== false : eyes === 'open';
}

export function measureCoverage(frames: readonly CoveredFrame[]): Coverage {
  const cells = Array.from({ length: COVERAGE_CELLS ** 2 }, () => ({ counted: 0, unseen: 0 }));
  for (const frame of frames) {
    const cell = cells[toCell(frame.y) * COVERAGE_CELLS + toCell(frame.x)]!;
    if (isCounted(frame)) cell.counted += 1;
    else cell.unseen += 1;
  }
  return {
    cells,
    photos: frames.length,
    unseen: frames.filter((frame) => !isCounted(frame)).length,
    unknown: frames.filter(({ eyes, eyesSeen }) => eyes === undefined && eyesSeen === undefined).length,
  };
}

/**
 * The coverage in words: `Eyes were seen in 93 of 100 photos. 24 of 25 parts of the screen are covered; none yet: lower left.`
 * Photos that were not looked at are not said to show anything.
 */
export function describeCoverage({ cells, photos, unseen, unknown }: Coverage): string {
  if (photos === 0) return 'No photos yet.';
  const covered = cells.filter(({ counted }) => counted > 0).length;
  const known = photos - unknown;
  const seen = known > 0 ? `Eyes were seen in ${known - unseen} of ${known} photos` : '';
  const rest = unknown > 0 ? `${unknown} ${unknown === 1 ? 'photo is' : 'photos are'} not checked` : '';
  const parts = `${covered} of ${cells.length} parts of the screen are covered`;
  // While most of the screen is still to come, a list of what is missing tells nothing.
  const missing = covered < cells.length / 2 ? [] : listMissing(cells);
  const eyes = [seen, rest].filter(Boolean).join('; ');
  return `${eyes}. ${parts}${missing.length > 0 ? `; none yet: ${missing.join(', ')}` : ''}.`;
}

const ROWS = ['top', 'upper', 'middle', 'lower', 'bottom'];
const COLUMNS = ['far left', 'left', 'centre', 'right', 'far right'];

function listMissing(cells: readonly CoverageCell[]): string[] {
  return cells.flatMap(({ counted }, at) =>
    counted > 0 ? [] : [`${ROWS[Math.floor(at / COVERAGE_CELLS)]} ${COLUMNS[at % COVERAGE_CELLS]}`],
  );
}

function toCell(fraction: number): number {
  return Math.min(COVERAGE_CELLS - 1, Math.max(0, Math.floor(fraction * COVERAGE_CELLS)));
}
