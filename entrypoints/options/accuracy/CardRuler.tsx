// A rectangle to be made as large as a bank card that is held against the screen: by arrow keys or by dragging its corner.
import { useRef } from 'preact/hooks';
import { ID1_CARD } from '../../../src/validation/physical-screen.ts';

/** In pixels of an unzoomed page: from a far, coarse screen to a near, fine one. */
const WIDTH_PX = { min: 100, max: 1000 } as const;
const STEP_PX = 0.5;
const LARGE_STEP_PX = 10;

type Props = {
  /** In the page's own pixels. */
  widthCssPx: number;
  pageZoom: number;
  onChange: (widthCssPx: number) => void;
};

export function CardRuler({ widthCssPx, pageZoom, onChange }: Props) {
  const card = useRef<HTMLDivElement>(null);
  const widthPx = widthCssPx * pageZoom;
  const change = (px: number): void =>
    onChange(Math.min(WIDTH_PX.max, Math.max(WIDTH_PX.min, px)) / pageZoom);

  const steps: Record<string, number> = {
    ArrowRight: STEP_PX,
    ArrowUp: STEP_PX,
    ArrowLeft: -STEP_PX,
    ArrowDown: -STEP_PX,
    PageUp: LARGE_STEP_PX,
    PageDown: -LARGE_STEP_PX,
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    change(widthPx + (event.shiftKey ? Math.sign(step) * LARGE_STEP_PX : step));
  };
  const onDrag = (event: PointerEvent): void => {
    const corner = event.currentTarget as Element;
    if (!corner.hasPointerCapture(event.pointerId) || !card.current) return;
    change((event.clientX - card.current.getBoundingClientRect().left) * pageZoom);
  };

  return (
    <div class="stack stack--tight">
      <p>
        Hold a bank card, a driving licence or an identity card (85.6 × 54 mm) against the screen, over the
        rectangle. Drag the corner, or use the arrow keys (with <kbd>Shift</kbd> in large steps), until both
        are equally large.
      </p>
      <div
        ref={card}
        class="bank-card"
        role="slider"
        tabIndex={0}
        aria-label="Width of the rectangle"
        aria-valuenow={Math.round(widthPx)}
        aria-valuemin={WIDTH_PX.min}
        aria-valuemax={WIDTH_PX.max}
        aria-valuetext={`${widthPx.toFixed(1)} pixels`}
        data-testid="bank-card"
        style={{
          width: `${widthCssPx}px`,
          height: `${(widthCssPx * ID1_CARD.heightCm) / ID1_CARD.widthCm}px`,
        }}
        onKeyDown={onKey}
      >
        <span class="bank-card__chip" />
        <span
          class="bank-card__corner"
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={onDrag}
        />
      </div>
    </div>
  );
}
