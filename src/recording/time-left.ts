/** Tells how long the rest of something takes, from how long its beginning took. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Sooner than this nothing can be told: the first frame waits for the decoder and the network to warm up. */
const LEAST_ELAPSED_MS = 2 * SECOND;
const LEAST_SHARE = 0.02;

/** left = elapsed (1 - share) / share, in ms; null while it is too early to tell. */
export function estimateTimeLeft(elapsedMs: number, share: number): number | null {
  if (elapsedMs < LEAST_ELAPSED_MS || share < LEAST_SHARE) return null;
  return (elapsedMs * Math.max(0, 1 - share)) / share;
}

/** In words, ever coarser the longer it is, so that it does not flicker: `about 20 seconds`, `about 3 minutes`. */
export function describeTimeLeft(leftMs: number): string {
  if (leftMs < 5 * SECOND) return 'a few seconds';
  if (leftMs < 55 * SECOND) return `about ${5 * Math.ceil(leftMs / (5 * SECOND))} seconds`;
  const minutes = Math.max(1, Math.round(leftMs / MINUTE));
  if (minutes === 1) return 'about a minute';
  if (minutes < 60) return `about ${minutes} minutes`;
  // To five minutes, and from ten hours on to the hour.
  const step = leftMs < 10 * HOUR ? 5 : 60;
  const rounded = step * Math.round(minutes / step);
  const [hours, rest] = [Math.floor(rounded / 60), rounded % 60];
  const text = hours === 1 ? 'about an hour' : `about ${hours} hours`;
  return rest === 0 ? text : `${text} and ${rest} minutes`;
}
