// Which shots of a session have bands that do not scroll: looked for in their pictures, scaled down.
import { findFixedBands, type GreyShot } from '../../../src/session/fixed-bands.ts';
import type { Shot } from '../../../src/session/session-data.ts';
import type { FixedBands } from '../../../src/session/stitch-shots.ts';
import type { FoveaDatabase } from '../../../src/storage/database.ts';
import { loadShotImage } from '../../../src/storage/sessions.ts';

const COLUMNS = 64;
const PX_PER_ROW = 4;
/** Of one viewport size; as many tell what is fixed, and the rest need not be decoded. */
const MOST_LOOKED_AT = 8;

/** By `Shot.index`. Shots of one page in viewports of one size have the same bands, whenever it was visited. */
export async function findShotBands(
  database: FoveaDatabase,
  sessionId: string,
  shots: readonly Shot[],
): Promise<Map<number, FixedBands>> {
  const bands = new Map<number, FixedBands>();
  for (const group of groupBySize(shots)) {
    const looked: GreyShot[] = [];
    for (const shot of spread(group)) {
      const image = await loadShotImage(database, sessionId, shot.index);
      if (image) looked.push(await readGrey(image, shot));
    }
    const found = findFixedBands(looked);
    for (const { index } of group) bands.set(index, found);
  }
  return bands;
}

function groupBySize(shots: readonly Shot[]): Shot[][] {
  const groups = new Map<string, Shot[]>();
  for (const shot of shots) {
    const key = `${shot.widthPx} ${shot.heightPx}`;
    groups.set(key, [...(groups.get(key) ?? []), shot]);
  }
  return [...groups.values()];
}

/** Shots at different places of the page, from all over it. */
function spread(shots: readonly Shot[]): Shot[] {
  const byPlace = [...new Map(shots.map((shot) => [shot.yDocumentPx, shot])).values()].toSorted(
    (a, b) => a.yDocumentPx - b.yDocumentPx,
  );
  const step = Math.max(1, byPlace.length / MOST_LOOKED_AT);
  return byPlace.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

async function readGrey(image: Blob, { heightPx, yDocumentPx }: Shot): Promise<GreyShot> {
  const rows = Math.max(1, Math.round(heightPx / PX_PER_ROW));
  const bitmap = await createImageBitmap(image, {
    resizeWidth: COLUMNS,
    resizeHeight: rows,
    resizeQuality: 'medium',
  });
  const context = new OffscreenCanvas(COLUMNS, rows).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, COLUMNS, rows);
  const grey = new Uint8Array(COLUMNS * rows);
  for (let i = 0; i < grey.length; i += 1) {
    grey[i] = 0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!;
  }
  return { grey, columns: COLUMNS, rows, pxPerRow: heightPx / rows, yDocumentPx };
}
