// The heat of a page says what its gaze was: how much, where, how wide, of whom, and all that in a line of text.
import { describe, expect, it } from 'vitest';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import { detectFixations, type Fixation } from '../../src/gaze/fixations.ts';
import { describeHeat } from '../../src/heatmap/caption.ts';
import { traceContours } from '../../src/heatmap/contours.ts';
import type { HeatOptions, HeatSource } from '../../src/heatmap/heat-points.ts';
import { computePageHeat, type PageHeat } from '../../src/heatmap/page-heat.ts';
import {
  buildPaintTable,
  DEFAULT_PAINT,
  paintPage,
  type PaintOptions,
} from '../../src/heatmap/paint-page.ts';
import { estimateSigmaScreen } from '../../src/heatmap/uncertainty.ts';
import type { Box, Session } from '../../src/session/session-data.ts';

const AREA: Box = { xDocumentPx: 0, yDocumentPx: 0, widthPx: 1800, heightPx: 3000 };
const RAW: HeatOptions = { from: 'fixations', weight: 'duration', normalization: 'raw' };
const BASE = makeSession({ minutes: 0.1, errorPct: 2 }).session;

/** A session whose only gaze is these fixations: x, y, ms. */
function sourceOf(looks: [number, number, number][], info: Partial<Session['info']> = {}): HeatSource {
  const fixations = looks.map(([xDocumentPx, yDocumentPx, durationMs], index) => {
    // Sure of itself: the spread is the accuracy's.
    return {
      index,
      xDocumentPx,
      yDocumentPx,
      durationMs,
      view: 0,
      startMs: index * 1000,
      confidence: 1,
    } as Fixation;
  });
  return { session: { ...BASE, info: { ...BASE.info, ...info } }, fixations, views: [0] };
}

const sum = (heat: PageHeat) => heat.values.reduce((total, value) => total + value, 0);

/** Mean and variance of the heat, document px. */
function moments(heat: PageHeat) {
  const total = sum(heat);
  const mean = { x: 0, y: 0 };
  const square = { x: 0, y: 0 };
  for (const [i, value] of heat.values.entries()) {
    const x = heat.area.xDocumentPx + ((i % heat.columns) + 0.5) * heat.cellPx;
    const y = heat.area.yDocumentPx + (Math.floor(i / heat.columns) + 0.5) * heat.cellPx;
    mean.x += (value * x) / total;
    mean.y += (value * y) / total;
    square.x += (value * x * x) / total;
    square.y += (value * y * y) / total;
  }
  return { mean, sd: { x: Math.sqrt(square.x - mean.x ** 2), y: Math.sqrt(square.y - mean.y ** 2) } };
}

describe('one look', () => {
  // 2 % of the screen as a mean distance: sigma = 0.02 / sqrt(pi / 2) of 1920 and 1080 px.
  const sigma = { x: 30.64, y: 17.23 };

  it.each([
    [900, 1500],
    [903.7, 1511.2],
    [911.9, 1499],
  ])('at (%d, %d) lies there, all of it, as wide as the session is accurate', (x, y) => {
    const heat = computePageHeat([sourceOf([[x, y, 400]])], AREA, RAW);
    expect(sum(heat)).toBeCloseTo(400, 1);
    const { mean, sd } = moments(heat);
    expect(mean.x).toBeCloseTo(x, 0);
    expect(mean.y).toBeCloseTo(y, 0);
    expect(sd.x / sigma.x).toBeCloseTo(1, 1);
    expect(sd.y / sigma.y).toBeCloseTo(1, 1);
    expect(heat.sigma!.xPx).toBeCloseTo(sigma.x, 1);
    expect(heat.sigma!.yPx).toBeCloseTo(sigma.y, 1);
    // 58.28 px for a degree; the mean of both axes.
    expect(heat.sigma!.deg).toBeCloseTo((30.64 + 17.23) / 2 / 58.28, 2);
  });

  it('is as tall at its peak as a Gaussian is', () => {
    const heat = computePageHeat([sourceOf([[904, 1504, 400]])], AREA, RAW);
    const peak = (400 * heat.cellPx ** 2) / (2 * Math.PI * sigma.x * sigma.y);
    expect(heat.peak / peak).toBeGreaterThan(0.93);
    expect(heat.peak / peak).toBeLessThan(1.02);
  });

  it('spreads as widely as the model is unsure, and never less than the accuracy', () => {
    expect(estimateSigmaScreen(1, 2)).toBeCloseTo(0.02 / Math.sqrt(Math.PI / 2));
    expect(estimateSigmaScreen(0.5, 2)).toBeCloseTo(0.5 * (1.2 / Math.sqrt(12)));
    expect(estimateSigmaScreen(1)).toBeCloseTo(0.12 / Math.sqrt(Math.PI / 2));
    const { accuracy: _none, ...unchecked } = BASE.info;
    const source = sourceOf([[900, 1500, 400]]);
    const heat = computePageHeat([{ ...source, session: { ...BASE, info: unchecked } }], AREA, RAW);
    expect(heat.sigma!.xPx).toBeCloseTo(183.8, 1);
  });

  it('spreads over less of a page that is zoomed in', () => {
    const source = sourceOf([[900, 1500, 400]]);
    const events = BASE.events.map((event) => (event.type === 'viewport' ? { ...event, zoom: 2 } : event));
    const heat = computePageHeat([{ ...source, session: { ...source.session, events } }], AREA, RAW);
    expect(heat.sigma!.xPx).toBeCloseTo(sigma.x / 2, 1);
    expect(heat.sigma!.deg).toBeCloseTo((30.64 + 17.23) / 2 / 58.28, 2);
  });

  it('beside the picture reaches into it', () => {
    const part = { xDocumentPx: 920, yDocumentPx: 1400, widthPx: 300, heightPx: 300 };
    const heat = computePageHeat([sourceOf([[900, 1500, 400]])], part, RAW);
    // Two thirds of a standard deviation away: a quarter of it.
    expect(sum(heat) / 400).toBeGreaterThan(0.22);
    expect(sum(heat) / 400).toBeLessThan(0.3);
  });
});

