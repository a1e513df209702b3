// Which of a session's pictures have bands that do not scroll, found in the pictures themselves, scaled down.
import { findFixedBands, type GreyShot } from '../fixed-bands.ts';
import type { ReadShot } from '../file/session-zip-writer.ts';
import type { Shot } from '../session-data.ts';
import type { FixedBands } from '../stitch-shots.ts';
import type { Painter } from './heat-png.ts';

const COLUMNS = 64;
const PX_PER_ROW = 4;
/** As many of one view and size tell what is fixed; the rest need not be decoded. */
const MOST_LOOKED_AT = 10;

/** By `Shot.index`. Pictures of one view and viewport size have the same bands. */
export async function findBands(
  shots: readonly Shot[],
  readShot: ReadShot,
  { toGrey }: Pick<Painter, 'toGrey'>,
): Promise<Map<number, FixedBands>> {
  const groups = new Map<string, Shot[]>();
  for (const shot of shots) {
    const key = `${shot.view} ${shot.widthPx} ${shot.heightPx}`;
    groups.set(key, [...(groups.get(key) ?? []), shot]);
  }
  const bands = new Map<number, FixedBands>();
  for (const group of groups.values()) {
    const looked: GreyShot[] = [];
    for (const shot of spread(group)) {
      const rows = Math.max(1, Math.round(shot.heightPx / PX_PER_ROW));
      const grey = await toGrey(await readShot(shot), COLUMNS, rows);
      const { yDocumentPx } = shot;
      looked.push({ grey, columns: COLUMNS, rows, pxPerRow: shot.heightPx / rows, yDocumentPx });
    }
    const found = findFixedBands(looked);
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
