// The dot that the person looks at, with a mark at its centre to look at exactly.
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { placeTarget, type Target } from '../../measurement/targets.ts';
import './target-dot.css';

/** Fills its window, as the stage does. */
export function TargetDot({
  target,
  element,
}: {
  target: Target;
  element: RefObject<HTMLDivElement | null>;
}) {
  const [stage, setStage] = useState(measureStage);
  useEffect(() => {
    const controller = new AbortController();
    window.addEventListener('resize', () => setStage(measureStage()), { signal: controller.signal });
    return () => controller.abort();
  }, []);
  const { xPx, yPx } = placeTarget(target, stage);
  return (
    <div
      ref={element}
      class="target"
      data-testid="target"
      style={{
        left: `${xPx - target.diameterPx / 2}px`,
        top: `${yPx - target.diameterPx / 2}px`,
        width: `${target.diameterPx}px`,
        height: `${target.diameterPx}px`,
        background: target.colour,
      }}
    />
  );
}

function measureStage(): { widthPx: number; heightPx: number } {
  return { widthPx: window.innerWidth, heightPx: window.innerHeight };
}
