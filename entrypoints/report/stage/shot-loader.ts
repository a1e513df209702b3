// Pictures of a session, decoded when they come into sight and let go when others need the room.
import { loadShotImage } from '../../../src/storage/sessions.ts';
import { database } from '../../../src/ui/page-database.ts';

/** A picture of a large screen is some 8 MB decoded. */
const MOST_PICTURES = 24;

export type ShotLoader = {
  /** The picture, or undefined until it is there; then `onLoad` is called. */
  get(index: number): ImageBitmap | undefined;
};

/** @param onLoad called after each picture that came */
export function createShotLoader(sessionId: string, onLoad: () => void, signal: AbortSignal): ShotLoader {
  const pictures = new Map<number, ImageBitmap>();
  const asked = new Set<number>();
  const load = async (index: number): Promise<void> => {
    const image = await loadShotImage(database, sessionId, index);
    // A picture that is damaged or gone stays blank: what was measured on it is still to be seen.
    const picture = image && (await createImageBitmap(image).catch(() => undefined));
    if (!picture || signal.aborted) return picture?.close();
    pictures.set(index, picture);
    for (const [oldest, old] of pictures) {
      if (pictures.size <= MOST_PICTURES) break;
      pictures.delete(oldest);
      asked.delete(oldest);
      old.close();
    }
    onLoad();
  };
  signal.addEventListener('abort', () => {
    for (const picture of pictures.values()) picture.close();
    pictures.clear();
  });
  return {
    get(index) {
      const picture = pictures.get(index);
      if (picture) {
        pictures.delete(index);
        pictures.set(index, picture);
      } else if (!asked.has(index) && !signal.aborted) {
        asked.add(index);
        void load(index);
      }
      return picture;
    },
  };
}
