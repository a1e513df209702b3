// The pictures of a session decoded, the newest used ones kept: a film needs the same few again and again.
import type { ReadShot } from '../file/session-zip-writer.ts';
import type { Shot } from '../session-data.ts';

/** Of 1280 x 720 px, 4 MB each. */
const MOST_KEPT = 24;

export type ShotCache = {
  read: (shot: Shot) => Promise<ImageBitmap>;
  dispose: () => void;
};

export function createShotCache(readShot: ReadShot): ShotCache {
  const kept = new Map<number, ImageBitmap>();
  return {
    async read(shot) {
      const known = kept.get(shot.index);
      const bitmap = known ?? (await createImageBitmap(await readShot(shot)));
      // Last in the map is newest.
      kept.delete(shot.index);
      kept.set(shot.index, bitmap);
      if (kept.size > MOST_KEPT) {
        const [oldest, unused] = kept.entries().next().value!;
        kept.delete(oldest);
        unused.close();
      }
      return bitmap;
    },
    dispose() {
      for (const bitmap of kept.values()) bitmap.close();
      kept.clear();
    },
  };
}
