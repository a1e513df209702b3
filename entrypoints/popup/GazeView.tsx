// A small picture of the screen with the point of gaze on it.
import { useEffect, useRef } from 'preact/hooks';
import type { GazeSample } from '../../src/gaze/gaze-sample.ts';
import { connectGaze } from '../../src/messaging/gaze-port.ts';

/** Position in the picture, kept inside: gaze may lie a little outside of the screen. */
function toPercent(fraction: number): string {
  return `${Math.min(1, Math.max(0, fraction)) * 100}%`;
}

/** Moves the dot outside of rendering: samples come faster than the popup need be drawn. */
function moveDot(dot: HTMLElement, { xScreen, yScreen, confidence }: GazeSample): void {
  dot.hidden = false;
  dot.style.left = toPercent(xScreen);
  dot.style.top = toPercent(yScreen);
  dot.style.opacity = String(0.4 + 0.6 * confidence);
}

export function GazeView() {
  const dot = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const controller = new AbortController();
    connectGaze(controller.signal, (message) => {
      if (message.type === 'sample' && dot.current) moveDot(dot.current, message.sample);
    });
    return () => controller.abort();
  }, []);

  return (
    <figure class="gaze-view">
      <div class="gaze-view__screen" style={{ aspectRatio: `${screen.width} / ${screen.height}` }}>
        <span class="gaze-view__dot" ref={dot} hidden />
      </div>
      <figcaption class="small soft">Your screen, and where you look</figcaption>
    </figure>
  );
}
