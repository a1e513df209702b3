// Durations and moments as a person reads them.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** 83_000 -> `1 min 23 s`; hours come without seconds, what is below 10 s with a tenth. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 10 * SECOND) return `${(durationMs / SECOND).toFixed(1)} s`;
  const seconds = Math.round(durationMs / SECOND);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (durationMs >= HOUR) return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  if (seconds < 60) return `${seconds} s`;
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

/** 83_400 -> `1:23.4`; a place in a recording. */
export function formatMoment(timestampMs: number): string {
  const tenths = Math.floor(Math.max(0, timestampMs) / 100);
  const minutes = Math.floor(tenths / 600);
  const hours = Math.floor(minutes / 60);
  const seconds = `${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
  if (hours === 0) return `${minutes}:${seconds}`;
  return `${hours}:${String(minutes % 60).padStart(2, '0')}:${seconds}`;
}

/** 1234 -> `1.23 s`, 345 -> `345 ms`: of a fixation or a dwell. */
export function formatMs(ms: number): string {
  return ms >= SECOND ? `${(ms / SECOND).toFixed(ms >= 100 * SECOND ? 0 : 2)} s` : `${Math.round(ms)} ms`;
}

/** 0.0345 -> `3.5 %`. */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(share !== 0 && share < 0.0995 ? 1 : 0)} %`;
}
