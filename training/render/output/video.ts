/** A video of a person who looks at dots, reads and stares: the fake camera of the tests. */
import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import sharp from 'sharp';
import { createBlinks } from '../scene/blink.ts';
import { createGlances, Walk } from '../scene/eye-movement.ts';
import { perform } from '../scene/scanpath.ts';
import { openStudio } from '../studio.ts';
import { BLINK_FACTOR, visualScreen, type Directed, type Take } from './director.ts';
import { round } from './truth.ts';
import { createFolder, outputError, writeWhole } from './write-whole.ts';

export interface VideoOrder {
  readonly seed: string;
  readonly person: string;
  readonly seconds: number;
  readonly fps: number;
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

/** Jumping dots for this long, then lines of text, then a stare, over again. */
const DOTS_S = 15;
const READING_S = 5;
const STARE_S = 3;

/** What the person does in the video, frame by frame. */
export function directVideo(shoot: Directed, seconds: number, fps: number): Take[] {
  const { person, random } = shoot;
  const walk = new Walk(random.fork('scanpath'), visualScreen(shoot));
  while (walk.nowS <= seconds) {
    perform(walk, 'dots', DOTS_S);
    perform(walk, 'reading', READING_S);
    perform(walk, 'stare', STARE_S);
  }
  const glance = createGlances(walk.movements);
  const blinks = createBlinks(random.fork('blinks'), person.habits.blinksPerMinute);
  return Array.from({ length: seconds * fps }, (_, index) => {
    const { point, movement } = glance(index / fps);
    const blink = blinks(1 / fps, BLINK_FACTOR[movement.task]);
    return {
      cue: { xScreen: point[0], yScreen: point[1], elapsedS: 1 / fps, blink },
      task: movement.task,
      timestampMs: (1000 * index) / fps,
    };
  });
}

/** Renders the video as concatenated JPEGs, and `F.json` beside it with the true gaze of each frame. @throws OutputError */
export async function writeVideo(assets: string, file: string, order: VideoOrder): Promise<void> {
  const shoot = openStudio(assets, WIDTH, HEIGHT).seat(order.seed, order.person, 1);
  createFolder(dirname(file));
  const partial = `${file}.partial`;
  let descriptor: number | undefined;
  const frames: object[] = [];
  try {
    descriptor = openSync(partial, 'w');
    for (const [index, { cue, task, timestampMs }] of directVideo(
      shoot,
      order.seconds,
      order.fps,
    ).entries()) {
      const { rgb, pose } = await shoot.capture(cue);
      drawBarcode(rgb, index);
      const jpeg = await sharp(rgb, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
        .jpeg({ quality: 62 })
        .toBuffer();
      writeFileSync(descriptor, jpeg);
      frames.push({
        timestampMs: round(timestampMs, 1),
        xScreen: round(cue.xScreen, 5),
        yScreen: round(cue.yScreen, 5),
        eyes: pose.eyes,
        task,
      });
    }
    closeSync(descriptor);
  } catch (cause) {
    if (descriptor !== undefined) closeSync(descriptor);
    rmSync(partial, { force: true });
    throw (cause as NodeJS.ErrnoException).code ? outputError(cause, file) : cause;
  }
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
  writeWhole(file.replace(/(\.mjpeg)?$/, '.json'), `${JSON.stringify(description)}\n`);
  renameSync(partial, file);
}
