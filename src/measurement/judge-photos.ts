// Looks through a measurement's photos while it is taken, and notes in which of them the eyes are seen.
import type { FoveaDatabase, FrameRow } from '../storage/database.ts';
import { followQuery } from '../storage/follow-query.ts';
import { noteEyesSeen } from '../storage/measurements.ts';

/**
 * Looks at every photo that nobody has looked at, those of an earlier day too, one at a time; then at every one that is
 * added, until aborted. A photo that cannot be looked at stays without a note: it counts.
 */
export function judgePhotos(
  database: FoveaDatabase,
  measurementId: string,
  look: (photo: Blob) => Promise<{ readonly eyesSeen: boolean }>,
  signal: AbortSignal,
): void {
  const given = new Set<number>();
  let busy = false;
  let changed = false;

  const findNext = (): Promise<FrameRow | undefined> =>
    database.frames
      .where('measurementId')
      .equals(measurementId)
      .filter(({ id, eyes, eyesSeen }) => eyes === undefined && eyesSeen === undefined && !given.has(id))
      .first();

  const judge = async ({ id, jpeg }: FrameRow): Promise<void> => {
    given.add(id);
    try {
      const { eyesSeen } = await look(jpeg);
      if (!signal.aborted) await noteEyesSeen(database, id, eyesSeen);
    } catch {
      // The live look through the camera says in words why the network cannot run, and the run that the disk is full; a
      // single photo is no matter.
    }
  };

  const judgeAll = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      while (changed && !signal.aborted) {
        changed = false;
        for (let frame = await findNext(); frame && !signal.aborted; frame = await findNext())
          await judge(frame);
      }
    } catch {
      // The database cannot be read, as on a full disk, which the run says in words. What is followed answers anew later.
    } finally {
      busy = false;
    }
  };

  const photos = () => database.frames.where('measurementId').equals(measurementId).primaryKeys();
  const stop = followQuery(photos, {
    next() {
      changed = true;
      void judgeAll();
    },
  });
  signal.addEventListener('abort', stop, { once: true });
}
