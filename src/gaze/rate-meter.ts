// Counts events per second over a short span.

/** rate = intervals between the events of the last `spanMs` / the time they took, in events per second. */
export function createRateMeter(spanMs: number): {
  count(nowMs: number): void;
  perSecond(nowMs: number): number;
} {
  let timesMs: number[] = [];
  return {
    count(nowMs) {
      timesMs = timesMs.filter((timeMs) => timeMs > nowMs - spanMs);
      timesMs.push(nowMs);
    },
    perSecond(nowMs) {
      const recent = timesMs.filter((timeMs) => timeMs > nowMs - spanMs);
      const [firstMs] = recent;
      if (firstMs === undefined || recent.length < 2) return 0;
      return ((recent.length - 1) * 1000) / Math.max(1, nowMs - firstMs);
    },
  };
}
