// Measures what the analysis of an hour's session takes, in Node, and how long it says that fixations are: `npm run bench:analysis`.
import { detectFixations } from '../src/gaze/fixations.ts';
import { chooseFixationParameters } from '../src/gaze/fixation-parameters.ts';
import { traceContours } from '../src/heatmap/contours.ts';
import { computePageHeat } from '../src/heatmap/page-heat.ts';
import { DEFAULT_PAINT, paintPage } from '../src/heatmap/paint-page.ts';
import { computeAoiMetrics } from '../src/session/metrics.ts';
import { computeQuality } from '../src/session/quality.ts';
import { compareDurations } from './sessions/compare-durations.ts';
import { makeSession } from './sessions/make-session.ts';
import { AOIS } from './sessions/pages.ts';

const RUNS = 5;
const PAGE = { widthPx: 1800, heightPx: 20_000 };
const AREA = { xDocumentPx: 0, yDocumentPx: 0, ...PAGE };
const RAW = { weight: 'duration', normalization: 'raw' } as const;

/** Prints the median of several runs, and what the last returned. */
function time<T>(name: string, work: () => T): T {
  const tookMs: number[] = [];
  let result: T | undefined;
  for (let run = 0; run < RUNS; run += 1) {
    const startMs = performance.now();
    result = work();
    tookMs.push(performance.now() - startMs);
  }
  const median = tookMs.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)]!;
  console.log(`${name.padEnd(58)} ${median.toFixed(0).padStart(6)} ms`);
  return result!;
}

const { session } = makeSession({ minutes: 60, rateHz: 30, pageHeightPx: PAGE.heightPx });
const views = session.views.map(({ index }) => index);
console.log(
  `60 minutes at 30 Hz: ${session.samples.timestampMs.length} samples, ${views.length} views, ` +
    `${session.elements.length} elements. Medians of ${RUNS} runs in Node ${process.versions.node}:`,
);
const { fixations } = time('fixations by dispersion', () => detectFixations(session));
time('fixations by velocity', () => detectFixations(session, chooseFixationParameters(session, 'ivt')));
time(`metrics of ${AOIS.length} areas`, () => computeAoiMetrics(session, fixations, AOIS));
time('data quality', () => computeQuality(session));
const sources = [{ session, fixations, views }];
time('heat of all fixations over 1800 x 20,000 px', () =>
  computePageHeat(sources, AREA, { ...RAW, from: 'fixations' }),
);
const heat = time('heat of all samples over 1800 x 20,000 px', () =>
  computePageHeat(sources, AREA, { ...RAW, from: 'samples' }),
);
time('contours of it at 3 levels', () => traceContours(heat, [0.25, 0.5, 0.75]));
time('painted at 1800 x 1000 px (a screenful)', () =>
  paintPage(heat, DEFAULT_PAINT, PAGE, { firstRow: 0, rows: 1000 }),
);
time('painted at 1800 x 20,000 px', () => paintPage(heat, DEFAULT_PAINT, PAGE));

console.log('\nDurations of all fixations together, 20 minutes, saccades of 40 ms:');
for (const precisionPct of [0.3, 1]) {
  for (const rateHz of [15, 30, 60, 120]) {
    const { overSeenPct, overStillPct, givenBackPct, ...found } = compareDurations({
      minutes: 20,
      seed: 24,
      lossPct: 0,
      rateHz,
      precisionPct,
    });
    console.log(
      `${String(rateHz).padStart(4)} Hz, precision ${precisionPct} %: ${overSeenPct.toFixed(2)} % over what was within the ` +
        `thresholds, ${overStillPct.toFixed(2)} % over the eyes' standstills, ` +
        `${givenBackPct.toFixed(2)} % with ends that travel given back; ${found.fixations} fixations`,
    );
  }
}
