// Fixations and saccades as SVG in document px; its colours are the same in light and dark, since the page beneath is.
import type { Saccade } from '../../../src/gaze/saccades.ts';
import type { PageFixation } from '../../../src/session/session-pages.ts';

type Props = {
  fixations: readonly PageFixation[];
  /** Of the whole session. */
  saccades: readonly Saccade[];
  numbers: boolean;
  /** Document px for a px of the drawing at its usual size. */
  sizePx: number;
};

const LEAST_RADIUS = 9;
const MOST_RADIUS = 46;
/** Of a fixation of usual length, about 250 ms; the area goes with the duration. */
const USUAL_RADIUS = 15;
const USUAL_MS = 250;

export function findRadius(durationMs: number): number {
  const radius = USUAL_RADIUS * Math.sqrt(durationMs / USUAL_MS);
  return Math.min(MOST_RADIUS, Math.max(LEAST_RADIUS, radius));
}

export function GazeDrawing({ fixations, saccades, numbers, sizePx }: Props) {
  const byIndex = new Map(fixations.map((fixation) => [fixation.index, fixation]));
  const path = saccades
    .flatMap(({ from, to }) => {
      const [a, b] = [byIndex.get(from), byIndex.get(to)];
      return a && b
        ? [`M${round(a.xDocumentPx)} ${round(a.yDocumentPx)}L${round(b.xDocumentPx)} ${round(b.yDocumentPx)}`]
        : [];
    })
    .join('');
  return (
    <g class="gaze-plot" data-testid="gaze-plot">
      <path class="gaze-plot__halo" d={path} style={{ strokeWidth: 4.5 * sizePx }} />
      <path class="gaze-plot__saccades" d={path} style={{ strokeWidth: 2 * sizePx }} />
      {fixations.map(({ index, number, xDocumentPx, yDocumentPx, durationMs }) => (
        <g
          key={index}
          transform={`translate(${round(xDocumentPx)} ${round(yDocumentPx)}) scale(${round(sizePx)})`}
        >
          <circle r={round(findRadius(durationMs))} data-number={number} />
          {numbers && (
            <text dy="0.35em" style={{ fontSize: number > 99 ? '10px' : '12px' }}>
              {number}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
