/** Remembers what the network saw of a frame, so that every policy can be tried on it at the price of reading alone. */
import { createViewCutter } from '../../src/camera/cut-view.ts';
import type { Picture } from '../../src/camera/cut-view.ts';
import type { CameraFrame } from '../../src/camera/frames.ts';
import type { View } from '../../src/camera/framing.ts';
import type { Face, FaceReading, GazeModel, ViewImage } from '../../src/model/gaze-model.ts';
import type { TrackerModel } from '../../src/gaze/tracker.ts';
import type { Look } from './sequences.ts';

export type SeenFrames = {
  /** Looks once, however often it is asked: a view does not depend on the memory. */
  model: TrackerModel;
  toFrame(look: Look): Promise<CameraFrame>;
};

function nameView(frame: string, { x, y, side }: View): string {
  return `${frame} ${x} ${y} ${side}`;
}

/** Wraps a model: the same answers, each forward pass only once, each photo decoded and cut only once. */
export function createSeenFrames(model: GazeModel): SeenFrames {
  const cut = createViewCutter(model.config.inputSize);
  const pictures = new Map<string, Picture>();
  const images = new Map<string, Float32Array>();
  const faces = new Map<string, Face>();
  const readings = new Map<string, FaceReading>();
  /** Which view of which frame an image is. */
  const keys = new WeakMap<Float32Array, string>();

  const keyOf = ({ image }: ViewImage): string => keys.get(image)!;

  return {
    model: {
      remember: (entries) => model.remember(entries),
      async findFace(input) {
        const key = keyOf(input);
        const seen = faces.get(key) ?? (await model.findFace(input));
        faces.set(key, seen);
        return seen;
      },
      async predict(input) {
        const key = keyOf(input);
        const seen = readings.get(key);
        if (!seen) {
          const reading = await model.predict(input);
          readings.set(key, reading);
          return reading;
        }
        const [gaze] = await model.read([seen.features]);
        return { features: seen.features, prediction: { ...seen.prediction, ...gaze! } };
      },
    },
    async toFrame({ source, frame, timestampMs }) {
      const name = `${source.path} ${frame.file}`;
      const picture = pictures.get(name) ?? (await source.readPhoto(frame.file));
      pictures.set(name, picture);
      return {
        timestampMs,
        // The tracker looks at the light in it, though the network need not see it again.
        cut(view) {
          const key = nameView(name, view);
          const image = images.get(key) ?? new Float32Array(cut(picture, view));
          images.set(key, image);
          keys.set(image, key);
          return image;
        },
      };
    },
  };
}
