/** PyTorch's reference vectors, and how far a model is from them; used in Node and in the browser. */
import type { GazeModel, Prediction } from '../../src/model/gaze-model.ts';
import { decodeFloats, parseSafetensors } from '../../src/model/safetensors.ts';

export type Reference = { images: Float32Array[]; outputs: (name: string) => Float32Array };

/** Reads `*.reference.safetensors`, as `training/fovea_training/parity.py` writes it. */
export function readReference(buffer: ArrayBuffer): Reference {
  const { metadata, tensors } = parseSafetensors(buffer);
  if (metadata['format'] !== 'fovea-reference') throw new Error('This is not a file of reference vectors.');
  const { shape, bytes } = tensors.get('images')!; // [N, S, S, 3]
  const length = bytes.length / shape[0]!;
  return {
    images: Array.from({ length: shape[0]! }, (_, n) =>
      Float32Array.from(bytes.subarray(n * length, (n + 1) * length)),
    ),
    outputs: (name) => decodeFloats(name, tensors.get(name)!),
  };
}

/** Largest absolute differences: gaze and spread in screen fractions, landmarks in crop fractions, presence. */
export type Disagreement = { gaze: number; spread: number; landmarks: number; presence: number };

export async function compareWithReference(
  model: GazeModel,
  { images, outputs }: Reference,
  normalization: 'batch' | 'stored',
): Promise<Disagreement> {
  model.setMoments(model.population);
  const predictions: Prediction[] = [];
  if (normalization === 'batch') predictions.push(...(await model.predictBatch(images)));
  else for (const image of images) predictions.push(await model.predict(image));
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
      predictions.flatMap(({ landmarks }) => [...landmarks]),
    ),
    presence: compare(
      'presence',
      predictions.map(({ eyesOpenProbability }) => eyesOpenProbability),
    ),
  };
}
