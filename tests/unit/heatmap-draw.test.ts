import { describe, expect, it } from 'vitest';
import { buildColourTable, colourAt, COLOUR_STEPS } from '../../src/heatmap/colour-map.ts';
import { paintHeat } from '../../src/heatmap/draw.ts';
import { coversView, planRegion, type View } from '../../src/heatmap/plan-region.ts';
import { CELL_PX } from '../../src/heatmap/density-grid.ts';

const table = buildColourTable();
const heats = Array.from({ length: 101 }, (_, i) => i / 100);

/** CIE lightness of an sRGB colour. */
function lightness(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 116 * Math.cbrt(0.2126 * r! + 0.7152 * g! + 0.0722 * b!) - 16;
}

describe('the colours', () => {
  it('grow lighter all the way, so that they read without seeing hues', () => {
    const steps = heats.slice(1).map((heat, i) => lightness(colourAt(heat)) - lightness(colourAt(heats[i]!)));
    expect(Math.min(...steps)).toBeGreaterThan(0);
    expect(lightness(colourAt(1)) - lightness(colourAt(0))).toBeGreaterThan(65);
  });

  it('start transparent, grow more opaque, and leave text readable at the hottest', () => {
    const alphas = Array.from({ length: COLOUR_STEPS }, (_, i) => table[4 * i + 3]!);
    expect(alphas[0]).toBe(0);
    expect(alphas.every((alpha, i) => i === 0 || alpha >= alphas[i - 1]!)).toBe(true);
    expect(alphas.at(-1)! / 255).toBeCloseTo(0.52, 2);
    // No edge where the heatmap ends: the first steps are the smallest a screen can show.
    expect(Math.max(...alphas.slice(1).map((alpha, i) => alpha - alphas[i]!))).toBeLessThanOrEqual(1);
  });
});

describe('painting', () => {
  it('maps dwell to the table, full heat and beyond to its last colour', () => {
    const words = new Uint32Array(table.buffer);
    const pixels = new Uint32Array(5).fill(9);
    paintHeat(Float32Array.of(0, 50, 100, 1e9, 70), 4, 100, words, pixels);
    const half = words[Math.round((COLOUR_STEPS - 1) / 2)];
    expect([...pixels]).toEqual([words[0], half, words.at(-1), words.at(-1), 9]);
  });

  it('gives the bytes of a pixel in the order red, green, blue, alpha', () => {
    const pixels = new Uint32Array(1);
    paintHeat(Float32Array.of(100), 1, 100, new Uint32Array(table.buffer), pixels);
    const [red, green, blue, alpha] = new Uint8ClampedArray(pixels.buffer);
    expect([red, green, blue]).toEqual(colourAt(1).map(Math.round));
    expect(alpha! / 255).toBeCloseTo(0.52, 2);
  });
});

describe('the part of the document that is drawn', () => {
  const view: View = { xScrollPx: 0, yScrollPx: 0, widthPx: 1265, heightPx: 800, documentHeightPx: 30_000 };

  it.each([
    ['the top', {}],
    ['the middle', { yScrollPx: 12_345.6 }],
    ['the very end', { yScrollPx: 29_200 }],
    ['the end of a page with a fraction', { yScrollPx: 29_200, documentHeightPx: 29_999.5 }],
    ['a page shorter than the window', { documentHeightPx: 800 }],
    ['a page scrolled sideways', { xScrollPx: 333.3 }],
    ['a right-to-left page scrolled sideways', { xScrollPx: -333.3 }],
    ['beyond the top, as elastic scrolling does', { yScrollPx: -40 }],
  ])('covers what is seen and never holds the document open: %s', (_name, change) => {
    const seen = { ...view, ...change };
    const plan = planRegion(seen);
    expect(coversView(plan, seen)).toBe(true);
    expect(plan.topPx + plan.heightPx).toBeLessThan(seen.documentHeightPx);
    const { column, row, columns, rows } = plan.region;
    expect(column * CELL_PX).toBeLessThanOrEqual(plan.leftPx);
    expect((column + columns) * CELL_PX).toBeGreaterThanOrEqual(plan.leftPx + plan.widthPx);
    expect(row * CELL_PX).toBeLessThanOrEqual(plan.topPx);
    expect((row + rows) * CELL_PX).toBeGreaterThanOrEqual(plan.topPx + plan.heightPx);
    expect(columns * rows).toBeLessThan(20_000);
  });

  it.each([
    ['a little further', { yScrollPx: 5300 }, true],
    ['half a window further', { yScrollPx: 5400 }, true],
    ['further than the room', { yScrollPx: 5401 }, false],
    ['back further than the room', { yScrollPx: 4599 }, false],
    ['sideways', { xScrollPx: 20 }, false],
    ['in a wider window', { widthPx: 1400 }, false],
    ['on a page that became too short', { documentHeightPx: 6000 }, false],
  ])('serves for scrolling %s: %s', (_name, change, expected) => {
    const before = { ...view, yScrollPx: 5000 };
    expect(coversView(planRegion(before), { ...before, ...change })).toBe(expected);
  });
});
