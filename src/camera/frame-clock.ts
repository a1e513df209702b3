// Turns a video frame's own timestamp into Unix epoch time.

const SECOND = 1000;

/**
 * A `VideoFrame.timestamp` counts microseconds from an origin that the platform does not name. Frames reach us a
 * varying time after capture, and the least delayed of them tells the origin best:
 *
 *     epoch = timestamp + min over recent frames of (arrival - timestamp)
 *
 * The minimum is taken over the last `memoryMs` at least, so that drift between the clocks cannot pile up.
 * @see https://www.w3.org/TR/webcodecs/#dom-videoframe-timestamp
 */
export function createFrameClock(memoryMs = 10 * SECOND): (timestampUs: number, arrivalMs: number) => number {
  // Two halves that take turns: a minimum over 1 to 2 half-memories without keeping every offset.
  let previousMin = Number.POSITIVE_INFINITY;
  let currentMin = Number.POSITIVE_INFINITY;
  let currentSinceMs = Number.NEGATIVE_INFINITY;

  return (timestampUs, arrivalMs) => {
    if (arrivalMs - currentSinceMs > memoryMs) {
      previousMin = currentMin;
      currentMin = Number.POSITIVE_INFINITY;
      currentSinceMs = arrivalMs;
    }
    currentMin = Math.min(currentMin, arrivalMs - timestampUs / 1000);
    return timestampUs / 1000 + Math.min(previousMin, currentMin);
  };
}
