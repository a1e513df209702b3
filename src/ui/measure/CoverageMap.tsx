// A small picture of the screen: which parts have photos that count, and where the eyes were not seen.
import { COVERAGE_CELLS, describeCoverage, isCounted, measureCoverage } from '../../measurement/coverage.ts';
import type { FrameRow } from '../../storage/database.ts';
import './coverage-map.css';

type Props = {
  frames: readonly FrameRow[];
  /** Screen width / height. */
  aspect: number;
  heightPx?: number;
  /** Says below the picture what it shows; without, only screen readers are told. */
  caption?: boolean;
};

/** A dot is filled where the photo counts, and a cross where it does not: the difference is not the colour's alone. */
export function CoverageMap({ frames, aspect, heightPx = 48, caption = false }: Props) {
  const coverage = measureCoverage(frames);
  const words = describeCoverage(coverage);
  const width = heightPx * Math.min(3, Math.max(0.4, aspect));
  const cell = { width: width / COVERAGE_CELLS, height: heightPx / COVERAGE_CELLS };
  const gap = heightPx > 80 ? 1.5 : 0.5;
  const dot = heightPx > 80 ? 2.6 : 1.4;
  return (
    <figure class="coverage" data-testid="coverage">
      <svg
        class="coverage__map"
        width={width}
        height={heightPx}
        viewBox={`0 0 ${width} ${heightPx}`}
        role="img"
        aria-label={words}
      >
        {coverage.cells.map(({ counted }, at) => (
          <rect
            key={at}
            class={counted > 0 ? 'coverage__cell coverage__cell--counted' : 'coverage__cell'}
            x={(at % COVERAGE_CELLS) * cell.width + gap}
            y={Math.floor(at / COVERAGE_CELLS) * cell.height + gap}
            width={cell.width - 2 * gap}
            height={cell.height - 2 * gap}
            rx={gap}
          />
        ))}
        {frames.map((frame) =>
          isCounted(frame) ? (
            <circle
              key={frame.id}
              class="coverage__dot"
              cx={frame.x * width}
              cy={frame.y * heightPx}
              r={dot}
            />
          ) : (
            <path
              key={frame.id}
              class="coverage__cross"
              d={cross(frame.x * width, frame.y * heightPx, dot * 1.3)}
              stroke-width={dot * 0.75}
            />
          ),
        )}
      </svg>
      {caption && (
        // The picture says the same words.
        <figcaption class="soft small" aria-hidden="true">
          {words}
        </figcaption>
      )}
    </figure>
  );
}

function cross(x: number, y: number, arm: number): string {
  return `M${x - arm} ${y - arm}l${2 * arm} ${2 * arm}m0 ${-2 * arm}l${-2 * arm} ${2 * arm}`;
}
