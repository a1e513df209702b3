/** The article's table on one person's own measurements: each read by itself, beside its own frames, and with a personal readout. */
import type { GazeModel, PersonalFit } from '../model/gaze-model.ts';
import type { KnownTarget } from '../model/memory-reader.ts';
import { transferFit } from '../model/personal-readout.ts';
import { summarizeErrors, type ErrorBlock, type GazeResult, type ScreenSize } from './error-metrics.ts';

/** As many frames as the article's batches. */
const WINDOW_LENGTH = 32;
/** Fewer targets make no personal readout that could be trusted. */
export const LEAST_TARGETS = 9;
/** More are not remembered of anybody (`storage/person-memory.ts`). */
const MOST_TARGETS = 96;

export type ComparedModel = Pick<GazeModel, 'remember' | 'read' | 'personal'>;

export type SeenFrame = { features: Float32Array; target: KnownTarget };

/** A measurement's frames with open eyes, as the network sees them. */
export type SeenSitting = {
  id: string;
  person: string;
  frames: readonly SeenFrame[];
  screen: ScreenSize;
  /** Eye to screen, where known. */
  distanceCm?: number;
};

/**
 * What the personal readout was fitted to: the person's other measurements, or, where there is none, every second frame
 * of this one for those between.
 */
export type FitBasis =
  { kind: 'others'; measurements: number; targets: number } | { kind: 'half'; targets: number };

/** One measurement, which was left out of what it was read with. */
export type ReadingComparison = {
  id: string;
  /** With open eyes: those that were compared. */
  frames: number;
  /** Population statistics and nothing of the person. */
  baseline: ErrorBlock;
  /** Beside the measurement's own frames, whose targets are not told. */
  window: ErrorBlock;
  /** The same, and what targets of the person say. */
  personal: ErrorBlock;
  basis: FitBasis;
  /** Whether the targets said anything that helps; if not, they are left alone. */
  helped: boolean;
};

/**
 * Compares every measurement that has frames enough for it, in the order given. Reads kept features only, which takes a
 * moment each: looking at the photos is what takes long.
 * @throws the signal's reason when it aborts
 */
export async function compareReadings(
  model: ComparedModel,
  sittings: readonly SeenSitting[],
  signal: AbortSignal,
): Promise<ReadingComparison[]> {
  const usable = sittings.filter(({ frames }) => frames.length >= LEAST_TARGETS);
  const compared: ReadingComparison[] = [];
  for (const sitting of usable) {
    signal.throwIfAborted();
    const others = usable.filter((other) => other !== sitting);
    compared.push(await compareOne(model, sitting, others));
  }
  await model.remember([]);
  return compared;
}

async function compareOne(
  model: ComparedModel,
  sitting: SeenSitting,
  others: readonly SeenSitting[],
): Promise<ReadingComparison> {
  const { id, frames } = sitting;
  await model.remember([]);
  const baseline = await readFrames(model, sitting, frames);
  const window = await readInWindows(model, sitting);
  const { results, basis, helped } =
    others.length > 0 ? await readWithOthers(model, sitting, others) : await readBetween(model, sitting);
  return {
    id,
    frames: frames.length,
    baseline: summarizeErrors(baseline),
    window: summarizeErrors(window),
    personal: summarizeErrors(results),
    basis,
    helped,
  };
}

type PersonalReading = { results: GazeResult[]; basis: FitBasis; helped: boolean };

/** What the targets of other sittings say, beside this one's own frames. */
async function readWithOthers(
  model: ComparedModel,
  sitting: SeenSitting,
  others: readonly SeenSitting[],
): Promise<PersonalReading> {
  const known = thinOut(others.flatMap(({ frames }) => frames));
  await model.remember(known);
  const fit = model.personal && transferFit(model.personal);
  const results = await readInWindows(model, sitting, fit);
  const basis = { kind: 'others' as const, measurements: others.length, targets: known.length };
  return { results, basis, helped: fit !== undefined };
}

/** Every second frame beside those between, with the targets of these, and the other way round. */
async function readBetween(model: ComparedModel, sitting: SeenSitting): Promise<PersonalReading> {
  const results: GazeResult[] = [];
  let helped = false;
  for (const odd of [0, 1]) {
    await model.remember(sitting.frames.filter((_, i) => i % 2 !== odd));
    helped ||= model.personal !== undefined;
    const asked = sitting.frames.filter((_, i) => i % 2 === odd);
    results.push(...(await readFrames(model, sitting, asked)));
  }
  return { results, basis: { kind: 'half', targets: Math.floor(sitting.frames.length / 2) }, helped };
}

/** Frames beside each other, in runs of about {@link WINDOW_LENGTH} that are alike in length. */
async function readInWindows(
  model: ComparedModel,
  sitting: SeenSitting,
  fit?: PersonalFit,
): Promise<GazeResult[]> {
  const { frames } = sitting;
  const runs = Math.ceil(frames.length / WINDOW_LENGTH);
  const results: GazeResult[] = [];
  for (let run = 0; run < runs; run += 1) {
    const own = frames.slice(
      Math.floor((run * frames.length) / runs),
      Math.floor(((run + 1) * frames.length) / runs),
    );
    await model.remember(
      own.map(({ features }) => ({ features })),
      fit,
    );
    results.push(...(await readFrames(model, sitting, own)));
  }
  return results;
}

async function readFrames(
  model: ComparedModel,
  { person, screen, distanceCm }: SeenSitting,
  asked: readonly SeenFrame[],
): Promise<GazeResult[]> {
  const gazes = await model.read(asked.map(({ features }) => features));
  return gazes.map((predicted, i) => ({
    person,
    predicted,
    target: asked[i]!.target,
    screen,
    distanceCm,
  }));
}

/** Evenly, so that all sittings keep their share. */
function thinOut(frames: readonly SeenFrame[]): SeenFrame[] {
  const count = Math.min(frames.length, MOST_TARGETS);
  return Array.from({ length: count }, (_, i) => frames[Math.floor((i * frames.length) / count)]!);
}
