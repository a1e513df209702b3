/** How well a detector's landmarks agree with the renderer's truth; lengths are shares of the distance between the eyes. */
import type { Truth } from '../render/output/truth.ts';
import { PLACES, type Detection, type Place, type Point } from './landmarks.ts';

/** `elsewhere`: a face was found, but not where the person's eyes are. */
export type Verdict = 'found' | 'missed' | 'elsewhere';

/** One frame beside its truth. */
export interface Comparison {
  readonly verdict: Verdict;
  /** Detected minus true for each of `PLACES`, in shares of the distance between the eyes; empty unless found. */
  readonly offsets: readonly Point[];
}

/** What is compared with. */
export type EyeTruth = Pick<Truth, 'landmarks' | 'interocularPx'>;

/** Farther than this from the true eyes, in distances between the eyes, a detected face is some other thing. */
const ELSEWHERE = 0.5;

const isCorner = ({ kind }: Place): boolean => kind === 'corner';

/** Compares one detection with the truth of its frame. */
export function compare(detection: Detection, { landmarks, interocularPx }: EyeTruth): Comparison {
  if (!detection) return { verdict: 'missed', offsets: [] };
  const offsets = PLACES.map((place, i): Point => {
    const [x, y] = detection[i]!;
    const [trueX, trueY] = landmarks[place.truth]!;
    return [(x - trueX) / interocularPx, (y - trueY) / interocularPx];
  });
  const corners = offsets.filter((_, i) => isCorner(PLACES[i]!));
  const away = Math.hypot(mean(corners.map(([x]) => x)), mean(corners.map(([, y]) => y)));
  return away > ELSEWHERE ? { verdict: 'elsewhere', offsets: [] } : { verdict: 'found', offsets };
}

export interface Agreement {
  readonly frames: number;
  readonly found: number;
  readonly elsewhere: number;
  /** Share of the frames whose face was found. */
  readonly rate: number;
  /** Over all places of the kind in all found frames; NaN where none was. */
  readonly errors: Readonly<Record<Place['kind'], { median: number; p90: number }>>;
  /** Mean and standard deviation of detected minus true for each of `PLACES`. */
  readonly bias: readonly { place: string; dx: number; dy: number; sdX: number; sdY: number }[];
}

/** Sums up many frames. */
export function summarize(comparisons: readonly Comparison[]): Agreement {
  const found = comparisons.filter(({ verdict }) => verdict === 'found');
  const errorsOf = (kind: Place['kind']): { median: number; p90: number } => {
    const errors = found.flatMap(({ offsets }) =>
      offsets.filter((_, i) => PLACES[i]!.kind === kind).map(([x, y]) => Math.hypot(x, y)),
    );
    return { median: quantile(errors, 0.5), p90: quantile(errors, 0.9) };
  };
  return {
    frames: comparisons.length,
    found: found.length,
    elsewhere: comparisons.filter(({ verdict }) => verdict === 'elsewhere').length,
    rate: found.length / comparisons.length,
    errors: { iris: errorsOf('iris'), corner: errorsOf('corner'), lid: errorsOf('lid') },
    bias: PLACES.map(({ name }, i) => {
      const xs = found.map(({ offsets }) => offsets[i]![0]);
      const ys = found.map(({ offsets }) => offsets[i]![1]);
      return { place: name, dx: mean(xs), dy: mean(ys), sdX: deviation(xs), sdY: deviation(ys) };
    }),
  };
}

/** What the issue asks for. */
export const BARS = { rate: 0.97, medianError: 0.04 };

/** What of `BARS` does not hold, in words; empty: all of it does. */
export function listShortfalls({ rate, errors }: Agreement): string[] {
  const short: string[] = [];
  if (!(rate >= BARS.rate))
    short.push(`a face is found in ${percent(rate)} of the frames, not ${percent(BARS.rate)}`);
  for (const kind of ['iris', 'corner'] as const)
    if (!(errors[kind].median <= BARS.medianError))
      short.push(
        `the ${kind} landmarks are ${percent(errors[kind].median)} of the distance between the eyes off (median), not ${percent(BARS.medianError)}`,
      );
  return short;
}

/** Line through (x, y): how much y changes with x, and how well they correlate. */
export interface Following {
  readonly slope: number;
  readonly correlation: number;
}

/**
 * How the detected irises move within the eye as the true ones do: a detector that always said "the middle of the eye" would be less than
 * 4 % off, but would not follow. Both are taken from the middle of the eye's corners, in distances between the eyes.
 */
export function followIrises(
  detections: readonly Detection[],
  truths: readonly EyeTruth[],
): { right: Following; down: Following } {
  const pairs = detections.flatMap((detection, i) => {
    const truth = truths[i]!;
    if (compare(detection, truth).verdict !== 'found') return [];
    const trueEyes = irisesInEyes(PLACES.map((place) => truth.landmarks[place.truth]!));
    return irisesInEyes(detection!).map((seen, eye) => ({
      eye,
      seen: seen.map((value) => value / truth.interocularPx),
      truly: trueEyes[eye]!.map((value) => value / truth.interocularPx),
    }));
  });
  // Each eye about its own mean: the detector's corners lie elsewhere than the truth's, to either side of the nose.
  const along = (axis: 0 | 1): Following => {
    const centred = (of: 'seen' | 'truly', eye: number): number[] => {
      const values = pairs.filter((pair) => pair.eye === eye).map((pair) => pair[of][axis]!);
      const middle = mean(values);
      return values.map((value) => value - middle);
    };
    const both = (of: 'seen' | 'truly'): number[] => [...centred(of, 0), ...centred(of, 1)];
    return fitLine(both('truly'), both('seen'));
  };
  return { right: along(0), down: along(1) };
}

/** Both irises relative to the middle of their eye's corners; `points` in the order of `PLACES`. */
function irisesInEyes(points: readonly Point[]): Point[] {
  return [0, 5].map((first) => {
    const [iris, inner, outer] = [points[first]!, points[first + 1]!, points[first + 2]!];
    return [iris[0] - (inner[0] + outer[0]) / 2, iris[1] - (inner[1] + outer[1]) / 2];
  });
}

function fitLine(xs: readonly number[], ys: readonly number[]): Following {
  const [middleX, middleY] = [mean(xs), mean(ys)];
  const covariance = mean(xs.map((x, i) => (x - middleX) * (ys[i]! - middleY)));
  return {
    slope: covariance / deviation(xs) ** 2,
    correlation: covariance / (deviation(xs) * deviation(ys)),
  };
}

/** Mean error over the irises and corners of a face that was found; 0 where none was. */
export function errorOf({ offsets }: Comparison): number {
  const errors = offsets.filter((_, i) => PLACES[i]!.kind !== 'lid').map(([x, y]) => Math.hypot(x, y));
  return errors.length > 0 ? mean(errors) : 0;
}

export const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;

/** Linear between the two nearest of the sorted values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
