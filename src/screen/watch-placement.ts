// Keeps a window's placement up to date from the page's own pointer events, until aborted.
import { followWindow, guessPlacement, learnFromPointer, locatePlacement } from './learn-placement.ts';
import type { Placement } from './spaces.ts';
import { readPinch, readWindowGeometry } from './window-geometry.ts';

export type PlacementWatch = {
  /** The placement at this moment; reads the window's position, as no event tells that a window was moved. */
  current(): Placement & { learnt: boolean };
};

/**
 * Learns from trusted events only: a page can dispatch its own with any coordinates. `pointermove` carries fractions,
 * and needs no more than moving into the page.
 */
export function watchPlacement(signal: AbortSignal, page: Window = window): PlacementWatch {
  let knowledge = guessPlacement(readWindowGeometry(page));

  const learn = (event: PointerEvent): void => {
    // While the pointer is locked its coordinates stand still.
    if (!event.isTrusted || page.document.pointerLockElement) return;
    knowledge = learnFromPointer(knowledge, readWindowGeometry(page), readPinch(page), {
      xViewportPx: event.clientX,
      yViewportPx: event.clientY,
      xScreenPx: event.screenX,
      yScreenPx: event.screenY,
    });
  };
  const options = { capture: true, passive: true, signal };
  page.addEventListener('pointermove', learn, options);
  page.addEventListener('pointerdown', learn, options);

  return {
    current() {
      knowledge = followWindow(knowledge, readWindowGeometry(page));
      return { ...locatePlacement(knowledge), learnt: knowledge.learnt };
    },
  };
}
