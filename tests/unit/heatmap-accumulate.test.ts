import { describe, expect, it } from 'vitest';
import {
  accumulateSample,
  createAccumulation,
  mergeAccumulations,
  peakOfLook,
  type Accumulation,
} from '../../src/heatmap/accumulate.ts';
import { CELL_PX, readRegion, sumDwellMs } from '../../src/heatmap/density-grid.ts';
import { estimateSigma, estimateSigmaScreen } from '../../src/heatmap/uncertainty.ts';

const SIGMA = { xPx: 120, yPx: 70 };
const CENTRE = { xDocumentPx: 1000, yDocumentPx: 800 };

function look(
  accumulation: Accumulation,
  samples: readonly (readonly [timestampMs: number, confidence: number])[],
  point: { xDocumentPx: number; yDocumentPx: number } | null = CENTRE,
  sigma = SIGMA,
): Accumulation {
  for (const [timestampMs, confidence] of samples) {
    accumulateSample(accumulation, { timestampMs, confidence }, point, sigma);
  }
  return accumulation;
}

function dwellAt(accumulation: Accumulation, xDocumentPx: number, yDocumentPx: number): number {
  const cell = new Float32Array(1);
  const [column, row] = [Math.floor(xDocumentPx / CELL_PX), Math.floor(yDocumentPx / CELL_PX)];
  readRegion(accumulation.grid, { column, row, columns: 1, rows: 1 }, cell);
  return cell[0]!;
}

describe('dwell', () => {
  it.each([
    [
      'the time since the sample before',
      [
        [0, 1],
        [100, 1],
        [250, 1],
      ],
      1000 / 30 + 250,
    ],
    [
      'times the confidence',
      [
        [0, 0.5],
        [100, 0.25],
      ],
      500 / 30 + 25,
    ],
    [
      'at most to the length of a gap: after it, one frame',
      [
        [0, 1],
        [10_000, 1],
      ],
      2000 / 30,
    ],
    [
      'nothing for a sample out of order',
      [
        [100, 1],
        [50, 1],
      ],
      1000 / 30,
    ],
    [
      'nothing for the same sample twice',
      [
        [100, 1],
        [100, 1],
      ],
      1000 / 30,
    ],
    [
      'nothing without confidence, though time goes on',
      [
        [0, 1],
        [100, 0],
        [200, 1],
      ],
      1000 / 30 + 100,
    ],
    [
      'a confidence above 1 as 1',
      [
        [0, 1],
        [100, 7],
      ],
      1000 / 30 + 100,
    ],
    [
      'nothing for a confidence that is no number',
      [
        [0, 1],
        [100, Number.NaN],
      ],
      1000 / 30,
    ],
  ] as const)('is %s', (_name, samples, expectedMs) => {
    const accumulation = look(createAccumulation(), samples);
    expect(accumulation.dwellMs).toBeCloseTo(expectedMs);
    expect(sumDwellMs(accumulation.grid)).toBeGreaterThan(expectedMs * 0.998);
    expect(sumDwellMs(accumulation.grid)).toBeLessThan(expectedMs * 1.001);
  });

  it('off the page counts nowhere, and is not given to the next sample on it', () => {
    const accumulation = look(createAccumulation(), [[0, 1]]);
    look(
      accumulation,
      [
        [200, 1],
        [400, 1],
      ],
      null,
    );
    look(accumulation, [[500, 1]]);
    expect(accumulation.samples).toBe(2);
    expect(accumulation.dwellMs).toBeCloseTo(1000 / 30 + 100);
  });

  it('does not decay', () => {
    const accumulation = look(createAccumulation(), [[0, 1]]);
    const before = dwellAt(accumulation, 1000, 800);
    look(accumulation, [[3_600_000, 1]], { xDocumentPx: 5000, yDocumentPx: 9000 });
    expect(dwellAt(accumulation, 1000, 800)).toBe(before);
  });
});

