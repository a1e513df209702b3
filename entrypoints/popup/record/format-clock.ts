// How long a recording has been going on.

/** 83_400 -> `1:23`, 3_683_000 -> `1:01:23`. */
export function formatClock(durationMs: number): string {
  const seconds = Math.floor(Math.max(0, durationMs) / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  const hours = Math.floor(seconds / 3600);
  const [first, ...rest] = hours > 0 ? [hours, ...parts] : parts;
  return [String(first), ...rest.map((part) => String(part).padStart(2, '0'))].join(':');
}
