// The median of many numbers.

/** The middle one or, of an even count, the mean of the middle two; null of none. NaN must not be among them. */
export function findMedian(values: ArrayLike<number>): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
