/** `npm run evaluate -- --clicks N`: plays N clicks to what learns from clicks, and tests on other frames what they are worth. */
import { createClickLearner } from '../../src/gaze/click-learner.ts';
import type { Click, ClickEntry } from '../../src/gaze/click-targets.ts';
import { createRandom, shuffle } from '../../src/measurement/random.ts';
import type { Random } from '../../src/measurement/random.ts';
import type { GazeModel } from '../../src/model/gaze-model.ts';
import { compareInSitting, spreadEvenly, summarizeComparisons, withoutTarget } from './compare-personal.ts';
import type { Comparison, ComparisonBlock } from './compare-personal.ts';
import { formatComparisons } from './format-comparisons.ts';
import type { OpenMeasurement } from './open-measurements.ts';
import { seeMeasurement } from './see-measurement.ts';
import type { SeenFrame, SeenMeasurement } from './see-measurement.ts';

export type ClicksReport = {
  /** Clicks that were made in each of `DRAWS` plays of a measurement. */
  clicks: number;
  /** Of them, how many told a target, on average. */
  learned: number;
  /** Null where no measurement has frames left to test on. */
  seen: ComparisonBlock | null;
  /** The same where some were not looked at. */
  someUnseen: ComparisonBlock | null;
};

/** No measurement has frames left to test on. */
export class NoFrameLeftError extends Error {
  override readonly name = 'NoFrameLeftError';

  constructor(clicks: number) {
    super(`--clicks ${clicks} leaves no frame to test on: give measurements with more frames.`);
  }
}

const SECOND = 1000;
/** Each measurement is played so often, with other frames clicked on. */
const DRAWS = 5;
/** Frames that are remembered besides, as while somebody is tracked. */
const REMEMBERED = 32;
/** Standard deviation of a click from where the person looks, across and down, as a fraction of the screen. */
const CLICK_DEVIATION = 0.02;
/** Share of the clicks that are made without a look, anywhere on the screen, where some are. */
const UNSEEN_SHARE = 0.2;
/** Between two clicks. */
const PAUSE_MS = 3 * SECOND;
/** A clicked frame is seen so long before the press, and again: a fixation. */
const SEEN_BEFORE_MS = [300, 150];

export async function evaluateClicks(
  model: GazeModel,
  sources: readonly OpenMeasurement[],
  { clicks, onFrame }: { clicks: number; onFrame?(): void },
): Promise<ClicksReport> {
  const plays: { unseenShare: number; learned: number; comparison: Comparison }[] = [];
  for (const source of sources) {
    const sitting = await seeMeasurement(model, source, onFrame);
    for (let draw = 1; draw <= DRAWS; draw += 1) {
      for (const unseenShare of [0, UNSEEN_SHARE]) {
        const play = await playClicks(model, sitting, { clicks, unseenShare, random: createRandom(draw) });
        plays.push({ unseenShare, ...play });
      }
    }
  }
  const summarize = (share: number): ComparisonBlock | null =>
    summarizeComparisons(
      plays.filter(({ unseenShare }) => unseenShare === share).map(({ comparison }) => comparison),
    );
  const [seen, someUnseen] = [summarize(0), summarize(UNSEEN_SHARE)];
  if (!seen) throw new NoFrameLeftError(clicks);
  const learned = plays.reduce((sum, play) => sum + play.learned, 0) / plays.length;
  return { clicks, learned, seen, someUnseen };
}

/** A line for clicks that were all looked at, one for those of which some were not. */
export function formatClicks({ clicks, learned, seen, someUnseen }: ClicksReport): string {
  return formatComparisons(
    `what ${clicks} clicks say, of which ${learned.toFixed(1)} are learned from; error %, mean over people`,
    { 'all looked at': seen, [`${100 * UNSEEN_SHARE} % not looked at`]: someUnseen },
  );
}

export type ClickPlay = { clicks: number; unseenShare: number; random: Random };

/**
 * Some frames are clicked on, as far from where the person looks as people click; the learner finds their looks, or
 * refuses. The frames that are neither clicked on nor remembered are read beside what is remembered, with what the clicks
 * told and without.
 */
export async function playClicks(
  model: Pick<GazeModel, 'remember' | 'read' | 'personal'>,
  sitting: SeenMeasurement,
  { clicks, unseenShare, random }: ClickPlay,
): Promise<{ learned: number; comparison: Comparison }> {
  const shuffled = shuffle(sitting.frames, random);
  const [clicked, others] = [shuffled.slice(0, clicks), shuffled.slice(clicks)];
  const { chosen: remembered, others: asked } = spreadEvenly(others, REMEMBERED);
  const memory = remembered.map(withoutTarget);
  await model.remember(memory);
  const entries = await learnClicks(model, clicked, { unseenShare, random });
  const comparison = await compareInSitting(model, sitting, [...memory, ...entries], asked);
  return { learned: entries.length, comparison };
}

async function learnClicks(
  model: Pick<GazeModel, 'read'>,
  clicked: readonly SeenFrame[],
  how: Omit<ClickPlay, 'clicks'>,
): Promise<readonly ClickEntry[]> {
  const gazes = await model.read(clicked.map(({ features }) => features));
  const learner = createClickLearner();
  learner.turn(true);
  clicked.forEach((frame, i) => {
    const click = makeClick(frame, (i + 1) * PAUSE_MS, how);
    learner.take(click);
    for (const before of SEEN_BEFORE_MS) {
      const timestampMs = click.timestampMs - before;
      learner.note(timestampMs, { timestampMs, gaze: gazes[i]!, features: frame.features });
    }
    learner.note(click.timestampMs);
  });
  return learner.entries();
}

function makeClick(
  { target }: SeenFrame,
  timestampMs: number,
  { unseenShare, random }: Omit<ClickPlay, 'clicks'>,
): Click {
  // Drawn whether they are used or not, so that every play is of the same clicks.
  const [isUnseen, x, y, u, v] = [random(), random(), random(), 1 - random(), random()];
  if (isUnseen < unseenShare) return { xScreen: x, yScreen: y, timestampMs };
  // Two normal numbers of two even ones: https://doi.org/10.1214/aoms/1177706645
  const away = CLICK_DEVIATION * Math.sqrt(-2 * Math.log(u));
  const [across, down] = [away * Math.cos(2 * Math.PI * v), away * Math.sin(2 * Math.PI * v)];
  return {
    xScreen: onScreen(target.xScreen + across),
    yScreen: onScreen(target.yScreen + down),
    timestampMs,
  };
}

function onScreen(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}
