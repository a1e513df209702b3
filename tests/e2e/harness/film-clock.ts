// Tells which frame of the recording the fake camera showed at which time, from the barcode in the picture itself.
import type { Page } from 'playwright-core';
import type { Recording, RecordingFrame } from '../../../scripts/fake-camera.ts';
import { createFrameClock } from '../../../src/camera/frame-clock.ts';

/** One camera frame as the page saw it. */
type Sighting = { timestampUs: number; arrivalMs: number; index: number };

export type FilmClock = {
  /** Ends watching; afterwards tells the true gaze at a time (Unix epoch ms), or null where none was seen near it. */
  finish(): Promise<(timestampMs: number) => RecordingFrame | null>;
};

/** How far a sighting may be from the time asked for: two frames of the camera. */
const NEAR_MS = 67;

/**
 * Watches the fake camera in an extension page until finished. Chromium has one capture device for all pages, so the
 * page sees the very frames that the tracker sees, with the same timestamps.
 *
 * The barcode lies in the left margin, which the square crop leaves out: 16 cells of 20 x 20 px in a column, the first
 * at (10, 20), 26 px apart; white is 1, most significant bit first.
 */
export async function watchFilm(page: Page, recording: Recording): Promise<FilmClock> {
  await page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    const [track] = stream.getVideoTracks();
    if (!track) throw new Error('The fake camera has no track.');
    const sightings: unknown[] = [];
    const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 4 }).readable.getReader();
    const width = 40;
    const read = async (): Promise<void> => {
      for (;;) {
        const { value: frame } = await reader.read();
        if (!frame) return;
        const arrivalMs = Date.now();
        const pixels = new Uint8Array(width * frame.codedHeight * 4);
        await frame.copyTo(pixels, {
          format: 'RGBA',
          rect: { x: 0, y: 0, width, height: frame.codedHeight },
          layout: [{ offset: 0, stride: width * 4 }],
        });
        let index = 0;
        for (let cell = 0; cell < 16; cell += 1) {
          const centre = ((20 + 26 * cell + 10) * width + 20) * 4;
          index = index * 2 + ((pixels[centre] ?? 0) > 128 ? 1 : 0);
        }
        sightings.push({ timestampUs: frame.timestamp, arrivalMs, index });
        frame.close();
      }
    };
    const finished = read();
    Object.assign(globalThis, {
      finishFilm: async () => {
        track.stop();
        await finished;
        return sightings;
      },
    });
  });

  return {
    async finish() {
      const sightings = (await page.evaluate(() =>
        (globalThis as unknown as { finishFilm: () => Promise<unknown> }).finishFilm(),
      )) as Sighting[];
      const toEpochMs = createFrameClock();
      const seen = sightings.map(({ timestampUs, arrivalMs, index }) => ({
        timestampMs: toEpochMs(timestampUs, arrivalMs),
        frame: recording.frames[index],
      }));
      return (timestampMs) => {
        const nearest = seen.reduce<(typeof seen)[number] | undefined>(
          (best, one) => (distance(one, timestampMs) < distance(best, timestampMs) ? one : best),
          undefined,
        );
        return distance(nearest, timestampMs) <= NEAR_MS ? (nearest?.frame ?? null) : null;
      };
    },
  };
}

function distance(one: { timestampMs: number } | undefined, timestampMs: number): number {
  return one ? Math.abs(one.timestampMs - timestampMs) : Number.POSITIVE_INFINITY;
}
