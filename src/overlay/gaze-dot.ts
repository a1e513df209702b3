// The live gaze dot: where the newest sample points, fading when samples stop coming.
import type { ViewportPoint } from '../screen/spaces.ts';
import { createElement } from './dom.ts';

/** After this long without a sample the dot says nothing any more. */
const STALE_MS = 600;

export type GazeDot = {
  element: HTMLElement;
  move(point: ViewportPoint): void;
  setVisible(visible: boolean): void;
};

/** Moves by transform, which the compositor animates: no layout, no loop. Off until set visible. */
export function createGazeDot(signal: AbortSignal): GazeDot {
  const element = createElement('div', 'dot');
  element.hidden = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer));
  return {
    element,
    move({ xViewportPx, yViewportPx }) {
      if (element.hidden) return;
      element.style.transform = `translate(${xViewportPx.toFixed(1)}px, ${yViewportPx.toFixed(1)}px)`;
      element.classList.add('fresh');
      clearTimeout(timer);
      timer = setTimeout(() => element.classList.remove('fresh'), STALE_MS);
    },
    setVisible(visible) {
      element.hidden = !visible;
      element.classList.remove('fresh');
    },
  };
}
