/** A contact sheet: one picture with many people, to look at critically. */
import sharp, { type OverlayOptions } from 'sharp';
import type { Studio } from '../studio.ts';

/** Renders `columns` x `rows` tiles of different people, or of one person where `person` is given, as a PNG. */
export async function writeContactSheet(
  studio: Studio,
  file: string,
  options: {
    seed: string;
    sizePx: number;
    columns: number;
    rows: number;
    names: readonly string[];
    onePerson: boolean;
  },
): Promise<void> {
  const { sizePx: size, columns, rows, names } = options;
  const tiles: OverlayOptions[] = [];
  const first = options.onePerson ? studio.seat(options.seed, names[0]!, 1) : undefined;
  for (let tile = 0; tile < columns * rows; tile++) {
    const shoot =
      first ?? studio.seat(options.seed, names[tile % names.length]!, 1 + Math.floor(tile / names.length));
    const { rgb } = shoot.capture({
      xScreen: shoot.random.uniform(0, 1),
      yScreen: shoot.random.uniform(0, 1),
      elapsedS: 2,
      blink: 0,
    });
    tiles.push({
      input: Buffer.from(rgb),
      raw: { width: size, height: size, channels: 3 },
      left: (tile % columns) * size,
      top: Math.floor(tile / columns) * size,
    });
  }
  await sharp({ create: { width: columns * size, height: rows * size, channels: 3, background: '#000' } })
    .composite(tiles)
    .png()
    .toFile(file);
}
