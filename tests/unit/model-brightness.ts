/** A network and a camera so simple that a tracker's samples, memory and views can be told beforehand. */
import type { CameraFrame } from '../../src/camera/frames.ts';
import { frameFace } from '../../src/camera/framing.ts';
import type { View } from '../../src/camera/framing.ts';
import type { TrackerModel } from '../../src/gaze/tracker.ts';
import type { ReaderEntry } from '../../src/model/gaze-model.ts';

/** Landmarks of eyes an eighth of the square apart; `xFace` is where their middle is: in 64ths, which floats hold exactly. */
function createLandmarks(xFace: number): Float32Array {
  const eyes = [xFace - 1 / 16, xFace + 1 / 16];
  return Float32Array.from(eyes.flatMap((x) => Array<number[]>(5).fill([x, 0.4]).flat()));
}
export const viewAt = (xFace: number): View => frameFace(createLandmarks(xFace));

/** Features of a remembered frame of this brightness. */
export const entryOf = (brightness: number): ReaderEntry => ({ features: new Float32Array([brightness]) });

/**
 * A network of one feature: an image is a frame's brightness, whether its eyes are open, and where its face is; the gaze
 * is the brightness minus the mean brightness of all that is remembered, so that every entry of the memory shows.
 */
export function createBrightnessModel() {
  let memory: number[] = [];
  const calls = {
    sought: [] as View[],
    predicted: [] as { view: View; memory: number[] }[],
    /** What the memory became, call by call. */
    remembered: [] as number[][],
  };
  const gazeAt = (brightness: number) => ({
    xScreen: brightness - memory.reduce((sum, each) => sum + each / memory.length, 0),
    yScreen: 0.5,
    spread: 0.1,
    confidence: 0.8,
  });
  const model: TrackerModel = {
    async findFace({ image: [, open, xFace], view }) {
      calls.sought.push(view);
      return { eyesOpenProbability: open!, landmarks: createLandmarks(xFace!), certainty: 1 };
    },
    async predict({ image: [brightness, open, xFace], view }) {
      calls.predicted.push({ view, memory });
      const face = { eyesOpenProbability: open!, landmarks: createLandmarks(xFace!), certainty: 1 };
      return { prediction: { ...gazeAt(brightness!), ...face }, features: new Float32Array([brightness!]) };
    },
    async remember(entries) {
      memory = entries.map(({ features }) => features[0]!);
      calls.remembered.push(memory);
      return memory.map(gazeAt);
    },
  };
  return { model, calls, memory: () => memory };
}

/** What the camera sees; the views that are asked of it are logged. */
export function createFrame(
  brightness: number,
  timestampMs: number,
  { open = 1, xFace = 0.5, log = [] as View[] } = {},
): CameraFrame {
  return {
    timestampMs,
    cut(view) {
      log.push(view);
      return new Float32Array([brightness, open, xFace]);
    },
  };
}
