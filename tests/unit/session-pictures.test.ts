import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sharpPainter } from '../../scripts/analyse/paint-with-sharp.ts';
import { makeSession } from '../../scripts/sessions/make-session.ts';
import { analyseSession } from '../../src/session/export/analyse-session.ts';
import { findBands } from '../../src/session/find-bands.ts';
import { escapeXml } from '../../src/session/export/escape-xml.ts';
import { layOutCaption } from '../../src/session/export/caption-lines.ts';
import {
  createHeatPictures,
  DEFAULT_HEAT_SETTINGS,
  type HeatPicture,
} from '../../src/session/export/heat-pictures.ts';
import { writeHeatPng } from '../../src/session/export/heat-png.ts';
import { writeHeatSvg } from '../../src/session/export/heat-svg.ts';
import type { Shot } from '../../src/session/session-data.ts';
import { stitchShots, type FixedBands } from '../../src/session/stitch-shots.ts';

const MINUTE = 60_000;
const made = makeSession({ minutes: 1, seed: 4, pageHeightPx: 2000 });
const { fixations } = analyseSession(made.session);
const NO_BANDS = new Map<number, FixedBands>();
const NOW = new Date('2026-03-03T10:00:00.000Z');

async function readShot({ index }: Shot): Promise<Blob> {
  return new Blob([Uint8Array.from(await made.drawShot(index))], { type: 'image/webp' });
}

/** RGB, a byte each. */
async function decode(picture: Blob) {
  const { data, info } = await sharp(Buffer.from(await picture.arrayBuffer()), { unlimited: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    ...info,
    at: (x: number, y: number) => [...data.subarray((y * info.width + x) * 3).subarray(0, 3)],
  };
}

function takePicture(pictured: boolean): HeatPicture {
  const session = pictured ? made.session : { ...made.session, shots: [] };
  return createHeatPictures([{ session, fixations }], DEFAULT_HEAT_SETTINGS, NOW)[0]!;
}

describe('heatmaps that are saved', () => {
  it.each([
    ['without', false],
    ['with', true],
  ])('look alike as PNG and as SVG, %s the page', { timeout: MINUTE }, async (_what, pictured) => {
    const picture = takePicture(pictured);
    const png = await decode(
      await writeHeatPng(picture, stitchShots(picture.shots, NO_BANDS), readShot, sharpPainter),
    );
    const svg = await decode(
      await writeHeatSvg(picture, stitchShots(picture.shots, NO_BANDS), readShot, sharpPainter),
    );
    expect([svg.width, svg.height]).toEqual([png.width, png.height]);
    let [compared, apart] = [0, 0];
    for (let y = 10; y < picture.size.heightPx; y += 37) {
      for (let x = 10; x < png.width; x += 37) {
        const [a, b] = [png.at(x, y), svg.at(x, y)];
        compared += 1;
        if (Math.max(...a.map((value, i) => Math.abs(value - b[i]!))) > 40) apart += 1;
      }
    }
    expect(compared).toBeGreaterThan(1000);
    // At edges of pieces and lines, half a pixel makes a difference.
    expect(apart / compared).toBeLessThan(0.01);
  });

  it('are coloured where the fixations were, and nowhere else', async () => {
    const picture = takePicture(false);
    const png = await decode(
      await writeHeatPng(picture, stitchShots(picture.shots, NO_BANDS), readShot, sharpPainter),
    );
    const views = new Set(
      made.session.views.filter(({ url }) => url === picture.url).map(({ index }) => index),
    );
    const own = fixations.filter(({ view, xDocumentPx }) => views.has(view) && xDocumentPx !== null);
    const hottest = own.reduce((most, one) => (one.durationMs > most.durationMs ? one : most));
    const [x, y] = [Math.round(hottest.xDocumentPx!), Math.round(hottest.yDocumentPx!)];
    expect(Math.min(...png.at(x, y))).toBeLessThan(200);
    expect(png.at(png.width - 2, picture.size.heightPx - 2)).toEqual([255, 255, 255]);
  });

  it('show what sticks to the window once, where it is at home', { timeout: MINUTE }, async () => {
    const bands = await findBands(made.session.shots, readShot, sharpPainter.toGrey);
    // The pale edges of its blocks look alike wherever it is scrolled, but nothing sticks beside them.
    expect([...bands.values()].flatMap(({ sides }) => sides)).toEqual([]);
    const picture = takePicture(true);
    const cold = { ...picture, heat: { ...picture.heat, values: picture.heat.values.map(() => 0) } };
    const pieces = stitchShots(picture.shots, bands);
    const png = await decode(await writeHeatPng(cold, pieces, readShot, sharpPainter));
    // Between the boxes of the header it is white: look at the middle of its first box.
    const isHeader = (y: number) => Math.max(...png.at(300, y)) < 90;
    const rows = Array.from({ length: picture.size.heightPx }, (_, y) => y).filter(isHeader);
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.at(-1)).toBeLessThan(110);
  });

  it('are no larger than fits into memory', async () => {
    const picture = takePicture(false);
    const tall = { ...picture, size: { widthPx: 1800, heightPx: 60_000 } };
    const png = await decode(await writeHeatPng(tall, [], readShot, sharpPainter));
    expect(png.height).toBeLessThan(31_000);
    expect(png.width * png.height).toBeLessThan(26_000_000);
  });
});

describe('the caption', () => {
  it.each([120, 320, 1280, 5000])('fits into a picture of %s px', (widthPx) => {
    const { caption, url } = takePicture(false);
    const strip = layOutCaption(caption, `${url}${'x'.repeat(300)}`, widthPx);
    expect(strip.lines.join(' ').replaceAll(' ', '')).toContain(caption.replaceAll(' ', ''));
    for (const line of strip.lines)
      expect(line.length * 0.5 * strip.fontPx).toBeLessThan(Math.max(widthPx, 220));
    expect(strip.heightPx).toBeGreaterThanOrEqual(strip.lines.length * strip.lineHeightPx);
  });

  it('is text that XML can hold, whatever an address has in it', () => {
    expect(escapeXml('<a href="?x=1&y">\u0000\u001b\ud800 ✓ 🛒')).toBe(
      '&lt;a href=&quot;?x=1&amp;y&quot;&gt;    ✓ 🛒',
    );
  });
});
