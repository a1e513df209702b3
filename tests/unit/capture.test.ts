import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startCapture } from '../../src/measurement/capture.ts';

type Lent = { timestamp: number; displayWidth: number; displayHeight: number; clone(): Lent; close(): void };

let send: (timestampMs: number) => void;
/** Timestamps of the frames that were not given back, one for each handle; ms. */
let lent: number[];
const stop = new AbortController();

beforeEach(() => {
  lent = [];
  vi.stubGlobal(
    'MediaStreamTrackProcessor',
    class {
      readonly readable = new ReadableStream<Lent>({
        start: (controller) => void (send = (timestampMs) => controller.enqueue(lend(timestampMs))),
      });
    },
  );
  // Frames tell the time since the epoch here: they come at the moment they are captured.
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  stop.abort();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function lend(timestampMs: number): Lent {
  lent.push(timestampMs);
  return {
    timestamp: timestampMs * 1000,
    displayWidth: 640,
    displayHeight: 480,
    clone: () => lend(timestampMs),
    close: () => void lent.splice(lent.indexOf(timestampMs), 1),
  };
}

it('keeps the newest frame, and gives it back at once where a newer one is waited for', async () => {
  const starting = startCapture({ label: 'Camera' } as MediaStreamTrack, stop.signal, () => undefined);
  const sendAt = async (timestampMs: number): Promise<void> => {
    vi.setSystemTime(timestampMs);
    send(timestampMs);
    await vi.advanceTimersByTimeAsync(0);
  };
  await sendAt(100);
  const capture = await starting;
  expect(lent).toEqual([100]);
  await sendAt(200);
  expect(lent).toEqual([200]);
  (await capture.takeFrame(150)).frame.close();
  expect(lent).toEqual([200]);

  // A camera that has no frame left to lend would never send the one that is waited for.
  const waiting = capture.takeFrame(201);
  expect(lent).toEqual([]);
  await sendAt(300);
  const { frame, timestampMs } = await waiting;
  expect(timestampMs).toBe(300);
  frame.close();
  expect(lent).toEqual([300]);
});
