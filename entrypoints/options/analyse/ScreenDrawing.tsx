// A small drawing of a screen with the point of gaze on it, and how far off that may be.
import { estimateSigmaScreen } from '../../../src/heatmap/uncertainty.ts';
import type { Prediction } from '../../../src/model/prediction.ts';
import { getScreenAspect } from './screen-aspect.ts';

/** The drawn screen's height; its frame and stand are outside of it. */
const HEIGHT = 100;
const FRAME = 4;
/** Room for a gaze that falls beside the screen. */
const MARGIN = 8;
/** A round Gaussian lies within so many sigmas of its middle with a chance of one half: sqrt(2 ln 2). */
const HALF_CHANCE_SIGMAS = Math.sqrt(2 * Math.LN2);

export function ScreenDrawing({ prediction }: { prediction: Prediction }) {
  const width = HEIGHT * getScreenAspect();
  const [x, y] = [clamp(prediction.xScreen) * width, clamp(prediction.yScreen) * HEIGHT];
  const sigma = estimateSigmaScreen(prediction.confidence);
  const reach = HALF_CHANCE_SIGMAS * sigma;
  const edge = FRAME + MARGIN;
  return (
    <svg
      class="screen-drawing"
      viewBox={`${-edge} ${-edge} ${width + 2 * edge} ${HEIGHT + 2 * edge + 10}`}
      aria-hidden="true"
    >
      <path class="screen-drawing__frame" d={`M${width / 2 - 20} ${HEIGHT + FRAME + 12}h40`} />
      <path class="screen-drawing__frame" d={`M${width / 2} ${HEIGHT + FRAME}v12`} />
      <rect
        class="screen-drawing__frame"
        x={-FRAME / 2}
        y={-FRAME / 2}
        width={width + FRAME}
        height={HEIGHT + FRAME}
        rx="4"
      />
      <ellipse class="screen-drawing__wide" cx={x} cy={y} rx={2 * sigma * width} ry={2 * sigma * HEIGHT} />
      <ellipse class="screen-drawing__ring" cx={x} cy={y} rx={reach * width} ry={reach * HEIGHT} />
      <circle class="screen-drawing__point" cx={x} cy={y} r="3.2" />
    </svg>
  );
}

/** The network may say a tenth of the screen beside it, not more. */
function clamp(fraction: number): number {
  return Math.min(1.06, Math.max(-0.06, fraction));
}
