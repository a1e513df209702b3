/** Frames with open eyes and their truth, out of a folder of rendered measurements. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Truth } from '../render/output/truth.ts';

/** A rendered frame whose truth is known. */
export interface TrueFrame {
  /** `p0001-m1/frames/000.jpg`, below the folder. */
  readonly name: string;
  readonly file: string;
  readonly truth: Truth;
  /** What the measurement says of the person and the sitting, for the table of causes. */
  readonly traits: Readonly<Record<string, string>>;
}

interface Measurement {
  readonly frames: readonly {
    file: string;
    eyes: string;
    truth?: Truth;
    absence?: string;
    people?: number;
  }[];
  readonly traits?: Readonly<Record<string, unknown>>;
  readonly light?: { readonly environment?: string };
}

/** Frames by what they are to this check. */
export interface FrameLists {
  /** Open eyes: [measurements][frames]. */
  readonly open: readonly (readonly TrueFrame[])[];
  /** Files of frames in which nobody sits. */
  readonly empty: readonly string[];
}

/** No frames to check; the message says where they were looked for. */
export class NoFramesError extends Error {}

/**
 * Lists the frames of all measurements below `folder`.
 * @throws NoFramesError where it holds none with open eyes
 */
export function listFrames(folder: string): FrameLists {
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => !name.startsWith('.') && existsSync(join(folder, name, 'measurement.json')))
        .sort()
    : [];
  const empty: string[] = [];
  const open = names.map((name) => {
    const { frames, traits, light } = JSON.parse(
      readFileSync(join(folder, name, 'measurement.json'), 'utf8'),
    ) as Measurement;
    const told = { ...traits, ...(light?.environment ? { place: light.environment } : {}) };
    const words = Object.fromEntries(Object.entries(told).map(([key, value]) => [key, String(value)]));
    return frames.flatMap(({ file, eyes, truth, absence, people = 0 }) => {
      const path = join(folder, name, file);
      if (absence === 'nobody' && people === 0) empty.push(path);
      return eyes === 'open' && truth ? [{ name: `${name}/${file}`, file: path, truth, traits: words }] : [];
    });
  });
  if (open.every((frames) => frames.length === 0))
    throw new NoFramesError(`${folder} holds no rendered measurement with open eyes.`);
  return { open, empty };
}

/** Takes `count` frames, as evenly over the measurements as they go, and within each spread over its time. */
export function spreadOver<T>(measurements: readonly (readonly T[])[], count: number): T[] {
  const shares = measurements.map(() => 0);
  let left = count;
  for (let before = -1; left > 0 && left !== before;) {
    before = left;
    for (const [i, frames] of measurements.entries()) {
      if (left === 0 || shares[i]! >= frames.length) continue;
      shares[i]!++;
      left--;
    }
  }
  return measurements.flatMap((frames, i) =>
    Array.from({ length: shares[i]! }, (_, k) => frames[Math.floor((k * frames.length) / shares[i]!)]!),
  );
}
