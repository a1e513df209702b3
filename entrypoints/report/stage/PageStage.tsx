// A recorded page to scroll through, however tall: only what is in sight is drawn, layer upon layer, on one canvas.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DocumentSize } from '../../../src/session/session-pages.ts';
import { drawLayers, type Layer } from './layers.ts';

export type Zoom = 'fit' | 'half' | 'full';

const SCALES: Record<Exclude<Zoom, 'fit'>, number> = { half: 0.5, full: 1 };

export type StageProps = {
  size: DocumentSize;
  /** From the bottom up; each draws in document px. A new array is drawn anew. */
  layers: readonly Layer[];
  zoom?: Zoom;
  /** So much of the page's height is to be in sight at once; it is drawn smaller where that is needed. */
  fitHeightPx?: number;
  /** What it shows, for those who cannot see it. */
  label: string;
  /** Scrolls so that this document y is in the middle. */
  followYPx?: number | undefined;
  /** SVG in document px, above the canvas; told how many px of the screen a document px is. */
  children?: (scale: number) => ComponentChildren;
  /** For what happens on the page, e.g. drawing; document px. */
  svgProps?: Record<string, unknown>;
};

export function PageStage({
  size,
  layers,
  zoom = 'fit',
  fitHeightPx = 0,
  label,
  followYPx,
  children,
  svgProps,
}: StageProps) {
  const room = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [roomSize, setRoomSize] = useState({ widthPx: 0, heightPx: 0 });
  const fitting = Math.min(
    1,
    roomSize.widthPx / size.widthPx,
    fitHeightPx > 0 ? roomSize.heightPx / fitHeightPx : Infinity,
  );
  const scale = zoom === 'fit' ? fitting : SCALES[zoom];
  const drawing = useRef({ layers, scale, size });
  drawing.current = { layers, scale, size };
  const frame = useRef(0);

  const schedule = (): void => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      if (room.current && canvas.current) drawLayers(canvas.current, room.current, drawing.current);
    });
  };

  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = room.current!;
      setRoomSize((before) =>
        before.widthPx === clientWidth && before.heightPx === clientHeight
          ? before
          : { widthPx: clientWidth, heightPx: clientHeight },
      );
      schedule();
    });
    watch.observe(room.current!);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', schedule);
    return () => {
      watch.disconnect();
      scheme.removeEventListener('change', schedule);
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  }, []);
  useLayoutEffect(schedule, [layers, scale, size.widthPx, size.heightPx]);
  useLayoutEffect(() => {
    if (followYPx === undefined || !room.current) return;
    room.current.scrollTop = followYPx * scale - room.current.clientHeight / 2;
  }, [followYPx, scale]);

  return (
    <div ref={room} class="stage" role="region" aria-label={label} tabIndex={0} onScroll={schedule}>
      <div
        class="stage__document"
        style={{ width: `${size.widthPx * scale}px`, height: `${size.heightPx * scale}px` }}
      >
        <canvas ref={canvas} class="stage__canvas" aria-hidden="true" data-testid="stage-canvas" />
        <svg
          class="stage__drawing"
          width={size.widthPx * scale}
          height={size.heightPx * scale}
          viewBox={`0 0 ${size.widthPx} ${size.heightPx}`}
          {...svgProps}
        >
          {scale > 0 && children?.(scale)}
        </svg>
      </div>
    </div>
  );
}
