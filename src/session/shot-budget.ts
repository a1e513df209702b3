// How much room a session's pictures may take, and so how finely the next one is kept; pure.

const MB = 1000 * 1000;
const HOUR_MS = 3_600_000;

/** To be spent at once: a session's first pages are all new. */
const START_BYTES = 20 * MB;
/** What comes on top while it lasts. With a session's samples an hour stays below 200 MB. */
const BYTES_PER_HOUR = 140 * MB;

/** From the share of the budget that is used, to the quality of a WebP. */
const QUALITIES = [
  { below: 0.25, quality: 0.82 },
  { below: 0.5, quality: 0.7 },
  { below: 0.75, quality: 0.55 },
  { below: 0.9, quality: 0.4 },
] as const;
const LEAST_QUALITY = 0.25;

/** Whether anything of that size may still be kept: budget(t) = start + rate * t. */
export function fitsBudget(usedBytes: number, recordedMs: number, imageBytes: number): boolean {
  return usedBytes + imageBytes <= findBudget(recordedMs);
}

/** The quality for the next picture, 0..1, lower the more of the budget is used; null where nothing is left of it. */
export function chooseQuality(usedBytes: number, recordedMs: number): number | null {
  const share = usedBytes / findBudget(recordedMs);
  if (share >= 1) return null;
  return QUALITIES.find(({ below }) => share < below)?.quality ?? LEAST_QUALITY;
}

function findBudget(recordedMs: number): number {
  return START_BYTES + (BYTES_PER_HOUR * recordedMs) / HOUR_MS;
}
