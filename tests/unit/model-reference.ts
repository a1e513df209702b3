/** PyTorch's reference vectors, and how far a model is from them; used in Node and in the browser. */
import type { GazeModel, Prediction, ViewImage } from '../../src/model/gaze-model.ts';
import { decodeFloats, parseSafetensors } from '../../src/model/safetensors.ts';

/** `stored` and `whole` are by the population's moments: on views of faces, and on whole squares. */
export const NORMALIZATIONS = ['batch', 'stored', 'whole'] as const;

export type Reference = {
  inputs: ViewImage[];
  /** A normalization, then `gaze`, `spread`, `presence`, or `landmarks` in fractions of the view. */
  outputs: (name: string) => Float32Array;
};

/** Reads `*.reference.safetensors`, as `training/fovea_training/parity.py` writes it. */
export function readReference(buffer: ArrayBuffer): Reference {
  const { metadata, tensors } = parseSafetensors(buffer);
  if (metadata['format'] !== 'fovea-reference') throw new Error('This is not a file of reference vectors.');
  const { shape, bytes } = tensors.get('images')!; // [N, S, S, 3]
  const length = bytes.length / shape[0]!;
  const outputs = (name: string): Float32Array => decodeFloats(name, tensors.get(name)!);
  const views = outputs('views'); // [N, 3]
  return {
    inputs: Array.from({ length: shape[0]! }, (_, n) => ({
      image: Float32Array.from(bytes.subarray(n * length, (n + 1) * length)),
      view: { x: views[3 * n]!, y: views[3 * n + 1]!, side: views[3 * n + 2]! },
    })),
    outputs,
  };
}

/** Largest absolute differences: gaze and spread in screen fractions, landmarks in fractions of the view, presence. */
export type Disagreement = { gaze: number; spread: number; landmarks: number; presence: number };

export async function compareWithReference(
  model: GazeModel,
  { inputs, outputs }: Reference,
  normalization: (typeof NORMALIZATIONS)[number],
): Promise<Disagreement> {
  model.setMoments(normalization === 'whole' ? model.wholePopulation : model.population);
  const predictions: Prediction[] = [];
  if (normalization === 'batch') predictions.push(...(await model.predictBatch(inputs)));
  else for (const input of inputs) predictions.push(await model.predict(input));
  const compare = (name: string, values: number[]): number => {
    const expected = outputs(`${normalization}.${name}`);
    if (expected.length !== values.length)
      throw new Error(`${name} has ${values.length} values, not ${expected.length}.`);
    return Math.max(...values.map((value, i) => Math.abs(value - expected[i]!)));
  };
  return {
    gaze: compare(
      'gaze',
      predictions.flatMap(({ xScreen, yScreen }) => [xScreen, yScreen]),
    ),
    spread: compare(
      'spread',
      predictions.map(({ spread }) => spread),
    ),
    landmarks: compare(
      'landmarks',
      predictions.flatMap(({ landmarks }, n) => {
        const { x, y, side } = inputs[n]!.view;
        return [...landmarks].map((value, i) => (value - (i % 2 === 0 ? x : y)) / side);
      }),
    ),
    presence: compare(
      'presence',
      predictions.map(({ eyesOpenProbability }) => eyesOpenProbability),
    ),
  };
}
