// Whether two pictures of one place show the same, told from a small grey copy of each; pure.

/** Cells of the small copy. */
export const SIGNATURE = { columns: 48, rows: 32 } as const;

/** Means over a cell; a letter that was typed changes one by less, a word by more. Of 255. */
const MOST_CELL_CHANGE = 4;

/** The brightness of each pixel of a small copy, 0..255. @param rgba row by row */
export function makeSignature(rgba: ArrayLike<number>): number[] {
  const grey: number[] = [];
  for (let i = 0; i < rgba.length; i += 4) {
    grey.push(Math.round(0.299 * (rgba[i] ?? 0) + 0.587 * (rgba[i + 1] ?? 0) + 0.114 * (rgba[i + 2] ?? 0)));
  }
  return grey;
}

/** No cell differs by more than what a blinking caret makes. */
export function isSamePicture(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (Math.abs(a[i]! - b[i]!) > MOST_CELL_CHANGE) return false;
  return true;
}
