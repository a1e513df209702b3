/** PyTorch's reference vectors, and how far a model is from them; used in Node and in the browser. */
import type { DecodedGaze } from '../../src/model/decode.ts';
import type { Face, GazeModel, ReaderEntry, ViewImage } from '../../src/model/gaze-model.ts';
import { decodeFloats, parseSafetensors } from '../../src/model/safetensors.ts';

/**
 * `batch`: by the images' own statistics. `alone`: each by the population's, beside nothing. `memory`: the gaze of each
 * beside all of them. `measured`: the same with the targets of most. `whole`: faces sought by the population's statistics
 * of whole squares.
 */
export const READINGS = ['batch', 'alone', 'memory', 'measured', 'whole'] as const;
export type Reading = (typeof READINGS)[number];

export type Reference = {
  inputs: ViewImage[];
  /** What the memory holds: the features of each input, and the targets of most. */
  entries: ReaderEntry[];
  /** A reading, then `gaze`, `spread`, `presence`, or `landmarks` in fractions of the view. */
  outputs: (name: string) => Float32Array;
};

/** Reads `*.reference.safetensors`, as `training/fovea_training/parity.py` writes it. */
export function readReference(buffer: ArrayBuffer): Reference {
  const { metadata, tensors } = parseSafetensors(buffer);
  if (metadata['format'] !== 'fovea-reference') throw new Error('This is not a file of reference vectors.');
  if (metadata['version'] !== '7')
    throw new Error(`These are reference vectors of version ${metadata['version']}.`);
  const { shape, bytes } = tensors.get('images')!; // [N, S, S, 3]
  const count = shape[0]!;
  const length = bytes.length / count;
  const outputs = (name: string): Float32Array => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`The reference vectors have no ${name}.`);
    return decodeFloats(name, tensor);
  };
  const views = outputs('views'); // [N, 3]
  const features = outputs('features'); // [N, F]
  const targets = outputs('targets'); // [N, 2], NaN where not known
  return {
    inputs: Array.from({ length: count }, (_, n) => ({
      image: Float32Array.from(bytes.subarray(n * length, (n + 1) * length)),
      view: { x: views[3 * n]!, y: views[3 * n + 1]!, side: views[3 * n + 2]! },
    })),
    entries: Array.from({ length: count }, (_, n) => {
      const [xScreen, yScreen] = targets.subarray(2 * n, 2 * n + 2) as unknown as [number, number];
      return {
        features: features.slice((n * features.length) / count, ((n + 1) * features.length) / count),
        ...(!Number.isNaN(xScreen) && { target: { xScreen, yScreen } }),
      };
    }),
    outputs,
  };
}

/** Largest absolute differences: gaze and spread in screen fractions, landmarks in fractions of the view, presence. */
export type Disagreement = Partial<
  Record<'gaze' | 'spread' | 'landmarks' | 'certainty' | 'presence' | 'features', number>
>;

export async function compareWithReference(
  model: GazeModel,
  { inputs, entries, outputs }: Reference,
  reading: Reading,
): Promise<Disagreement> {
  const compare = (name: string, values: number[]): number => differ(name, values, outputs(name));
  const compareGazes = (gazes: DecodedGaze[]): Disagreement => ({
    gaze: compare(
      `${reading}.gaze`,
      gazes.flatMap(({ xScreen, yScreen }) => [xScreen, yScreen]),
    ),
    spread: compare(
      `${reading}.spread`,
      gazes.map(({ spread }) => spread),
    ),
  });
  const compareFaces = (faces: Face[]): Disagreement => ({
    landmarks: compare(
      `${reading}.landmarks`,
      faces.flatMap(({ landmarks }, n) => {
        const { x, y, side } = inputs[n]!.view;
        return [...landmarks].map((value, i) => (value - (i % 2 === 0 ? x : y)) / side);
      }),
    ),
    certainty: compare(
      `${reading}.certainty`,
      faces.map(({ certainty }) => certainty),
    ),
    presence: compare(
      `${reading}.presence`,
      faces.map(({ eyesOpenProbability }) => eyesOpenProbability),
    ),
  });

  if (reading === 'batch') {
    const predictions = await model.predictBatch(inputs);
    return { ...compareGazes(predictions), ...compareFaces(predictions) };
  }
  if (reading === 'whole') {
    const faces: Face[] = [];
    for (const input of inputs) faces.push(await model.findFace(input));
    return compareFaces(faces);
  }
  const memory = { alone: [], memory: entries.map(withoutTarget), measured: entries }[reading];
  await model.remember(memory);
  const predictions = [];
  const features: number[] = [];
  for (const input of inputs) {
    const each = await model.predict(input);
    predictions.push(each.prediction);
    features.push(...each.features);
  }
  await model.remember([]);
  if (reading !== 'alone') return compareGazes(predictions);
  return {
    ...compareGazes(predictions),
    ...compareFaces(predictions),
    features: compare('features', features),
  };
}

/** An entry of which nobody knows what was looked at. */
export function withoutTarget({ features }: ReaderEntry): ReaderEntry {
  return { features };
}

function differ(name: string, values: number[], expected: Float32Array): number {
  if (expected.length !== values.length) {
    throw new Error(`${name} has ${values.length} values, not ${expected.length}.`);
  }
  return Math.max(...values.map((value, i) => Math.abs(value - expected[i]!)));
}
