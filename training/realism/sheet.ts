/** A contact sheet: the frames whose face was not found, then eyes with truth and detection marked, the worst first. */
import { readFile } from 'node:fs/promises';
import sharp, { type OverlayOptions } from 'sharp';
import type { EyeTruth } from './compare.ts';
import type { Detection, Point } from './landmarks.ts';

export interface Tile {
  readonly file: string;
  readonly name: string;
  readonly truth: EyeTruth;
  readonly detection: Detection;
}

const COLUMNS = 8;
const TILE_PX = 256;
const LABEL_PX = 18;
const MOST_MISSED = 32;
const OVERLAYS = 32;

/** Writes the sheet as a PNG. Green crosses: truth. Magenta circles: the face mesh. */
export async function writeSheet(
  file: string,
  missed: readonly Tile[],
  worst: readonly Tile[],
  found: readonly Tile[],
): Promise<void> {
  const missedTiles = await Promise.all(missed.slice(0, MOST_MISSED).map(drawMissed));
  const step = Math.max(1, Math.floor(found.length / OVERLAYS));
  const shown = found.filter((_, i) => i % step === 0).slice(0, OVERLAYS);
  const foundTiles = await Promise.all([
    ...worst.map((tile) => drawEyes(tile, '#ff6060')),
    ...shown.map((tile) => drawEyes(tile, '#c0c0c0')),
  ]);
  const missedRows = Math.ceil(missedTiles.length / COLUMNS);
  const rows = missedRows + Math.ceil(foundTiles.length / COLUMNS);
  const layers: OverlayOptions[] = [
    ...missedTiles.map((input, i) => placed(input, i, 0)),
    ...foundTiles.map((input, i) => placed(input, i, missedRows)),
  ];
  await sharp({
    create: {
      width: COLUMNS * TILE_PX,
      height: rows * (TILE_PX + LABEL_PX),
      channels: 3,
      background: '#000',
    },
  })
    .composite(layers)
    .png()
    .toFile(file);
}

const placed = (input: Buffer, index: number, firstRow: number): OverlayOptions => ({
  input,
  left: (index % COLUMNS) * TILE_PX,
  top: (firstRow + Math.floor(index / COLUMNS)) * (TILE_PX + LABEL_PX),
});

/** The whole frame. */
async function drawMissed({ file, name }: Tile): Promise<Buffer> {
  const picture = await sharp(file).resize(TILE_PX, TILE_PX, { fit: 'contain' }).png().toBuffer();
  return label(picture, name, '#ff6060', '');
}

/** Both eyes, enlarged. */
async function drawEyes({ file, name, truth, detection }: Tile, colour: string): Promise<Buffer> {
  const { width, height } = await sharp(file).metadata();
  const middle = [0, 1].map(
    (axis) => truth.landmarks.reduce((sum, point) => sum + point[axis]!, 0) / truth.landmarks.length,
  );
  const side = Math.min(width, height, Math.round(2.2 * truth.interocularPx));
  const left = Math.round(Math.min(width - side, Math.max(0, middle[0]! - side / 2)));
  const top = Math.round(Math.min(height - side, Math.max(0, middle[1]! - side / 2)));
  const picture = await sharp(await readFile(file))
    .extract({ left, top, width: side, height: side })
    .resize(TILE_PX, TILE_PX)
    .png()
    .toBuffer();
  const inTile = ([x, y]: Point): Point => [((x - left) * TILE_PX) / side, ((y - top) * TILE_PX) / side];
  const marks = [
    ...truth.landmarks.map(inTile).map(([x, y]) => cross(x, y)),
    ...(detection ?? []).map(inTile).map(([x, y]) => circle(x, y)),
  ];
  return label(picture, name, colour, marks.join(''));
}

const cross = (x: number, y: number): string =>
  `<path d="M${x - 4} ${y}h8M${x} ${y - 4}v8" stroke="#00ff60" stroke-width="1"/>`;
const circle = (x: number, y: number): string =>
  `<circle cx="${x}" cy="${y}" r="3.5" fill="none" stroke="#ff30ff" stroke-width="1"/>`;

/** Marks on the picture, its name below. */
function label(picture: Buffer, name: string, colour: string, marks: string): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${TILE_PX}" height="${TILE_PX + LABEL_PX}">${marks}<text x="4" y="${TILE_PX + 13}" font-family="sans-serif" font-size="12" fill="${colour}">${name}</text></svg>`;
  return sharp(picture)
    .extend({ bottom: LABEL_PX, background: '#000' })
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toBuffer();
}
