/** The network's configuration, as the weights file states it in `__metadata__`. */
import { WeightsError } from './weights-error.ts';

export type NetworkConfig = {
  /** Name of the configuration: `half`, `full`, or `tiny` in tests. */
  name: string;
  /** Side in pixels of the square pictures that the network is given. */
  inputSize: number;
  /** Side of what encoder and decoder see of them, a multiple of 32. */
  unetSize: number;
  /** Multiplies every encoder width (then rounded to a multiple of 8). */
  width: number;
  /** Multiplies every stage's number of blocks. */
  depth: number;
  /** Channels of the decoder at strides 16, 8 and 4. */
  decoderChannels: [number, number, number];
  /** Widths of the readout's hidden layers, first to last. */
  hidden: number[];
  /** The gaze heatmap has gridSize x gridSize cells. */
  gridSize: number;
  /** The heatmap reaches this far beyond the screen on each side, as a fraction of the screen. */
  margin: number;
  /** Makes the heatmap's spread that of the error, as it was measured on people in training. */
  spreadScale: number;
  /** Number of eye landmarks. */
  landmarks: number;
  eyes: EyesConfig;
  reader: ReaderConfig;
  personal: PersonalConfig;
};

/** Of the eye encoder. */
export type EyesConfig = {
  /** Side in pixels of an eye's square, a multiple of 16. */
  size: number;
  /** At strides 2, 4, 8 and 16. */
  channels: [number, number, number, number];
  /** Residual blocks at strides 4, 8 and 16. */
  blocks: [number, number, number];
  /** Whether each square is seen by its own mean colour and contrast, or as bright as the camera saw it. */
  contrast: 'own' | 'camera';
  /** Channels before the last layer, which sees the whole square. */
  narrow: number;
  /** Of each eye. */
  features: number;
};

/** Of the memory reader. */
export type ReaderConfig = {
  /** Numbers per token, a multiple of `heads`. */
  width: number;
  layers: number;
  heads: number;
  /** Numbers that it is given of a frame. */
  inputs: number;
};

/** Of the personal readout. */
export type PersonalConfig = {
  /** Numbers that a frame's features are embedded in. */
  width: number;
  /** Of the layer between. */
  hidden: number;
};

/** Each eye gives five: iris centre, inner corner, outer corner, upper lid, lower lid. */
export const LANDMARK_COUNT = 10;

/**
 * Of the weights file. Version 1 was for networks that always read the whole square, 2 for those without a memory reader,
 * 3 for those whose reader took targets, that had no personal readout and looked at the eyes but once, 4 for those whose
 * reader read all features and compared none with the memory's moments, 5 for those whose eye encoder had one residual block
 * at strides 4 and 8 each and saw the eyes as bright as the camera did, without saying so.
 */
const VERSION = '7';
const MOST_HIDDEN_LAYERS = 8;

/**
 * Reads and checks the configuration.
 *
 * @throws WeightsError `bad-metadata`, naming the key and its value.
 */
