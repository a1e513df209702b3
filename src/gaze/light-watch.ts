/** Notices that the light on a face has changed: what was seen of it before then misleads. Pure. */

/** How a view of a face is lit, five logarithms of ratios of linear light. */
export type Tone = readonly [
  level: number,
  redToGreen: number,
  blueToGreen: number,
  leftToRight: number,
  upperToLower: number,
];

export type LightWatch = {
  /** Takes the tone of the newest frame; whether the light is another one than in the frames before. It then begins anew. */
  note(tone: Tone, timestampMs: number): boolean;
  clear(): void;
};

const SECOND = 1000;
/** Every fourth pixel of every fourth row: a mean over thousands of them stays the same. */
const STEP_PX = 4;
const GAMMA = 2.2;
/** Of full light; keeps the logarithm of black finite. */
const DARK = 1e-4;

/** A frame is noted at most so often. */
const NOTE_EVERY_MS = 0.25 * SECOND;
/** The frames that are compared... */
const NEWEST_MS = 1 * SECOND;
const LEAST_NEWEST = 3;
/** ...with those from before a change that is under way now, up to so far back. */
const BEFORE_MS = 1.5 * SECOND;
const OLDEST_MS = 30 * SECOND;
const LEAST_BEFORE = 16;
/** What each part of a tone varies by while the light stays: a head turns, an exposure follows. */
const DEVIATIONS: Tone = [0.08, 0.06, 0.06, 0.15, 0.1];
/**
 * In deviations, root mean square of the five parts. On rendered people, of 60 sequences without a change none is taken for
 * one, and of 6 changes of light 3 are noticed, those that change the face most (training/results/log.md).
 */
const CHANGED = 2.3;

/** The tone of a face's view, `[side, side, 3]` RGB, 0..255; undefined for a view too small to have halves. */
export function measureTone(image: Float32Array): Tone | undefined {
  const side = Math.round(Math.sqrt(image.length / 3));
  if (side < 2 * STEP_PX) return undefined;
  const sums = [0, 0, 0];
  const halves = { left: 0, right: 0, upper: 0, lower: 0 };
  let count = 0;
  for (let y = STEP_PX >> 1; y < side; y += STEP_PX) {
    for (let x = STEP_PX >> 1; x < side; x += STEP_PX) {
      let all = 0;
      for (let channel = 0; channel < 3; channel += 1) {
        const light = (image[(y * side + x) * 3 + channel]! / 255) ** GAMMA;
        sums[channel]! += light;
        all += light;
      }
      halves[x < side / 2 ? 'left' : 'right'] += all;
      halves[y < side / 2 ? 'upper' : 'lower'] += all;
      count += 1;
    }
  }
  const log = (sum: number, of: number): number => Math.log(sum / of + DARK);
  const [red, green, blue] = sums.map((sum) => log(sum, count)) as [number, number, number];
  const inHalf = (3 * count) / 2;
  return [
    log(sums[0]! + sums[1]! + sums[2]!, 3 * count),
    red - green,
    blue - green,
    log(halves.left, inHalf) - log(halves.right, inHalf),
    log(halves.upper, inHalf) - log(halves.lower, inHalf),
  ];
}

export function createLightWatch(): LightWatch {
  let noted: { tone: Tone; timestampMs: number }[] = [];

  return {
    note(tone, timestampMs) {
      const last = noted.at(-1);
      // A frame from before the last one comes from another camera.
      if (last && timestampMs < last.timestampMs) noted = [];
      else if (last && timestampMs - last.timestampMs < NOTE_EVERY_MS) return false;
      noted = noted.filter((each) => timestampMs - each.timestampMs < OLDEST_MS);
      noted.push({ tone, timestampMs });
      const newest = noted.filter((each) => timestampMs - each.timestampMs <= NEWEST_MS);
      const before = noted.filter((each) => timestampMs - each.timestampMs > BEFORE_MS);
      if (newest.length < LEAST_NEWEST || before.length < LEAST_BEFORE) return false;
      const squares = DEVIATIONS.map((deviation, part) => {
        const [now, then] = [newest, before].map((each) => each.map((frame) => frame.tone[part]!));
        return (mean(now!) - mean(then!)) ** 2 / (deviation ** 2 + variance(then!));
      });
      if (Math.sqrt(mean(squares)) < CHANGED) return false;
      noted = newest;
      return true;
    },
    clear() {
      noted = [];
    },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
}
