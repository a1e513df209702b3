/** Random weights of any configuration, as the file that the exporter writes. */
import { WHOLE_VIEW } from '../../src/camera/framing.ts';
import { describeNetwork, listTensorShapes } from '../../src/model/architecture.ts';
import type { NetworkConfig } from '../../src/model/network-config.ts';
import type { ViewImage } from '../../src/model/view-image.ts';

export const SMALL: NetworkConfig = {
  name: 'small',
  inputSize: 40,
  unetSize: 32,
  width: 0.25,
  depth: 0.34,
  decoderChannels: [8, 8, 8],
  hidden: [16, 12],
  gridSize: 20,
  margin: 0.1,
  spreadScale: 1.25,
  landmarks: 10,
  eyes: { size: 16, channels: [8, 8, 8, 8], blocks: [1, 2, 1], contrast: 'own', narrow: 4, features: 6 },
  reader: { width: 12, layers: 2, heads: 3, inputs: 9 },
  personal: { width: 6, hidden: 10 },
};

/** A repeatable source of numbers in 0..1. @see https://en.wikipedia.org/wiki/Xorshift */
export function createRandom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

export function createImages(config: NetworkConfig, count: number, seed = 7): Float32Array[] {
  const random = createRandom(seed);
  const side = config.inputSize;
  return Array.from({ length: count }, () => {
    const [fx, fy, phase] = [0.05 + 0.3 * random(), 0.05 + 0.3 * random(), 6 * random()];
    return Float32Array.from({ length: side * side * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3);
      const wave = Math.sin(fx * (pixel % side) + fy * Math.floor(pixel / side) + phase + (i % 3));
      return 127 + 80 * wave + 40 * random();
    });
  });
}

/** The images as whole squares, or as views that lie each somewhere else. */
export function createInputs(config: NetworkConfig, count: number, framed = false, seed = 7): ViewImage[] {
  return createImages(config, count, seed).map((image, i) => ({
    image,
    view: framed ? { x: 0.3 - 0.02 * i, y: 0.1 + 0.03 * i, side: 0.4 + 0.01 * i } : WHOLE_VIEW,
  }));
}

export type TensorSource = { dtype: 'F32' | 'F16' | 'U8'; shape: number[]; bytes: Uint8Array };

/** The tensors of a random network: kernels as He et al. 2015 start them, normalization far from the identity. */
export function createRandomTensors(config: NetworkConfig, seed = 1): Map<string, TensorSource> {
  const random = createRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const tensors = new Map<string, TensorSource>();
  for (const [name, shape] of listTensorShapes(describeNetwork(config))) {
    const length = shape.reduce((product, size) => product * size, 1);
    const part = name.slice(name.lastIndexOf('.') + 1);
    // Inputs of one output channel: all but the last axis, also of a matrix; a depthwise kernel's last axes are [C, 1].
    const fanIn = name.includes('depthwise') ? shape[0]! * shape[1]! : length / shape.at(-1)!;
    const value = {
      kernel: () => normal() * Math.sqrt(2 / fanIn),
      gamma: () => 0.7 + 0.6 * random(),
      beta: () => 0.4 * normal(),
      bias: () => 0.2 * normal(),
      mean: () => 0.3 * normal(),
      deviation: () => 0.5 + random(),
      variance: () => 0.4 + random(),
      wholeMean: () => 0.3 * normal(),
      wholeVariance: () => 0.4 + random(),
      ridge: () => 0.5 + random(),
      scale: () => 0.5 + random(),
    }[part]!;
    const values = Float32Array.from({ length }, value);
    tensors.set(name, { dtype: 'F32', shape, bytes: new Uint8Array(values.buffer) });
  }
  return tensors;
}

export function toMetadata(config: NetworkConfig): Record<string, string> {
  const { name, decoderChannels, hidden, eyes, reader, personal, ...numbers } = config;
  return {
    format: 'fovea-weights',
    version: '7',
    config: name,
    decoderChannels: decoderChannels.join(),
    hidden: hidden.join(),
    eyeSize: String(eyes.size),
    eyeChannels: eyes.channels.join(),
    eyeBlocks: eyes.blocks.join(),
    eyeContrast: eyes.contrast,
    eyeNarrow: String(eyes.narrow),
    eyeFeatures: String(eyes.features),
    readerWidth: String(reader.width),
    readerLayers: String(reader.layers),
    readerHeads: String(reader.heads),
    readerInputs: String(reader.inputs),
    personalWidth: String(personal.width),
    personalHidden: String(personal.hidden),
    ...Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, String(value)])),
  };
}

export function encodeSafetensors(
  tensors: Map<string, TensorSource>,
  metadata: Record<string, string> = {},
): ArrayBuffer {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let at = 0;
  for (const [name, { dtype, shape, bytes }] of tensors) {
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.length] };
    at += bytes.length;
  }
  return joinSafetensors(
    JSON.stringify(header),
    [...tensors.values()].map(({ bytes }) => bytes),
  );
}

/** A container with any header, also one that lies; `claimedLength` is what the file says of the header's length. */
export function joinSafetensors(header: string, data: Uint8Array[], claimedLength?: bigint): ArrayBuffer {
  const text = new TextEncoder().encode(header);
  const length = data.reduce((sum, bytes) => sum + bytes.length, 0);
  const file = new Uint8Array(8 + text.length + length);
  new DataView(file.buffer).setBigUint64(0, claimedLength ?? BigInt(text.length), true);
  file.set(text, 8);
  let at = 8 + text.length;
  for (const bytes of data) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file.buffer;
}

/** A whole weights file. */
export function createRandomWeights(config: NetworkConfig = SMALL, seed = 1): ArrayBuffer {
  return encodeSafetensors(createRandomTensors(config, seed), toMetadata(config));
}
