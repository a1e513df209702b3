/** Turns a weights file into checked tensors: each expected name with its shape, nothing missing, nothing extra. */
import { describeNetwork, listTensorShapes, PERSONAL, READER } from './architecture.ts';
import type { Architecture } from './architecture.ts';
import type { LayerMoments, Moments } from './moments.ts';
import { parseNetworkConfig } from './network-config.ts';
import type { NetworkConfig } from './network-config.ts';
import { decodeFloats, parseSafetensors } from './safetensors.ts';
import { WeightsError } from './weights-error.ts';

export type Weights = {
  config: NetworkConfig;
  architecture: Architecture;
  /** Kernels, biases, gammas and betas by name; the population's moments are apart. */
  tensors: Map<string, { shape: number[]; values: Float32Array }>;
  /** The population's mean and variance per normalization layer, in forward order, on views of faces. */
  population: Moments;
  /** The same on whole squares. */
  wholePopulation: Moments;
};

/**
 * Reads a `fovea-weights` safetensors file.
 *
 * @throws SafetensorsError where the container is damaged.
 * @throws WeightsError where metadata, a tensor's name, its shape or its values are not this network's.
 */
export function readWeights(buffer: ArrayBuffer): Weights {
  const file = parseSafetensors(buffer);
  const config = parseNetworkConfig(file.metadata);
  const architecture = describeNetwork(config);
  const shapes = listTensorShapes(architecture);

  for (const name of file.tensors.keys()) {
    if (!shapes.has(name)) {
      throw new WeightsError('extra-tensor', `The weights hold ${name}, which this network has not.`, name);
    }
  }
  const tensors: Weights['tensors'] = new Map();
  for (const [name, shape] of shapes) {
    const found = file.tensors.get(name);
    if (!found) throw new WeightsError('missing-tensor', `The weights lack ${name}.`, name);
    if (found.shape.join() !== shape.join()) {
      const message = `${name} has the shape [${found.shape.join(', ')}]; the network needs [${shape.join(', ')}].`;
      throw new WeightsError('wrong-shape', message, name);
    }
    const values = decodeFloats(name, found);
    if (!values.every(Number.isFinite)) {
      throw new WeightsError('bad-value', `${name} holds a value that is not a finite number.`, name);
    }
    tensors.set(name, { shape, values });
  }
  for (const name of [`${READER}.deviation`, `${READER}.inputs.deviation`, `${PERSONAL}.ridge`]) {
    if (tensors.get(name)!.values.every((value) => value > 0)) continue;
    throw new WeightsError('bad-value', `${name} holds a value that is not above 0.`, name);
  }
  const { units } = architecture;
  const population = units.map(({ name }) => takeMoments(tensors, `${name}.mean`, `${name}.variance`));
  const wholePopulation = units.map(({ name }) =>
    takeMoments(tensors, `${name}.wholeMean`, `${name}.wholeVariance`),
  );
  return { config, architecture, tensors, population, wholePopulation };
}

function takeMoments(tensors: Weights['tensors'], meanName: string, varianceName: string): LayerMoments {
  const mean = take(tensors, meanName);
  const variance = take(tensors, varianceName);
  if (variance.some((value) => value < 0)) {
    throw new WeightsError('bad-value', `${varianceName} holds a negative value.`, varianceName);
  }
  return { mean, variance };
}

function take(tensors: Weights['tensors'], name: string): Float32Array {
  const { values } = tensors.get(name)!;
  tensors.delete(name);
  return values;
}
