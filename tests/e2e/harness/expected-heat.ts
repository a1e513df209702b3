// The heat that a page should show, worked out from the samples alone, apart from the extension's code for it.
import type { GazeSample } from '../../../src/gaze/gaze-sample.ts';
import { estimateSigma } from '../../../src/heatmap/uncertainty.ts';
import type { DocumentPoint, ViewportPoint } from '../../../src/screen/spaces.ts';
import type { HeatBlock } from './heat-picture.ts';
import type { Seat } from './seat.ts';

/** One uninterrupted look so long makes the hottest colour, until some place is hotter. */
const FULL_HEAT_LOOK_MS = 1000;
/** A longer wait for a sample is a gap: the sample counts for one camera frame, and so does the first. */
const LONGEST_DWELL_MS = 500;
const SINGLE_DWELL_MS = 1000 / 30;
/** How finely the hottest place is looked for. */
const STEP_PX = 16;

export type ExpectedHeat = {
  /** 0..1, at a point of the document. */
  at(point: DocumentPoint): number;
  /** Its heat is above 1 where one look is not what makes the hottest colour. */
  hottest: DocumentPoint & { heat: number };
  /** How many samples were in the viewport. */
  samples: number;
};

/** A sample in the viewport: the middle and widths of its Gaussian, document px, and its height, ms / px^2. */
type Look = DocumentPoint & { xSigmaPx: number; ySigmaPx: number; height: number };

/**
 * The sum of the samples' Gaussians, against what makes the hottest colour:
 *
 *     density(p) = sum dwell * confidence / (2 pi sigmaX sigmaY) * exp(-(dx / sigmaX)^2 / 2 - (dy / sigmaY)^2 / 2)
 *     heat(p) = density(p) / max(density at the hottest place, density of one look)
 *
 * @param samples in the order in which they came, from the first that counts
 * @param seat as it was all the while
 */
export function expectHeat(samples: readonly GazeSample[], seat: Seat): ExpectedHeat {
  const looks = toLooks(samples, seat);
  const densityAt = ({ xDocumentPx, yDocumentPx }: DocumentPoint): number =>
    looks.reduce((sum, look) => {
      const dx = (xDocumentPx - look.xDocumentPx) / look.xSigmaPx;
      const dy = (yDocumentPx - look.yDocumentPx) / look.ySigmaPx;
      return sum + look.height * Math.exp(-(dx * dx + dy * dy) / 2);
    }, 0);

  let hottest = { xDocumentPx: 0, yDocumentPx: 0, density: 0 };
  for (let y = STEP_PX / 2; y < seat.heightPx; y += STEP_PX) {
    for (let x = STEP_PX / 2; x < seat.widthPx; x += STEP_PX) {
      const point = { xDocumentPx: x + seat.scroll.xScrollPx, yDocumentPx: y + seat.scroll.yScrollPx };
      const density = densityAt(point);
      if (density > hottest.density) hottest = { ...point, density };
    }
  }
  const sure = estimateSigma(1, seat.screen, seat.placement);
  const oneLook = FULL_HEAT_LOOK_MS / (2 * Math.PI * sure.xPx * sure.yPx);
  const full = Math.max(oneLook, hottest.density);
  return {
    at: (point) => Math.min(1, densityAt(point) / full),
    hottest: { ...hottest, heat: hottest.density / oneLook },
    samples: looks.length,
  };
}

/** A sample's dwell is the time since the one before it, be that in the viewport or not. */
function toLooks(samples: readonly GazeSample[], { screen, placement, scroll, ...seat }: Seat): Look[] {
  const looks: Look[] = [];
  let beforeMs = -Infinity;
  for (const { timestampMs, xScreen, yScreen, confidence } of samples) {
    if (timestampMs <= beforeMs) continue;
    const elapsedMs = timestampMs - beforeMs;
    beforeMs = timestampMs;
    const x = xScreen * screen.widthScreenPx - placement.xOriginScreenPx;
    const y = yScreen * screen.heightScreenPx - placement.yOriginScreenPx;
    if (x < 0 || y < 0 || x >= seat.widthPx || y >= seat.heightPx) continue;
    const dwellMs = elapsedMs > LONGEST_DWELL_MS ? SINGLE_DWELL_MS : elapsedMs;
    const sigma = estimateSigma(confidence, screen, placement);
    looks.push({
      xDocumentPx: x + scroll.xScrollPx,
      yDocumentPx: y + scroll.yScrollPx,
      xSigmaPx: sigma.xPx,
      ySigmaPx: sigma.yPx,
      height: (dwellMs * confidence) / (2 * Math.PI * sigma.xPx * sigma.yPx),
    });
  }
  return looks;
}

export type Agreement = {
  /** Of the expected heat, the share that is missing or elsewhere: sum |seen - expected| / sum expected. */
  misplaced: number;
  /** Pearson's, over the blocks. */
  correlation: number;
};

/** Compares what is seen with what is expected at the same place of the viewport. */
export function compareHeat(
  blocks: readonly HeatBlock[],
  expectAt: (point: ViewportPoint) => number,
): Agreement {
  const pairs = blocks.map((block) => [block.heat, expectAt(block)] as const);
  const seenMean = pairs.reduce((sum, [seen]) => sum + seen, 0) / pairs.length;
  const expectedMean = pairs.reduce((sum, [, expected]) => sum + expected, 0) / pairs.length;
  let [difference, product, seenSquare, expectedSquare] = [0, 0, 0, 0];
  for (const [seen, expected] of pairs) {
    difference += Math.abs(seen - expected);
    product += (seen - seenMean) * (expected - expectedMean);
    seenSquare += (seen - seenMean) ** 2;
    expectedSquare += (expected - expectedMean) ** 2;
  }
  return {
    misplaced: difference / (expectedMean * pairs.length),
    correlation: product / Math.sqrt(seenSquare * expectedSquare),
  };
}
