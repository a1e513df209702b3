// The gaze over time: one strip for left and right, one for up and down.
import type { GazeSample } from '../../../src/gaze/gaze-sample.ts';
import { formatDuration } from '../../../src/recording/summary.ts';
import { placeTimeMarks, traceAxis, type TracePoint } from '../../../src/recording/trace.ts';

type Props = { samples: readonly GazeSample[]; durationMs: number };

const STRIPS = [
  { axis: 'xScreen', title: 'Across', above: 'Right', below: 'Left', toHeight: (x: number) => 1 - x },
  { axis: 'yScreen', title: 'Up and down', above: 'Top', below: 'Bottom', toHeight: (y: number) => y },
] as const;

export function TracePlot({ samples, durationMs }: Props) {
  const marks = placeTimeMarks(durationMs);
  return (
    <figure class="analysis-figure">
      <figcaption>
        <h3>Over time</h3>
        <p class="soft small">
          Where on the screen the gaze was, moment by moment. Gaps are frames without open eyes.
        </p>
      </figcaption>
      <div class="trace" data-testid="trace">
        {STRIPS.map(({ axis, title, above, below, toHeight }) => (
          <div key={axis} class="trace__strip">
            <div class="trace__ends soft small" aria-hidden="true">
              <span>{above}</span>
              <span>{below}</span>
            </div>
            <svg
              class="trace__plot"
              viewBox="0 0 1 1"
              preserveAspectRatio="none"
              role="img"
              aria-label={`${title}, over ${formatDuration(durationMs)}`}
            >
              <path class="trace__middle" d="M0 .5H1" />
              {marks.map((seconds) => (
                <path key={seconds} class="trace__mark" d={`M${(1000 * seconds) / (durationMs || 1)} 0V1`} />
              ))}
              {traceAxis(samples, axis, durationMs).map((line, index) => (
                <path key={index} class="trace__line" d={toPath(line, toHeight)} />
              ))}
            </svg>
          </div>
        ))}
        <div class="trace__times soft small numbers" aria-hidden="true">
          {marks.map((seconds) => (
            <span key={seconds} style={{ left: `${(100_000 * seconds) / (durationMs || 1)}%` }}>
              {formatDuration(1000 * seconds)}
            </span>
          ))}
        </div>
      </div>
    </figure>
  );
}

/** A sample alone is a dot: a line of no length with round ends. */
function toPath(line: TracePoint[], toHeight: (value: number) => number): string {
  const points = line.map(({ time, value }) => `${time.toFixed(5)} ${toHeight(value).toFixed(4)}`);
  return `M${points[0]}L${(points.length > 1 ? points.slice(1) : points).join(' ')}`;
}
