// The live gaze dot: where the newest sample points, as sure as it looks, fading when samples stop coming.
import type { ViewportPoint } from '../screen/spaces.ts';
import type { DotLook } from '../ui/describe-dot.ts';
import { createElement } from './dom.ts';

/** After this long without a sample the dot says nothing any more. */
const STALE_MS = 600;

export type GazeDot = {
  element: HTMLElement;
  move(point: ViewportPoint, look: DotLook): void;
  setVisible(visible: boolean): void;
};

/** Moves by transform, which the compositor animates: no layout, no loop. Off until set visible. */
export function createGazeDot(signal: AbortSignal): GazeDot {
  const element = createElement('div', 'dot');
  element.hidden = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer));
  const setOpacity = (opacity: number): void => void (element.style.opacity = opacity.toFixed(2));
  return {
    element,
    move({ xViewportPx, yViewportPx }, { scale, opacity, dashed }) {
      if (element.hidden) return;
      const place = `translate(${xViewportPx.toFixed(1)}px, ${yViewportPx.toFixed(1)}px)`;
      element.style.transform = `${place} scale(${scale.toFixed(2)})`;
      element.classList.toggle('unsure', dashed);
      setOpacity(opacity);
      clearTimeout(timer);
      timer = setTimeout(() => setOpacity(0), STALE_MS);
    },
    setVisible(visible) {
      element.hidden = !visible;
      setOpacity(0);
    },
  };
}
