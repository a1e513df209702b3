import { BlobReader, BlobWriter, ZipReader } from '@zip.js/zip.js';
import { ALL_FORMATS, BlobSource, Input } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { exportSession, type ExportProgress } from '../../src/session/export/export-session.ts';
import type { ExportFormat } from '../../src/session/export/export-formats.ts';
import { createSamples } from '../../src/session/session-chunks.ts';
import type { Session, Shot } from '../../src/session/session-data.ts';

const SECOND = 1000;
const VIEWPORT = { widthPx: 640, heightPx: 400 };
const SCROLLED_AT_MS = 2 * SECOND;
const FRAMES = 120;
/** Colours of the page above and below. */
const [SKY, GRASS] = ['rgb(80 140 255)', 'rgb(60 170 60)'];

/** Four seconds before a page two viewports high: two looking at the sky, then, scrolled, two at the grass. */
function makeSession(): Session {
  const samples = createSamples(FRAMES);
  for (let i = 0; i < FRAMES; i += 1) {
    const scrolled = i >= FRAMES / 2;
    samples.timestampMs[i] = (i * SECOND) / 30;
    const [x, y] = scrolled ? [480, 300] : [160, 100];
    samples.xScreen[i] = x / VIEWPORT.widthPx;
    samples.yScreen[i] = y / VIEWPORT.heightPx;
    samples.confidence[i] = 0.9;
    samples.view[i] = 0;
    samples.xViewportPx[i] = x;
    samples.yViewportPx[i] = y;
    samples.xDocumentPx[i] = x;
    samples.yDocumentPx[i] = y + (scrolled ? VIEWPORT.heightPx : 0);
  }
  const image = { widthImagePx: 640, heightImagePx: 400, bytes: 1 };
  const shot = { view: 0, xDocumentPx: 0, ...VIEWPORT, ...image };
  const viewport = { zoom: 1, devicePixelRatio: 1, ...VIEWPORT };
  return {
    info: {
      id: 'drawn',
      name: 'Drawn',
      createdAt: '2026-03-02T09:00:00.000Z',
      durationMs: 4 * SECOND,
      screen: VIEWPORT,
      foveaVersion: '0.1.0',
      screenshots: true,
      accuracy: { checkedAt: '2026-03-02T08:00:00.000Z', errorPct: 4, precisionPct: 0.5 },
    },
    views: [
      { index: 0, tab: 0, url: 'https://example.org/', title: 'Meadow', timestampMs: 0, cause: 'load' },
    ],
    elements: [],
    events: [
      { type: 'viewport', view: 0, timestampMs: 0, ...viewport },
      { type: 'document', view: 0, timestampMs: 0, widthPx: 640, heightPx: 800 },
      { type: 'scroll', view: 0, timestampMs: SCROLLED_AT_MS, xScrollPx: 0, yScrollPx: 400 },
    ],
    samples,
    shots: [
      { ...shot, index: 0, timestampMs: 100, yDocumentPx: 0 },
      { ...shot, index: 1, timestampMs: SCROLLED_AT_MS + 100, yDocumentPx: 400 },
    ],
  };
}

async function readShot({ index, widthImagePx, heightImagePx }: Shot): Promise<Blob> {
  const canvas = new OffscreenCanvas(widthImagePx, heightImagePx);
  const context = canvas.getContext('2d')!;
  context.fillStyle = index === 0 ? SKY : GRASS;
  context.fillRect(0, 0, widthImagePx, heightImagePx);
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.9 });
}

async function exportFiles(
  formats: readonly ExportFormat[],
  options: { signal?: AbortSignal; onProgress?: (progress: ExportProgress) => void } = {},
): Promise<Map<string, Blob>> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>();
  const content = new Response(readable).blob();
  content.catch(() => undefined);
  await exportSession({ session: makeSession(), level: 'screenshots', formats, readShot }, writable, options);
  const files = new Map<string, Blob>();
  for (const entry of await new ZipReader(new BlobReader(await content)).getEntries()) {
    if (entry.directory) continue;
    files.set(entry.filename, await entry.getData(new BlobWriter(), { useWebWorkers: false }));
  }
  return files;
}

type Pixel = [red: number, green: number, blue: number];

function readPixel(source: CanvasImageSource, width: number, height: number, x: number, y: number): Pixel {
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(source, 0, 0, width, height);
  const [red, green, blue] = context.getImageData(x, y, 1, 1).data;
  return [red!, green!, blue!];
}