describe('several sessions', () => {
  const anna = sourceOf(
    [
      [400, 500, 3000],
      [400, 500, 3000],
    ],
    { person: 'anna' },
  );
  const annaAgain = sourceOf([[400, 500, 2000]], { person: 'anna', id: 'b' });
  const ben = sourceOf([[1400, 2500, 1000]], { person: 'ben' });
  const all = [anna, annaAgain, ben];
  const shareOfBen = (heat: PageHeat) => {
    const half = heat.values.slice(heat.values.length / 2);
    return half.reduce((total, value) => total + value, 0) / sum(heat);
  };

  it.each([
    ['raw', 'duration', 9000, 1 / 9],
    ['raw', 'count', 4, 1 / 4],
    ['time', 'duration', 1, 1 / 9],
    ['time', 'count', 1, 1 / 4],
    ['participant', 'duration', 1, 1 / 2],
    ['participant', 'count', 1, 1 / 2],
  ] as const)('%s, weighted by %s', (normalization, weight, total, share) => {
    const heat = computePageHeat(all, AREA, { from: 'fixations', weight, normalization });
    expect(sum(heat) / total).toBeCloseTo(1, 3);
    expect(shareOfBen(heat)).toBeCloseTo(share, 3);
    expect(heat).toMatchObject({ participants: 2, sessions: 3, gazeCount: 4 });
  });

  it('without a gaze there do not count', () => {
    const elsewhere = { ...sourceOf([[400, 500, 1000]], { person: 'cleo' }), views: [7] };
    expect(computePageHeat([ben, elsewhere], AREA, RAW)).toMatchObject({ participants: 1, sessions: 1 });
    expect(computePageHeat([elsewhere], AREA, RAW)).toMatchObject({ peak: 0, sigma: null, participants: 0 });
  });

  it('of nobody in particular are of somebody each', () => {
    const { person: _nobody, ...info } = BASE.info;
    const nobody = (id: string) => {
      const source = sourceOf([[400, 500, 1000]]);
      return { ...source, session: { ...source.session, info: { ...info, id } } };
    };
    expect(computePageHeat([nobody('x'), nobody('y')], AREA, RAW).participants).toBe(2);
  });
});

it('samples sum up to the time of gaze on the page, and fixations to theirs', () => {
  const { session, truth } = makeSession({ minutes: 3, errorPct: 2, saccadeMs: 0, lossPct: 0 });
  const { fixations } = detectFixations(session);
  const views = session.views.map(({ index }) => index);
  const wide = { xDocumentPx: -500, yDocumentPx: -500, widthPx: 3000, heightPx: 4500 };
  const onPageMs = truth.fixations
    .filter((one) => one.xDocumentPx !== null)
    .reduce((total, one) => total + one.endMs - one.startMs, 0);
  for (const from of ['samples', 'fixations'] as const) {
    const heat = computePageHeat([{ session, fixations, views }], wide, { ...RAW, from });
    expect(sum(heat) / onPageMs).toBeCloseTo(1, 1.7);
  }
});

