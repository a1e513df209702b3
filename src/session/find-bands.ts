// Which of a session's pictures have bands that do not scroll, found in the pictures themselves, scaled down.
import { findFixedBands, type GreyShot } from './fixed-bands.ts';
import type { Shot } from './session-data.ts';
import type { FixedBands } from './stitch-shots.ts';

const COLUMNS = 64;
const PX_PER_ROW = 4;
/** As many of one page and size tell what is fixed; the rest need not be decoded. */
const MOST_LOOKED_AT = 10;

/** A picture's brightness, 0..255, scaled down to so many columns and rows. */
export type ToGrey = (image: Blob, columns: number, rows: number) => Promise<Uint8Array>;

/**
 * By `Shot.index`, of pictures that do not tell themselves what is fixed in them (`Shot.fixtures`). Pictures of one page in viewports of one size have the same bands, whenever it was visited.
 * @param readShot undefined for a picture that is not there any more, which then says nothing
 * @param pageOf what pictures of one page have in common
 */
export async function findBands(
  shots: readonly Shot[],
  readShot: (shot: Shot) => Promise<Blob | undefined>,
  toGrey: ToGrey,
  pageOf: (shot: Shot) => string | number = ({ view }) => view,
): Promise<Map<number, FixedBands>> {
  const groups = new Map<string, Shot[]>();
  for (const shot of shots.filter(({ fixtures }) => !fixtures)) {
    const key = `${shot.widthPx} ${shot.heightPx} ${pageOf(shot)}`;
    groups.set(key, [...(groups.get(key) ?? []), shot]);
  }
  const bands = new Map<number, FixedBands>();
  for (const group of groups.values()) {
    const looked = await Promise.all(
      spread(group).map(async (shot): Promise<GreyShot[]> => {
        const image = await readShot(shot);
        if (!image) return [];
        const rows = Math.max(1, Math.round(shot.heightPx / PX_PER_ROW));
        const grey = await toGrey(image, COLUMNS, rows);
        const { yDocumentPx } = shot;
        const [pxPerRow, pxPerColumn] = [shot.heightPx / rows, shot.widthPx / COLUMNS];
        return [{ grey, columns: COLUMNS, rows, pxPerRow, pxPerColumn, yDocumentPx }];
      }),
    );
    const found = findFixedBands(looked.flat());
    for (const { index } of group) bands.set(index, found);
  }
  return bands;
}

/** Pictures of different places of the page, from all over it. */
function spread(shots: readonly Shot[]): Shot[] {
  const places = [...new Map(shots.map((shot) => [shot.yDocumentPx, shot])).values()];
  places.sort((a, b) => a.yDocumentPx - b.yDocumentPx);
  const step = Math.max(1, places.length / MOST_LOOKED_AT);
  return places.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}
