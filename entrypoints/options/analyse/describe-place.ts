// Says in words where on the screen a point is.

const ROWS = ['the top', 'the middle', 'the bottom'] as const;
const COLUMNS = ['left', '', 'right'] as const;

/** `the top left`, `the middle`, `the right`: the third of the screen that the point lies in, on each axis. */
export function describePlace({ xScreen, yScreen }: { xScreen: number; yScreen: number }): string {
  const row = ROWS[toThird(yScreen)]!;
  const column = COLUMNS[toThird(xScreen)]!;
  if (column === '') return row === 'the middle' ? 'the middle of the screen' : `${row} of the screen`;
  return row === 'the middle' ? `the ${column} of the screen` : `${row} ${column} of the screen`;
}

function toThird(fraction: number): number {
  return Math.min(2, Math.max(0, Math.floor(3 * fraction)));
}
