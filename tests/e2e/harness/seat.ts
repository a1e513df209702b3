// Where a page lies on the screen and in its document, found without the overlay's help.
import type { Page } from 'playwright-core';
import type { Placement, ScreenArea, Scroll } from '../../../src/screen/spaces.ts';
import { movePointer } from './pointer.ts';

export type Seat = {
  screen: ScreenArea;
  placement: Placement;
  scroll: Scroll;
  /** The viewport. */
  widthPx: number;
  heightPx: number;
};

/** Moves the pointer, which tells the overlay too. The page is not zoomed, and the browser's one screen begins at (0, 0). */
export async function readSeat(page: Page): Promise<Seat> {
  await movePointer(page, 200, 200);
  const { clientX, clientY, screenX, screenY } = await movePointer(page, 700, 500);
  const [screenSize, scroll, viewport] = await page.evaluate(
    () =>
      [
        { widthScreenPx: screen.width, heightScreenPx: screen.height },
        { xScrollPx: scrollX, yScrollPx: scrollY },
        { widthPx: innerWidth, heightPx: innerHeight },
      ] as const,
  );
  return {
    screen: { xScreenPx: 0, yScreenPx: 0, ...screenSize },
    placement: { cssScale: 1, xOriginScreenPx: screenX - clientX, yOriginScreenPx: screenY - clientY },
    scroll,
    ...viewport,
  };
}
