/** A contact sheet: one picture with many frames, to look at critically. */
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { createRandom } from '../random.ts';
import type { Frame, Shoot, Studio } from '../studio.ts';
import { readTruth } from './truth.ts';
import { writeWhole } from './write-whole.ts';

export interface SheetLayout {
  readonly seed: string;
  /** Side of a rendered frame. */
  readonly sizePx: number;
  readonly columns: number;
  readonly rows: number;
  /** Who is on it; with `onePerson` only the first. */
  readonly names: readonly string[];
  readonly onePerson: boolean;
  /** Cuts both eyes out of every frame and enlarges them to `CLOSE_WIDTH_PX`. */
  readonly close: boolean;
}

/** Width and height of an enlarged pair of eyes. */
const CLOSE_WIDTH_PX = 320;
const CLOSE_HEIGHT_PX = 128;
/** What of the frame a pair of eyes is cut out with, in distances between the eyes. */
const CLOSE_SPAN = 2.2;

const JPEG_QUALITY = 86;

/**
 * Renders `columns` x `rows` tiles as a JPEG where the name ends so, else as a PNG. The gaze is spread over the screen evenly: tiles of a row look from left to right,
 * rows from top to bottom of the screen, each somewhere in its own cell.
 */
export async function writeContactSheet(studio: Studio, file: string, layout: SheetLayout): Promise<void> {
  const { sizePx, columns, rows, names, close } = layout;
  const [width, height] = close ? [CLOSE_WIDTH_PX, CLOSE_HEIGHT_PX] : [sizePx, sizePx];
  const tiles: OverlayOptions[] = [];
  const random = createRandom(`${layout.seed}/sheet`);
  const first = layout.onePerson ? studio.seat(layout.seed, names[0]!, 1) : undefined;
  for (let tile = 0; tile < columns * rows; tile++) {
    const sitting = 1 + Math.floor(tile / names.length);
    const shoot = first ?? studio.seat(layout.seed, names[tile % names.length]!, sitting);
    const column = tile % columns;
    const row = Math.floor(tile / columns);
    const frame = await shoot.capture({
      xScreen: (column + random.uniform(0, 1)) / columns,
      yScreen: (row + random.uniform(0, 1)) / rows,
      elapsedS: 2,
      blink: 0,
    });
    const picture = sharp(Buffer.from(frame.rgb), { raw: { width: sizePx, height: sizePx, channels: 3 } });
    const shown = close ? cutEyes(picture, shoot, frame, sizePx) : picture;
    tiles.push({ input: await shown.png().toBuffer(), left: column * width, top: row * height });
  }
  const background = {
    width: columns * width,
    height: rows * height,
    channels: 3,
    background: '#000',
  } as const;
  const sheet = sharp({ create: background }).composite(tiles);
  const encoded = /\.jpe?g$/i.test(file) ? sheet.jpeg({ quality: JPEG_QUALITY }) : sheet.png();
  writeWhole(file, await encoded.toBuffer());
}

/** Both eyes, enlarged without hiding the frame's own pixels. */
function cutEyes(picture: Sharp, shoot: Shoot, frame: Frame, sizePx: number): Sharp {
  const { landmarks, interocularPx } = readTruth(
    shoot.person,
    shoot.sitting,
    frame.pose,
    frame.drawing,
    sizePx,
    sizePx,
  );
  const [right, left] = [landmarks[0]!, landmarks[5]!];
  const width = Math.min(sizePx, Math.max(8, Math.round(interocularPx * CLOSE_SPAN)));
  const height = Math.min(sizePx, Math.round((width * CLOSE_HEIGHT_PX) / CLOSE_WIDTH_PX));
  const place = (middle: number, size: number): number =>
    Math.min(sizePx - size, Math.max(0, Math.round(middle - size / 2)));
  return picture
    .extract({
      left: place((right[0] + left[0]) / 2, width),
      top: place((right[1] + left[1]) / 2, height),
      width,
      height,
    })
    .resize(CLOSE_WIDTH_PX, CLOSE_HEIGHT_PX, { kernel: 'cubic' });
}
