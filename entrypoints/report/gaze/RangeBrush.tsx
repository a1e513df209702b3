// Chooses a part of a time: by drawing over a strip that shows where things happened, or by two sliders.
import { useRef } from 'preact/hooks';
import { formatMoment } from '../../../src/ui/format-duration.ts';
import { Button } from '../../../src/ui/Button.tsx';

export type TimeRange = { fromMs: number; untilMs: number };

type Props = {
  whole: TimeRange;
  range: TimeRange;
  onRange: (range: TimeRange) => void;
  /** When things happened; the strip shows how densely. */
  marksMs: readonly number[];
};

const BINS = 160;
const HEIGHT = 36;

export function RangeBrush({ whole, range, onRange, marksMs }: Props) {
  const strip = useRef<SVGSVGElement>(null);
  const begun = useRef<number | null>(null);
  const lengthMs = Math.max(1, whole.untilMs - whole.fromMs);
  const x = (ms: number): number => ((ms - whole.fromMs) / lengthMs) * BINS;
  const toMs = (event: PointerEvent): number => {
    const { left, width } = strip.current!.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
    return whole.fromMs + share * lengthMs;
  };
  const draw = (event: PointerEvent): void => {
    if (begun.current === null) return;
    const now = toMs(event);
    onRange({ fromMs: Math.min(begun.current, now), untilMs: Math.max(begun.current, now) });
  };
  const set = (change: Partial<TimeRange>): void => {
    const next = { ...range, ...change };
    if (next.fromMs <= next.untilMs) onRange(next);
  };
  return (
    <div class="brush" role="group" aria-label="Time shown">
      <svg
        ref={strip}
        class="brush__strip"
        viewBox={`0 0 ${BINS} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        data-testid="brush"
        onPointerDown={(event) => {
          begun.current = toMs(event);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={draw}
        onPointerUp={() => {
          begun.current = null;
        }}
      >
        <path class="brush__density" d={drawDensity(marksMs, whole.fromMs, lengthMs)} />
        <rect
          class="brush__range"
          x={x(range.fromMs)}
          width={Math.max(0.5, x(range.untilMs) - x(range.fromMs))}
          height={HEIGHT}
        />
      </svg>
      <div class="brush__sliders">
        <EndSlider name="From" ms={range.fromMs} whole={whole} onMs={(fromMs) => set({ fromMs })} />
        <EndSlider name="Until" ms={range.untilMs} whole={whole} onMs={(untilMs) => set({ untilMs })} />
        <Button variant="quiet" onClick={() => onRange(whole)}>
          All of it
        </Button>
      </div>
    </div>
  );
}

/** Steps of a slider from one end to the other. */
const STEPS = 500;

type EndProps = { name: string; ms: number; whole: TimeRange; onMs: (ms: number) => void };

function EndSlider({ name, ms, whole, onMs }: EndProps) {
  return (
    <label class="small">
      {name} <span class="numbers">{formatMoment(ms)}</span>
      <input
        type="range"
        min={whole.fromMs}
        max={whole.untilMs}
        step={Math.max(1, (whole.untilMs - whole.fromMs) / STEPS)}
        value={ms}
        aria-label={name}
        aria-valuetext={formatMoment(ms)}
        onInput={({ currentTarget }) => onMs(currentTarget.valueAsNumber)}
      />
    </label>
  );
}

/** A bar for each bin, as high as the bin is full against the fullest. */
function drawDensity(marksMs: readonly number[], fromMs: number, lengthMs: number): string {
  const bins = new Float64Array(BINS);
  for (const ms of marksMs) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(((ms - fromMs) / lengthMs) * BINS)));
    bins[bin]! += 1;
  }
  const most = Math.max(1, ...bins);
  return [...bins]
    .map((count, bin) =>
      count === 0
        ? ''
        : `M${bin} ${HEIGHT}V${(HEIGHT * (1 - (0.9 * count) / most)).toFixed(1)}h0.8V${HEIGHT}Z`,
    )
    .join('');
}
