// The part of a camera frame that the network sees.

/** A square in frame pixels; `x`, `y` is its upper left corner. */
export type SquareCrop = { x: number; y: number; side: number };

/**
 * The largest centred square: side = min(width, height). Whole pixels, so that the same square is cut everywhere.
 */
export function getSquareCrop(widthPx: number, heightPx: number): SquareCrop {
  const side = Math.min(widthPx, heightPx);
  return { x: Math.floor((widthPx - side) / 2), y: Math.floor((heightPx - side) / 2), side };
}