/** Video and WebP change colours a little. */
function expectColour([red, green, blue]: Pixel, expected: string): void {
  const [r, g, b] = expected.match(/\d+/g)!.map(Number);
  expect(Math.max(Math.abs(red - r!), Math.abs(green - g!), Math.abs(blue - b!)), expected).toBeLessThan(40);
}

async function playTo(film: Blob, seconds: number): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  const until = (event: string) =>
    new Promise((resolve, reject) => {
      video.addEventListener(event, resolve, { once: true });
      video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true });
    });
  const loaded = until('loadeddata');
  video.src = URL.createObjectURL(film);
  await loaded;
  const seeked = until('seeked');
  video.currentTime = seconds;
  await seeked;
  return video;
}

describe('a replay as WebM', () => {
  it('is a film of the session’s length that mediabunny and the browser open', async () => {
    const film = (await exportFiles(['webm'])).get('replay.webm')!;
    const input = new Input({ source: new BlobSource(film), formats: ALL_FORMATS });
    expect(await input.getMimeType()).toContain('video/webm');
    expect(await input.computeDuration()).toBeCloseTo(4, 1);
    const track = (await input.getPrimaryVideoTrack())!;
    expect([await track.getDisplayWidth(), await track.getDisplayHeight()]).toEqual([640, 400]);
    expect(await track.canDecode()).toBe(true);
    const video = await playTo(film, 1);
    expect(video.duration).toBeCloseTo(4, 1);
    expect([video.videoWidth, video.videoHeight]).toEqual([640, 400]);
  });

  it('shows the page as it was scrolled, and the gaze on it', async () => {
    const film = (await exportFiles(['webm'])).get('replay.webm')!;
    const before = await playTo(film, 1);
    expectColour(readPixel(before, 640, 400, 600, 380), SKY);
    // The dot of the gaze.
    expectColour(readPixel(before, 640, 400, 160, 100), 'rgb(190 46 122)');
    const after = await playTo(film, 3);
    expectColour(readPixel(after, 640, 400, 20, 20), GRASS);
    expectColour(readPixel(after, 640, 400, 480, 300), 'rgb(190 46 122)');
  });

  it('says how much of it is done, and stops when it is cancelled', async () => {
    const controller = new AbortController();
    const shares: number[] = [];
    const exporting = exportFiles(['webm'], {
      signal: controller.signal,
      onProgress: ({ share }) => {
        if (share === undefined) return;
        shares.push(share);
        if (share > 0.5) controller.abort(new Error('long enough'));
      },
    });
    await expect(exporting).rejects.toThrow('long enough');
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeGreaterThan(0.5);
    expect(shares.at(-1)).toBeLessThan(0.6);
  });
});

describe('a heatmap in the browser', () => {
  it('is a PNG of the page with its heat, and a caption below', async () => {
    const png = (await exportFiles(['png'])).get('heatmaps/01-example.org.png')!;
    const bitmap = await createImageBitmap(png);
    expect(bitmap.width).toBe(640);
    expect(bitmap.height).toBeGreaterThan(800);
    const pixel = (x: number, y: number) => readPixel(bitmap, bitmap.width, bitmap.height, x, y);
    expectColour(pixel(620, 390), SKY);
    expectColour(pixel(20, 790), GRASS);
    // Where two seconds were spent it is yellow, as the hottest place is.
    const [red, green, blue] = pixel(160, 100);
    expect(Math.min(red, green)).toBeGreaterThan(blue + 60);
    expect(pixel(635, bitmap.height - 3)).toEqual([255, 255, 255]);
  });

  it('is an SVG that the browser draws alike', async () => {
    const files = await exportFiles(['png', 'svg']);
    const image = new Image();
    image.src = URL.createObjectURL(
      new Blob([await files.get('heatmaps/01-example.org.svg')!.text()], { type: 'image/svg+xml' }),
    );
    await image.decode();
    const bitmap = await createImageBitmap(files.get('heatmaps/01-example.org.png')!);
    expect([image.naturalWidth, image.naturalHeight]).toEqual([bitmap.width, bitmap.height]);
    for (const [x, y] of [
      [160, 100],
      [620, 390],
      [480, 700],
      [200, 120],
      [20, 790],
    ] as const) {
      const drawn = readPixel(image, bitmap.width, bitmap.height, x, y);
      expectColour(drawn, `rgb(${readPixel(bitmap, bitmap.width, bitmap.height, x, y).join(' ')})`);
    }
  });
});
