// Frames of a real track, cut into views.
import { expect, it, onTestFinished } from 'vitest';
import { readFrames } from '../../src/camera/frames.ts';
import { WHOLE_VIEW } from '../../src/camera/framing.ts';

const SIZE = 4;

/** A track of 96 x 64 px whose central square has a quarter of each colour: red, lime above; blue, white below. */
function createTrack(): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [96, 64];
  const context = canvas.getContext('2d')!;
  const paint = (): void => {
    ['red', 'lime', 'blue', 'white'].forEach((colour, i) => {
      context.fillStyle = colour;
      context.fillRect(16 + 32 * (i % 2), 32 * Math.floor(i / 2), 32, 32);
    });
  };
  paint();
  const [track] = canvas.captureStream(30).getVideoTracks();
  // A canvas sends a frame only after it has been painted.
  const timer = setInterval(paint, 20);
  onTestFinished(() => {
    clearInterval(timer);
    track!.stop();
  });
  return track!;
}

/** Mean distance from a colour, 0..255. */
function distanceFrom(image: Float32Array, rgb: [number, number, number]): number {
  return image.reduce((sum, value, i) => sum + Math.abs(value - rgb[i % 3]!), 0) / image.length;
}

it('cuts the whole square and any view of it out of the same frame, and ends when aborted', async () => {
  const controller = new AbortController();
  let count = 0;
  for await (const frame of readFrames(createTrack(), SIZE, controller.signal)) {
    const whole = frame.cut(WHOLE_VIEW);
    expect(whole).toHaveLength(SIZE * SIZE * 3);
    for (const [x, y, rgb] of [
      [0.05, 0.05, [255, 0, 0]],
      [0.55, 0.05, [0, 255, 0]],
      [0.05, 0.55, [0, 0, 255]],
      [0.55, 0.55, [255, 255, 255]],
    ] as const) {
      // Video may pass through another colour space on its way.
      expect(distanceFrom(frame.cut({ x, y, side: 0.4 }), [...rgb])).toBeLessThan(12);
    }
    expect(distanceFrom(whole.slice(0, 3), [255, 0, 0])).toBeLessThan(12);
    expect(distanceFrom(whole.slice(-3), [255, 255, 255])).toBeLessThan(12);
    expect(frame.timestampMs).toBeGreaterThan(Date.now() - 60_000);
    count += 1;
    if (count === 3) controller.abort();
  }
  expect(count).toBe(3);
});
