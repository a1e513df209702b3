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

/** Wraps a model: the same answers, each forward pass only once. */
export function createSeenFrames(model: GazeModel): SeenFrames {
  const cut = createViewCutter(model.config.inputSize);
  const faces = new Map<string, Face>();
  const readings = new Map<string, FaceReading>();
  /** Which view of which frame an image is. */
  const keys = new WeakMap<Float32Array, string>();
  /** Reads the pixels of the frame at hand, once, and only where the network has not seen the view yet. */
  let readNewest: () => Promise<Picture>;

  const keyOf = ({ image }: ViewImage): string => keys.get(image)!;

  return {
    model: {
      remember: (entries) => model.remember(entries),
      async findFace(input) {
        const key = keyOf(input);
        const seen = faces.get(key) ?? (await model.findFace(await fill(input)));
        faces.set(key, seen);
        return seen;
      },
      async predict(input) {
        const key = keyOf(input);
        const seen = readings.get(key);
        if (!seen) {
          const reading = await model.predict(await fill(input));
          readings.set(key, reading);
          return reading;
        }
        const [gaze] = await model.read([seen.features]);
        return { features: seen.features, prediction: { ...seen.prediction, ...gaze! } };
      },
    },
    async toFrame({ source, frame, timestampMs }) {
      let picture: Promise<Picture> | undefined;
      readNewest = () => (picture ??= source.readPhoto(frame.file));
      return {
        timestampMs,
        // An empty image stands for the view.
        cut(view) {
          const image = new Float32Array(0);
          keys.set(image, nameView(`${source.path} ${frame.file}`, view));
          return image;
        },
      };
    },
  };

  async function fill(input: ViewImage): Promise<ViewImage> {
    return { image: cut(await readNewest(), input.view), view: input.view };
  }
}
