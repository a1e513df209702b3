/** What might keep a face from being found, in a few classes each: the rows of the report's table. */
import sharp from 'sharp';
import type { TrueFrame } from './frames.ts';

/** Class by cause: `{ 'yaw': 'below 5°', .. }`. */
export type Causes = Readonly<Record<string, string>>;

/** Upper bounds of the classes of a cause; the last class has none. */
interface Scale {
  readonly cause: string;
  readonly unit: string;
  readonly bounds: readonly number[];
}

const SCALES = {
  yaw: { cause: 'turned aside', unit: '°', bounds: [8, 16] },
  pitch: { cause: 'pitch', unit: '°', bounds: [-12, 0, 8] },
  size: { cause: 'between the eyes', unit: ' px', bounds: [32, 40, 50] },
  opening: { cause: 'lids apart', unit: ' % of that', bounds: [8, 12, 16] },
  edge: { cause: 'eyes to edge', unit: ' px', bounds: [32, 64] },
  light: { cause: 'grey level at the eyes', unit: '', bounds: [40, 70, 110, 170] },
  contrast: { cause: 'its spread', unit: '', bounds: [12, 20, 32] },
} satisfies Record<string, Scale>;

/** The class of a value on a scale. */
export function classOf({ unit, bounds }: Scale, value: number): string {
  const i = bounds.findIndex((bound) => value < bound);
  if (i === 0) return `below ${bounds[0]}${unit}`;
  if (i < 0) return `${bounds.at(-1)}${unit} or more`;
  return `${bounds[i - 1]} to ${bounds[i]}${unit}`;
}

/** Reads the causes off a frame's truth, its measurement's traits and the picture around the eyes. */
export async function readCauses({ truth, traits }: TrueFrame, picture: Buffer): Promise<Causes> {
  const { landmarks, interocularPx, yawPitchRollDeg } = truth;
  const xs = landmarks.map(([x]) => x);
  const ys = landmarks.map(([, y]) => y);
  const { width, height } = await sharp(picture).metadata();
  const gap = (upper: number, lower: number): number => landmarks[lower]![1] - landmarks[upper]![1];
  const { level, spread } = await measureLight(picture, {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys) - 0.3 * interocularPx,
    bottom: Math.max(...ys) + 0.5 * interocularPx,
  });
  const edge = Math.min(...xs, ...ys, width - Math.max(...xs), height - Math.max(...ys));
  const values: Record<keyof typeof SCALES, number> = {
    yaw: Math.abs(yawPitchRollDeg[0]),
    pitch: yawPitchRollDeg[1],
    size: interocularPx,
    opening: (100 * (gap(3, 4) + gap(8, 9))) / 2 / interocularPx,
    edge,
    light: level,
    contrast: spread,
  };
  const classes = Object.entries(SCALES).map(([key, scale]) => [
    scale.cause,
    classOf(scale, values[key as keyof typeof SCALES]),
  ]);
  return { ...(Object.fromEntries(classes) as Causes), ...traits };
}

/** Mean and standard deviation of the grey levels in a box, 0..255. */
async function measureLight(
  picture: Buffer,
  box: { left: number; right: number; top: number; bottom: number },
): Promise<{ level: number; spread: number }> {
  const { width, height } = await sharp(picture).metadata();
  const left = Math.max(0, Math.floor(box.left));
  const top = Math.max(0, Math.floor(box.top));
  const { channels } = await sharp(
    await sharp(picture)
      .extract({
        left,
        top,
        width: Math.max(1, Math.min(width, Math.ceil(box.right)) - left),
        height: Math.max(1, Math.min(height, Math.ceil(box.bottom)) - top),
      })
      .greyscale()
      .png()
      .toBuffer(),
  ).stats();
  return { level: channels[0]!.mean, spread: channels[0]!.stdev };
}
