// A small picture of the screen with the point of gaze on it.
import { useEffect, useRef } from 'preact/hooks';
import type { GazeSample } from '../../src/gaze/gaze-sample.ts';
import { connectGaze } from '../../src/messaging/gaze-port.ts';
import { describeDot } from '../../src/ui/describe-dot.ts';

/** Position in the picture, kept inside: gaze may lie a little outside of the screen. */
function toPercent(fraction: number): string {
  return `${Math.min(1, Math.max(0, fraction)) * 100}%`;
}

/** Moves the dot outside of rendering: samples come faster than the popup need be drawn. */
function moveDot(dot: HTMLElement, { xScreen, yScreen, confidence }: GazeSample, windowFilled: number): void {
  const { scale, opacity, dashed } = describeDot(confidence, windowFilled);
  dot.hidden = false;
  dot.style.left = toPercent(xScreen);
  dot.style.top = toPercent(yScreen);
  dot.style.scale = scale.toFixed(2);
  dot.style.opacity = opacity.toFixed(2);
  dot.classList.toggle('gaze-view__dot--unsure', dashed);
}

/** @param props.windowFilled 0..1: below 1 the dot is less sure. */
export function GazeView({ windowFilled }: { windowFilled: number }) {
  const dot = useRef<HTMLSpanElement>(null);
  const known = useRef(windowFilled);
  known.current = windowFilled;

  useEffect(() => {
    const controller = new AbortController();
    connectGaze(controller.signal, (message) => {
      if (message.type === 'sample' && dot.current) moveDot(dot.current, message.sample, known.current);
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
