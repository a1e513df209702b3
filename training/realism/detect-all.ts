/** A detector's answers to many pictures, with a bar that shows how far it is. */
import { Presets, SingleBar } from 'cli-progress';
import type { Detector } from './detector.ts';
import type { Face } from './landmarks.ts';

/** Looks for faces in the picture of each item, one after the other. */
export async function detectAll<T>(
  detector: Detector,
  what: string,
  items: readonly T[],
  pictureOf: (item: T) => Promise<Buffer>,
): Promise<(readonly Face[])[]> {
  const bar = new SingleBar(
    {
      format: `${what} {bar} {value}/{total} | {eta_formatted} left`,
      noTTYOutput: true,
      notTTYSchedule: 20_000,
    },
    Presets.shades_classic,
  );
  bar.start(items.length, 0);
  const detections: (readonly Face[])[] = [];
  try {
    for (const item of items) {
      detections.push(await detector.detect(await pictureOf(item)));
      bar.update(detections.length);
    }
  } finally {
    bar.stop();
  }
  return detections;
}