describe('one sample', () => {
  it.each([
    [0, 0],
    [1, 0],
    [0, 1],
    [-1.5, 0.5],
    [2, -2],
  ])('is a Gaussian: (%d, %d) sigmas from its centre', (x, y) => {
    const accumulation = look(createAccumulation(), [[0, 1]]);
    const point = { x: CENTRE.xDocumentPx + x * SIGMA.xPx, y: CENTRE.yDocumentPx + y * SIGMA.yPx };
    const cellCentre = (px: number) => (Math.floor(px / CELL_PX) + 0.5) * CELL_PX;
    const dx = (cellCentre(point.x) - CENTRE.xDocumentPx) / SIGMA.xPx;
    const dy = (cellCentre(point.y) - CENTRE.yDocumentPx) / SIGMA.yPx;
    const expected = peakOfLook(1000 / 30, SIGMA) * Math.exp(-(dx * dx + dy * dy) / 2);
    expect(dwellAt(accumulation, point.x, point.y) / expected).toBeCloseTo(1, 4);
  });

  it('narrower than a cell still leaves all its dwell', () => {
    const accumulation = look(createAccumulation(), [[0, 1]], CENTRE, { xPx: 0, yPx: 0.1 });
    expect(sumDwellMs(accumulation.grid)).toBeCloseTo(1000 / 30, 1);
  });

  it('at the upper left corner leaves a quarter of its dwell on the page', () => {
    const accumulation = look(createAccumulation(), [[0, 1]], { xDocumentPx: 0, yDocumentPx: 0 });
    const page = new Float32Array(100 * 100);
    readRegion(accumulation.grid, { column: 0, row: 0, columns: 100, rows: 100 }, page);
    const onPage = page.reduce((sum, dwellMs) => sum + dwellMs, 0);
    expect(onPage / (1000 / 30)).toBeCloseTo(0.25, 2);
  });
});

describe('two accumulations', () => {
  it('merge to what one would have been', () => {
    const first = [
      [0, 1],
      [100, 0.9],
      [200, 0.8],
    ] as const;
    const second = [
      [300, 0.7],
      [400, 0.6],
    ] as const;
    const elsewhere = { xDocumentPx: 40, yDocumentPx: 2100 };
    const whole = look(look(createAccumulation(), first), second, elsewhere);
    const later = createAccumulation();
    later.timestampMs = 200;
    const merged = mergeAccumulations(look(createAccumulation(), first), look(later, second, elsewhere));
    expect(merged.samples).toBe(5);
    expect(merged.dwellMs).toBeCloseTo(whole.dwellMs);
    expect(merged.timestampMs).toBe(400);
    expect(merged.grid.peak).toEqual(whole.grid.peak);
    for (const [key, cells] of whole.grid.tiles) expect(merged.grid.tiles.get(key)).toEqual(cells);
  });
});

describe('the kernel', () => {
  const screen = { xScreenPx: 0, yScreenPx: 0, widthScreenPx: 1920, heightScreenPx: 1080 };

  it('is as wide as the network is unsure, but never narrower than the accuracy it is held to', () => {
    // A flat heatmap over the screen and 10 % beyond: 1.2 / sqrt(12).
    expect(estimateSigmaScreen(0)).toBeCloseTo(0.3464, 4);
    expect(estimateSigmaScreen(0.5)).toBeCloseTo(0.1732, 4);
    expect(estimateSigmaScreen(1)).toBeCloseTo(0.0957, 4);
    expect(estimateSigmaScreen(0.9)).toBe(estimateSigmaScreen(1));
  });

  it.each([0.5, 1, 2])('has the same size on the screen at a page zoom of %d', (cssScale) => {
    const sigma = estimateSigma(0.5, screen, { cssScale, xOriginScreenPx: 0, yOriginScreenPx: 0 });
    expect(sigma.xPx * cssScale).toBeCloseTo(332.55, 1);
    expect(sigma.yPx * cssScale).toBeCloseTo(187.06, 1);
  });
});
