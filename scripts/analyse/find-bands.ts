/** Which of a session's pictures have bands that do not scroll, found in the pictures themselves. */
import sharp from 'sharp';
import { findFixedBands, type GreyShot } from '../../src/session/fixed-bands.ts';
import type { ReadShot } from '../../src/session/file/session-zip-writer.ts';
import type { Shot } from '../../src/session/session-data.ts';
import type { FixedBands } from '../../src/session/stitch-shots.ts';

const COLUMNS = 64;
const PX_PER_ROW = 4;
/** As many of one view and size tell what is fixed. */
const MOST_LOOKED_AT = 10;

/** By `Shot.index`. */
export async function findBands(
  shots: readonly Shot[],
  readShot: ReadShot,
): Promise<Map<number, FixedBands>> {
  const bands = new Map<number, FixedBands>();
  const groups = new Map<string, Shot[]>();
  for (const shot of shots) {
    const key = `${shot.view} ${shot.widthPx} ${shot.heightPx}`;
    groups.set(key, [...(groups.get(key) ?? []), shot]);
  }
  for (const group of groups.values()) {
    const byPlace = [...new Map(group.map((shot) => [shot.yDocumentPx, shot])).values()];
    const looked: GreyShot[] = [];
    for (const shot of byPlace.slice(0, MOST_LOOKED_AT))
      looked.push(await readGrey(await readShot(shot), shot));
    const found = findFixedBands(looked);
    for (const { index } of group) bands.set(index, found);
  }
  return bands;
}

async function readGrey(image: Blob, { heightPx, yDocumentPx }: Shot): Promise<GreyShot> {
  const rows = Math.max(1, Math.round(heightPx / PX_PER_ROW));
  const grey = await sharp(Buffer.from(await image.arrayBuffer()))
    .resize(COLUMNS, rows, { fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer();
  return { grey: new Uint8Array(grey), columns: COLUMNS, rows, pxPerRow: heightPx / rows, yDocumentPx };
}
