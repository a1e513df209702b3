// NASA's Task Load Index without weights ("raw TLX"): its six scales, and the load that six ratings mean.

export type TlxScale = {
  readonly name: string;
  readonly asks: string;
  readonly low: string;
  readonly high: string;
};

/**
 * In their order. Each is rated on a line with 21 marks, 0 to 100 in steps of 5; on `Performance` too the right end is
 * the bad one.
 * @see Hart & Staveland, Development of NASA-TLX, in Human Mental Workload (1988), pp. 139-183
 */
export const TLX_SCALES: readonly TlxScale[] = [
  { name: 'Mental demand', asks: 'How mentally demanding was the task?', low: 'Very low', high: 'Very high' },
  {
    name: 'Physical demand',
    asks: 'How physically demanding was the task?',
    low: 'Very low',
    high: 'Very high',
  },
  {
    name: 'Temporal demand',
    asks: 'How hurried or rushed was the pace of the task?',
    low: 'Very low',
    high: 'Very high',
  },
  {
    name: 'Performance',
    asks: 'How successful were you in accomplishing what you were asked to do?',
    low: 'Perfect',
    high: 'Failure',
  },
  {
    name: 'Effort',
    asks: 'How hard did you have to work to accomplish your level of performance?',
    low: 'Very low',
    high: 'Very high',
  },
  {
    name: 'Frustration',
    asks: 'How insecure, discouraged, irritated, stressed, and annoyed were you?',
    low: 'Very low',
    high: 'Very high',
  },
];

export const TLX_STEP = 5;
export const TLX_MOST = 100;

/**
 * The mean of the six ratings, 0..100; 100 is the heaviest load.
 * @param ratings six of 0..100, in the scales' order
 * @throws {RangeError} for any others
 * @see Hart, NASA-Task Load Index (NASA-TLX); 20 years later, HFES 50 (2006), on leaving the weights out
 */
export function scoreRawTlx(ratings: readonly number[]): number {
  if (ratings.length !== TLX_SCALES.length || !ratings.every((x) => x >= 0 && x <= TLX_MOST)) {
    throw new RangeError(`NASA-TLX takes six ratings of 0 to 100, not ${JSON.stringify(ratings)}.`);
  }
  return ratings.reduce((sum, x) => sum + x, 0) / ratings.length;
}
