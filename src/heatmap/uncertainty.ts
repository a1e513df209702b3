// How far a gaze sample may be off: the kernel of the heatmap, so that the picture claims no more than the tracker knows.
import type { Placement, ScreenArea } from '../screen/spaces.ts';
import type { Sigma } from './accumulate.ts';

/**
 * The network's heatmap reaches 10 % beyond the screen on each side; a flat one, which knows nothing, has this spread
 * per axis: a uniform distribution of width 1.2 (Prediction.confidence = 1 - spread / flat spread).
 */
const FLAT_SIGMA_SCREEN = (1 + 2 * 0.1) / Math.sqrt(12);

/** The accuracy that the tracker is held to: a mean distance of 12 % of the screen on people it has never seen. */
const HELD_TO_PCT = 12;

/**
 * Standard deviation per axis, as a fraction of the screen: the network's own, from the sample's confidence, but never
 * narrower than the accuracy, which was measured or is what the tracker is held to. The mean distance of a round
 * Gaussian is sigma * sqrt(pi / 2) (Rayleigh).
 * @param accuracyPct A mean distance, % of the screen
 */
export function estimateSigmaScreen(confidence: number, accuracyPct = HELD_TO_PCT): number {
  const own = FLAT_SIGMA_SCREEN * (1 - Math.min(1, Math.max(0, confidence)));
  return Math.max(accuracyPct / 100 / Math.sqrt(Math.PI / 2), own);
}

/** The same on the page: px = fraction * screen size / page zoom. */
export function estimateSigma(confidence: number, screen: ScreenArea, { cssScale }: Placement): Sigma {
  const sigmaScreen = estimateSigmaScreen(confidence);
  return {
    xPx: (sigmaScreen * screen.widthScreenPx) / cssScale,
    yPx: (sigmaScreen * screen.heightScreenPx) / cssScale,
  };
}
