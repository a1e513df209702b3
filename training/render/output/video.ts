/** A video of a person who looks at dots, reads and stares: the fake camera of the tests. */
import { createWriteStream, renameSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import sharp from 'sharp';
import type { Random } from '../random.ts';
import { openStudio } from '../studio.ts';
import { round } from './truth.ts';

export type Task = 'dots' | 'reading' | 'stare';

export interface VideoOrder {
  readonly seed: string;
  readonly person: string;
  readonly seconds: number;
  readonly fps: number;
}

/** One moment of a scanpath. */
export interface ScanpathPoint {
  readonly timestampMs: number;
  readonly xScreen: number;
  readonly yScreen: number;
  readonly blink: number;
  readonly task: Task;
}

const WIDTH = 640;
const HEIGHT = 480;

/** The frame's number in white cells at the left margin, outside of the square crop: most significant bit first. */
const BARCODE = { bits: 16, x: 10, y: 20, cell: 20, step: 26 };

/** Draws the frame number into an RGB picture of 640 x 480. */
export function drawBarcode(rgb: Uint8Array, index: number): void {
  for (let bit = 0; bit < BARCODE.bits; bit++) {
    const value = (index >> (BARCODE.bits - 1 - bit)) & 1 ? 255 : 0;
    for (let y = 0; y < BARCODE.cell; y++) {
      const start = ((BARCODE.y + BARCODE.step * bit + y) * WIDTH + BARCODE.x) * 3;
      rgb.fill(value, start, start + BARCODE.cell * 3);
    }
  }
}

/**
 * Plans where the person looks: dots all over the screen, then reading lines, then a stare, over again.
 * A dot stays for about a second, a line of text is read in five fixations, a stare lasts three seconds.
 */
export function planScanpath(random: Random, seconds: number, fps: number): ScanpathPoint[] {
  const points: ScanpathPoint[] = [];
  const total = seconds * fps;
  const fixate = (task: Task, xScreen: number, yScreen: number, durationS: number): void => {
    for (let k = Math.max(1, Math.round(durationS * fps)); k > 0 && points.length < total; k--)
      points.push({
        timestampMs: round((1000 * points.length) / fps, 1),
        xScreen,
        yScreen,
        blink: random.chance(0.015) ? 1 : 0,
        task,
      });
  };
  while (points.length < total) {
    for (let dot = 0; dot < 16; dot++)
      fixate('dots', random.uniform(0.03, 0.97), random.uniform(0.03, 0.97), random.uniform(0.7, 1.2));
    const top = random.uniform(0.15, 0.5);
    for (let line = 0; line < 3; line++)
      for (let word = 0; word < 5; word++)
        fixate('reading', 0.2 + 0.14 * word + random.normal(0, 0.012), top + 0.045 * line, 0.34);
    fixate('stare', random.uniform(0.15, 0.85), random.uniform(0.15, 0.85), 3);
  }
  return points;
}

/** Renders the video as concatenated JPEGs, and `F.json` beside it with the true gaze of each frame. */
export async function writeVideo(assets: string, file: string, order: VideoOrder): Promise<void> {
  const studio = openStudio(assets, WIDTH, HEIGHT);
  const shoot = studio.seat(order.seed, order.person, 1);
  const scanpath = planScanpath(shoot.random, order.seconds, order.fps);
  const partial = `${file}.partial`;
  const stream = createWriteStream(partial);
  const frames: object[] = [];
  for (const [index, point] of scanpath.entries()) {
    const { rgb, pose } = shoot.capture({ ...point, elapsedS: 1 / order.fps });
    drawBarcode(rgb, index);
    const jpeg = await sharp(rgb, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .jpeg({ quality: 62 })
      .toBuffer();
    if (!stream.write(jpeg)) await once(stream, 'drain');
    const { timestampMs, task } = point;
    frames.push({
      timestampMs,
      xScreen: round(point.xScreen, 5),
      yScreen: round(point.yScreen, 5),
      eyes: pose.eyes,
      task,
    });
  }
  stream.end();
  await once(stream, 'finish');
  const { screen, distanceCm } = shoot.sitting;
  const description = {
    framesPerSecond: order.fps,
    widthPx: WIDTH,
    heightPx: HEIGHT,
    person: order.person,
    synthetic: true,
    screen,
    distanceCm: round(distanceCm, 2),
    frames,
  };
  writeFileSync(file.replace(/(\.mjpeg)?$/, '.json'), `${JSON.stringify(description)}\n`);
  renameSync(partial, file);
}