describe('painted', () => {
  const heat = computePageHeat([sourceOf([[900, 1500, 400]])], AREA, RAW);
  const size = { widthPx: 180, heightPx: 300 };
  const pixel = (options: Partial<PaintOptions>, x: number, y: number, fullHeat?: number) => {
    const { data } = paintPage(heat, { ...DEFAULT_PAINT, ...options, ...(fullHeat && { fullHeat }) }, size);
    return Array.from(data.slice(4 * (y * size.widthPx + x), 4 * (y * size.widthPx + x) + 4));
  };

  it('is hottest where the look was, and nothing far from it', () => {
    // The end of viridis, at the chosen opacity.
    expect(pixel({ opacity: 0.5 }, 90, 150)[3]! / 255).toBeCloseTo(0.5, 1);
    expect(
      pixel({}, 90, 150)
        .slice(0, 3)
        .map((value) => value > 30),
    ).toEqual([true, true, true]);
    expect(pixel({}, 90, 50)).toEqual([0, 0, 0, 0]);
  });

  it('is nothing below the threshold', () => {
    // 35 px away, 1.14 standard deviations: half of the peak.
    expect(pixel({ threshold: 0.4 }, 93, 150)[3]).toBeGreaterThan(0);
    expect(pixel({ threshold: 0.6 }, 93, 150)[3]).toBe(0);
  });

  it('in the spotlight is clear where the look was, and dark where none was', () => {
    expect(pixel({ mode: 'spotlight', opacity: 0.8 }, 90, 150)).toEqual([0, 0, 0, 0]);
    expect(pixel({ mode: 'spotlight', opacity: 0.8 }, 90, 50)).toEqual([0, 0, 0, 204]);
  });

  it('is held against the full heat of other pictures', () => {
    expect(pixel({}, 90, 150, heat.peak * 10)[3]).toBeLessThan(pixel({}, 90, 150)[3]! / 3);
  });

  it('in strips is the same as at once', () => {
    const whole = paintPage(heat, DEFAULT_PAINT, size);
    const strip = paintPage(heat, DEFAULT_PAINT, size, { firstRow: 140, rows: 20 });
    expect(strip).toMatchObject({ widthPx: 180, heightPx: 20 });
    expect(strip.data).toEqual(whole.data.slice(4 * 180 * 140, 4 * 180 * 160));
  });

  it('of no gaze is nothing, or all dark', () => {
    const nothing = computePageHeat([], AREA, RAW);
    expect(paintPage(nothing, DEFAULT_PAINT, size).data.every((byte) => byte === 0)).toBe(true);
    const dark = paintPage(nothing, { ...DEFAULT_PAINT, mode: 'spotlight', opacity: 1 }, size);
    expect(Array.from(dark.data.slice(0, 4))).toEqual([0, 0, 0, 255]);
  });

  it('rises in alpha with heat, in every palette', () => {
    const table = buildPaintTable({ ...DEFAULT_PAINT, threshold: 0 });
    const alphas = Array.from({ length: table.length / 4 }, (_, i) => table[4 * i + 3]!);
    expect(alphas[0]).toBe(0);
    expect(alphas.every((alpha, i) => i === 0 || alpha >= alphas[i - 1]!)).toBe(true);
  });
});

/** The rings of a path, as points. */
function read(path: string): [number, number][][] {
  const rings = path.split('Z').filter((ring) => ring !== '');
  return rings.map((ring) =>
    ring
      .slice(1)
      .split('L')
      .map((point) => point.split(',').map(Number) as [number, number]),
  );
}

describe('contours', () => {
  const heat = computePageHeat(
    [
      sourceOf([
        [900, 1500, 400],
        [300, 500, 200],
      ]),
    ],
    AREA,
    RAW,
  );

  it('go around what was looked at, at the distance where a Gaussian is so high', () => {
    const [high, low] = traceContours(heat, [0.75, 0.2]);
    const [ring, ...others] = read(high!.path);
    expect(others).toEqual([]);
    const xs = ring!.map(([x]) => x);
    const ys = ring!.map(([, y]) => y);
    const reach = Math.sqrt(-2 * Math.log(0.75));
    expect((Math.max(...xs) + Math.min(...xs)) / 2).toBeCloseTo(900, -0.7);
    expect((Math.max(...ys) + Math.min(...ys)) / 2).toBeCloseTo(1500, -0.7);
    expect((Math.max(...xs) - Math.min(...xs)) / 2 / (reach * 30.64)).toBeCloseTo(1, 0.5);
    expect(read(low!.path)).toHaveLength(2);
  });

  it('are none above the peak, and of no gaze', () => {
    expect(traceContours(heat, [1.1])).toEqual([{ level: 1.1, path: '' }]);
    expect(traceContours(computePageHeat([], AREA, RAW), [0.5])).toEqual([{ level: 0.5, path: '' }]);
  });
});

describe('the caption', () => {
  const date = new Date('2026-03-02T09:00:00Z');

  it('says how wide, what, how it is weighted and normalized, of how many, and when', () => {
    const sources = [sourceOf([[1, 1, 1]], { person: 'a' }), sourceOf([[1, 1, 1]], { person: 'b' })];
    const heat = computePageHeat(sources, AREA, { ...RAW, normalization: 'participant' });
    expect(describeHeat(heat, date)).toBe(
      'Spread σ 31 × 17 px (0.4°) · fixations, weighted by duration · every participant weighs the same · ' +
        'n = 2 participants, 2 fixations · 2026-03-02',
    );
  });

  it('says what is not known, and when there was nothing', () => {
    const { distanceCm: _far, ...info } = BASE.info;
    const source = sourceOf([[1, 1, 1]]);
    const heat = computePageHeat([{ ...source, session: { ...BASE, info } }], AREA, {
      ...RAW,
      weight: 'count',
    });
    expect(describeHeat(heat, date)).toContain(
      'px (degrees unknown) · fixations, weighted by count · not normalized',
    );
    expect(describeHeat(computePageHeat([], AREA, RAW), date)).toContain('No gaze · ');
  });
});