export function parseNetworkConfig(metadata: Record<string, string>): NetworkConfig {
  expect(metadata, 'format', 'fovea-weights');
  if (metadata['version'] !== VERSION) {
    throw bad('version', metadata['version'], `"${VERSION}": weights and network belong to one release`);
  }
  const decoderChannels = integers(metadata, 'decoderChannels', 1024);
  if (decoderChannels?.length !== 3) {
    throw bad('decoderChannels', metadata['decoderChannels'], 'three channel counts');
  }
  const hidden = integers(metadata, 'hidden', 4096);
  if (!hidden || hidden.length > MOST_HIDDEN_LAYERS) {
    throw bad('hidden', metadata['hidden'], `the widths of 1 to ${MOST_HIDDEN_LAYERS} layers`);
  }
  const inputSize = integer(metadata, 'inputSize', 32, 1024);
  const unetSize = integer(metadata, 'unetSize', 32, inputSize);
  if (unetSize % 32 !== 0) throw bad('unetSize', metadata['unetSize'], 'a multiple of 32');
  const landmarks = number(metadata, 'landmarks', 1, 100);
  if (landmarks !== LANDMARK_COUNT) throw bad('landmarks', metadata['landmarks'], `${LANDMARK_COUNT}`);
  const eyes = parseEyes(metadata);
  const reader: ReaderConfig = {
    width: integer(metadata, 'readerWidth', 1, 1024),
    layers: integer(metadata, 'readerLayers', 1, 32),
    heads: integer(metadata, 'readerHeads', 1, 64),
    inputs: integer(metadata, 'readerInputs', 1, 4096),
  };
  if (reader.width % reader.heads !== 0) {
    throw bad('readerWidth', metadata['readerWidth'], `a multiple of ${reader.heads} heads`);
  }
  const personal: PersonalConfig = {
    width: integer(metadata, 'personalWidth', 1, 1024),
    hidden: integer(metadata, 'personalHidden', 1, 4096),
  };
  return {
    name: text(metadata, 'config'),
    inputSize,
    unetSize,
    width: number(metadata, 'width', 0.05, 4),
    depth: number(metadata, 'depth', 0.05, 4),
    decoderChannels: decoderChannels as [number, number, number],
    hidden,
    gridSize: integer(metadata, 'gridSize', 2, 128),
    margin: number(metadata, 'margin', 0, 1),
    spreadScale: number(metadata, 'spreadScale', 0.01, 100),
    landmarks,
    eyes,
    reader,
    personal,
  };
}

function parseEyes(metadata: Record<string, string>): EyesConfig {
  const size = integer(metadata, 'eyeSize', 16, 512);
  if (size % 16 !== 0) throw bad('eyeSize', metadata['eyeSize'], 'a multiple of 16');
  const channels = integers(metadata, 'eyeChannels', 1024);
  if (channels?.length !== 4) throw bad('eyeChannels', metadata['eyeChannels'], 'four channel counts');
  const blocks = integers(metadata, 'eyeBlocks', 16, 0);
  if (blocks?.length !== 3) throw bad('eyeBlocks', metadata['eyeBlocks'], 'three numbers of blocks');
  const contrast = metadata['eyeContrast'];
  if (contrast !== 'own' && contrast !== 'camera') throw bad('eyeContrast', contrast, '"own" or "camera"');
  return {
    size,
    channels: channels as [number, number, number, number],
    blocks: blocks as [number, number, number],
    contrast,
    narrow: integer(metadata, 'eyeNarrow', 1, 1024),
    features: integer(metadata, 'eyeFeatures', 1, 1024),
  };
}

function text(metadata: Record<string, string>, key: string): string {
  const value = metadata[key];
  if (value === undefined || value === '') throw bad(key, value, 'a value');
  return value;
}

function expect(metadata: Record<string, string>, key: string, expected: string): void {
  if (metadata[key] !== expected) throw bad(key, metadata[key], `"${expected}"`);
}

function number(metadata: Record<string, string>, key: string, least: number, most: number): number {
  const value = Number(text(metadata, key));
  if (!(value >= least && value <= most)) throw bad(key, metadata[key], `a number from ${least} to ${most}`);
  return value;
}

function integer(metadata: Record<string, string>, key: string, least: number, most: number): number {
  const value = number(metadata, key, least, most);
  if (!Number.isInteger(value)) throw bad(key, metadata[key], 'a whole number');
  return value;
}

/** A list of whole numbers from `least` to `most`; undefined where it is not one. */
function integers(
  metadata: Record<string, string>,
  key: string,
  most: number,
  least = 1,
): number[] | undefined {
  const values = text(metadata, key).split(',').map(Number);
  return values.every((value) => Number.isInteger(value) && value >= least && value <= most)
    ? values
    : undefined;
}

function bad(key: string, value: string | undefined, wanted: string): WeightsError {
  const found = value === undefined ? 'missing' : `"${value}"`;
  return new WeightsError('bad-metadata', `The weights' metadata has ${key} ${found}; expected ${wanted}.`);
}
