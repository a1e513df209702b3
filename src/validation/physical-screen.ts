// How large a screen is, from a bank card held against it or from one number of it, and which screen it is.

/** ISO/IEC 7810 ID-1: bank cards, driving licences, most identity cards. */
export const ID1_CARD = { widthCm: 8.56, heightCm: 5.398 } as const;
/** Straight-line distance from the eyes to the screen that can be typed. */
export const DISTANCE_CM = { min: 20, max: 300 } as const;
/** From a phone to a wall. */
export const WIDTH_CM = { min: 5, max: 500 } as const;

const CM_PER_INCH = 2.54;

/** Pixels of an unzoomed page: device-independent pixels of the desktop. */
export type ScreenPixels = { widthPx: number; heightPx: number };
export type PhysicalSize = { widthCm: number; heightCm: number };

/** A number that the person typed cannot be so; `message` says in plain words what can. */
export class ImplausibleSizeError extends Error {
  override readonly name = 'ImplausibleSizeError';
}

/**
 * Names a screen by its size and device scale factor: `1920x1080@1.25`. Neither changes with the page zoom. Two screens
 * of one model are the same to a page.
 * @param pageZoom CSS pixels of an unzoomed page per CSS pixel
 */
export function identifyScreen(
  { widthPx, heightPx }: ScreenPixels,
  devicePixelRatio: number,
  pageZoom: number,
): string {
  return `${widthPx}x${heightPx}@${Math.round((100 * devicePixelRatio) / pageZoom) / 100}`;
}

/**
 * width = screen width in px * 8.56 cm / card width in px, with pixels as square as they are on every screen of today
 *
 * @param cardCssPx Width on this page of what is as wide as a card, in the page's own pixels
 * @throws {ImplausibleSizeError}
 */
export function sizeFromCard(cardCssPx: number, pageZoom: number, screen: ScreenPixels): PhysicalSize {
  return sizeFromWidth((screen.widthPx * ID1_CARD.widthCm) / (cardCssPx * pageZoom), screen);
}

/** @throws {ImplausibleSizeError} */
export function sizeFromDiagonal(inches: number, screen: ScreenPixels): PhysicalSize {
  return sizeFromWidth(
    (inches * CM_PER_INCH * screen.widthPx) / Math.hypot(screen.widthPx, screen.heightPx),
    screen,
  );
}

/** @throws {ImplausibleSizeError} */
export function sizeFromWidth(widthCm: number, { widthPx, heightPx }: ScreenPixels): PhysicalSize {
  if (!(widthCm >= WIDTH_CM.min && widthCm <= WIDTH_CM.max)) {
    const width = Number.isFinite(widthCm) ? `${widthCm.toFixed(1)} cm` : 'That';
    throw new ImplausibleSizeError(
      `${width} is no width of a screen. It should be between ${WIDTH_CM.min} and ${WIDTH_CM.max} cm.`,
    );
  }
  return { widthCm, heightCm: (widthCm * heightPx) / widthPx };
}

export function findDiagonalInches({ widthCm, heightCm }: PhysicalSize): number {
  return Math.hypot(widthCm, heightCm) / CM_PER_INCH;
}

/** The width that a card has on this page, in its own pixels: the inverse of {@link sizeFromCard}. */
export function findCardWidthPx(size: PhysicalSize, pageZoom: number, screen: ScreenPixels): number {
  return (screen.widthPx * ID1_CARD.widthCm) / (size.widthCm * pageZoom);
}

/**
 * @returns undefined where nothing was typed: the distance then stays unknown.
 * @throws {ImplausibleSizeError}
 */
export function readDistance(typed: string): number | undefined {
  if (typed.trim() === '') return undefined;
  const distanceCm = readNumber(typed);
  if (distanceCm >= DISTANCE_CM.min && distanceCm <= DISTANCE_CM.max) return distanceCm;
  throw new ImplausibleSizeError(
    `The distance should be a number between ${DISTANCE_CM.min} and ${DISTANCE_CM.max} cm.`,
  );
}

/** A number with a point or a comma; NaN for anything else. */
export function readNumber(typed: string): number {
  const plain = typed.trim().replace(',', '.');
  return plain === '' ? NaN : Number(plain);
}
