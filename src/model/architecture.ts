/** The network as a table: every convolution unit in forward order, with its channels, and the shape of every tensor. */
import type { EyesConfig, NetworkConfig, PersonalConfig, ReaderConfig } from './network-config.ts';

/**
 * One convolution with its batch normalization; `standardize` is a normalization alone.
 * Padding is always `floor(kernelSize / 2)` on all four sides.
 */
export type Unit = {
  name: string;
  kind: 'conv' | 'depthwise' | 'standardize';
  kernelSize: number;
  stride: 1 | 2;
  inChannels: number;
  outChannels: number;
  activation: 'relu6' | 'linear';
};

/** One inverted-residual block: `expand` (absent where expansion is 1), `depthwise`, `project`. */
export type Block = { name: string; stride: 1 | 2; expands: boolean; adds: boolean };

/** A plain convolution with a bias, without padding and normalization. */
export type Head = { name: string; kernelSize: number; inChannels: number; outChannels: number };

export type Architecture = {
  /** In forward order; these are the normalization layers. */
  units: Unit[];
  heads: Head[];
  /** `stages[0]` is stage 1. */
  stages: Block[][];
  /** Names of the readout's hidden layers, first to last. */
  hidden: string[];
  /** F, the length of the features that the gaze is read from. */
  featureCount: number;
  /** Channels of the bottleneck. */
  bottleneckChannels: number;
  /** Side of what encoder and decoder see. */
  unetSize: number;
  eyes: EyesConfig;
  reader: ReaderConfig & { cells: number };
  personal: PersonalConfig;
};

/** Geometry features: 2 eyes x 4 offsets x 2 axes, 2 eye middles x 2 axes, 1 distance. */
export const GEOMETRY_COUNT = 21;

const STEM_CHANNELS = 32;
/** Of the eye encoder, down to its last layer. */
const EYE_STRIDE = 16;
/** Where the eye encoder has residual blocks. */
export const EYE_BLOCK_STRIDES = [4, 8, 16] as const;

/**
 * The seven stages of EfficientNet-Lite0.
 *
 * @see https://arxiv.org/abs/1905.11946 table 1; Lite drops squeeze-and-excite and takes ReLU6.
 */
const STAGES = [
  { expansion: 1, channels: 16, repeats: 1, stride: 1, kernelSize: 3 }, // stride 2 of the image
  { expansion: 6, channels: 24, repeats: 2, stride: 2, kernelSize: 3 }, // 4: skip
  { expansion: 6, channels: 40, repeats: 2, stride: 2, kernelSize: 5 }, // 8: skip
  { expansion: 6, channels: 80, repeats: 3, stride: 2, kernelSize: 3 }, // 16
  { expansion: 6, channels: 112, repeats: 3, stride: 1, kernelSize: 5 }, // 16: skip
  { expansion: 6, channels: 192, repeats: 4, stride: 2, kernelSize: 5 }, // 32
  { expansion: 6, channels: 320, repeats: 1, stride: 1, kernelSize: 3 }, // 32: bottleneck
] as const;

/** Index into the stages of the skip at strides 16, 8 and 4, in decoder order. */
export const SKIP_STAGES = { 16: 4, 8: 2, 4: 1 } as const;
export const DECODER_STRIDES = [16, 8, 4] as const;

/** Builds the table of a configuration. */
export function describeNetwork(config: NetworkConfig): Architecture {
  const units: Unit[] = [];
  const conv = (
    name: string,
    inChannels: number,
    outChannels: number,
    activation: Unit['activation'] = 'relu6',
    kernelSize = 1,
    stride: 1 | 2 = 1,
  ): void => void units.push({ name, kind: 'conv', kernelSize, stride, inChannels, outChannels, activation });
  const depthwise = (name: string, channels: number, kernelSize: number, stride: 1 | 2): void =>
    void units.push({
      name,
      kind: 'depthwise',
      kernelSize,
      stride,
      inChannels: channels,
      outChannels: channels,
      activation: 'relu6',
    });

  let channels = scaleChannels(STEM_CHANNELS, config.width);
  conv('encoder.stem', 3, channels, 'relu6', 3, 2);

  const stageChannels: number[] = [];
  const stages = STAGES.map((stage, index) => {
    const outChannels = scaleChannels(stage.channels, config.width);
    const repeats = Math.max(1, Math.round(config.depth * stage.repeats));
    const blocks = Array.from({ length: repeats }, (_, i): Block => {
      const name = `encoder.${index + 1}.${i}`;
      const stride = i === 0 ? stage.stride : 1;
      const expanded = channels * stage.expansion;
      const expands = stage.expansion > 1;
      const adds = stride === 1 && channels === outChannels;
      if (expands) conv(`${name}.expand`, channels, expanded);
      depthwise(`${name}.depthwise`, expanded, stage.kernelSize, stride);
      conv(`${name}.project`, expanded, outChannels, 'linear');
      channels = outChannels;
      return { name, stride, expands, adds };
    });
    stageChannels.push(outChannels);
    return blocks;
  });

  const bottleneckChannels = channels;
  DECODER_STRIDES.forEach((stride, index) => {
    const outChannels = config.decoderChannels[index]!;
    conv(`decoder.${stride}.merge`, channels + stageChannels[SKIP_STAGES[stride]]!, outChannels);
    depthwise(`decoder.${stride}.depthwise`, outChannels, 3, 1);
    conv(`decoder.${stride}.project`, outChannels, outChannels);
    channels = outChannels;
  });

  const { eyes, reader, personal, unetSize } = config;
  const [c2, c4, c8, c16] = eyes.channels;
  const rest = (index: 0 | 1 | 2, width: number): void => {
    for (let i = 0; i < eyes.blocks[index]; i++) {
      const name = `eyes.rest${EYE_BLOCK_STRIDES[index]}.${i}`;
      conv(`${name}.a`, width, width, 'relu6', 3);
      conv(`${name}.b`, width, width, 'linear', 3);
    }
  };
  conv('eyes.stem', 3, c2, 'relu6', 3, 2);
  conv('eyes.down4', c2, c4, 'relu6', 3, 2);
  rest(0, c4);
  conv('eyes.down8', c4, c8, 'relu6', 3, 2);
  rest(1, c8);
  conv('eyes.down16', c8, c16, 'relu6', 3, 2);
  rest(2, c16);
  conv('eyes.narrow', c16, eyes.narrow);

  const featureCount = GEOMETRY_COUNT + config.landmarks * channels + bottleneckChannels + 2 * eyes.features;
  units.push({
    name: 'readout.standardize',
    kind: 'standardize',
    kernelSize: 1,
    stride: 1,
    inChannels: featureCount,
    outChannels: featureCount,
    activation: 'linear',
  });
  let features = featureCount;
  const hidden = config.hidden.map((outChannels, index) => {
    const name = `readout.hidden.${index}`;
    conv(name, features, outChannels);
    features = outChannels;
    return name;
  });

  const cells = config.gridSize ** 2;
  const heads: Head[] = [
    { name: 'landmarks', kernelSize: 1, inChannels: channels, outChannels: config.landmarks },
    {
      name: 'eyes.out',
      kernelSize: eyes.size / EYE_STRIDE,
      inChannels: eyes.narrow,
      outChannels: eyes.features,
    },
    { name: 'readout.logits', kernelSize: 1, inChannels: features, outChannels: cells },
    { name: 'presence', kernelSize: 1, inChannels: bottleneckChannels, outChannels: 1 },
  ];
  return {
    units,
    heads,
    stages,
    hidden,
    featureCount,
    bottleneckChannels,
    unetSize,
    eyes,
    reader: { ...reader, cells },
    personal,
  };
}

/** What a normalization layer has learnt, `[C]` each. */
const AFFINE_PARTS = ['gamma', 'beta'] as const;
/** The population's moments on views of faces, and on whole squares, `[C]` each. */
const MOMENT_PARTS = ['mean', 'variance', 'wholeMean', 'wholeVariance'] as const;

/** Every tensor that the weights file must hold, and nothing else: name to shape. */
export function listTensorShapes({
  units,
  heads,
  reader,
  personal,
  featureCount,
}: Architecture): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  for (const { name, kind, kernelSize: k, inChannels, outChannels } of units) {
    if (kind === 'conv') shapes.set(`${name}.kernel`, [k, k, inChannels, outChannels]);
    if (kind === 'depthwise') shapes.set(`${name}.kernel`, [k, k, outChannels, 1]);
    for (const part of [...AFFINE_PARTS, ...MOMENT_PARTS]) shapes.set(`${name}.${part}`, [outChannels]);
  }
  for (const { name, kernelSize: k, inChannels, outChannels } of heads) {
    shapes.set(`${name}.kernel`, [k, k, inChannels, outChannels]);
    shapes.set(`${name}.bias`, [outChannels]);
  }
  for (const [name, shape] of listReaderShapes(reader, featureCount)) shapes.set(`${READER}.${name}`, shape);
  for (const [name, shape] of listPersonalShapes(personal, featureCount)) {
    shapes.set(`${PERSONAL}.${name}`, shape);
  }
  return shapes;
}

/** What the names of the reader's tensors begin with... */
export const READER = 'reader';
/** ...and those of the personal readout. */
export const PERSONAL = 'personal';

function matrix(name: string, rows: number, columns: number): [name: string, shape: number[]][] {
  return [
    [`${name}.kernel`, [rows, columns]],
    [`${name}.bias`, [columns]],
  ];
}

/** Of what the memory reader is told of a frame besides its inputs: where the readout has it look, x and y. */
const TOLD = 2;

/** The memory reader's tensors: matrices `[in, out]`. */
function listReaderShapes(
  { width, layers, inputs, cells }: Architecture['reader'],
  featureCount: number,
): [name: string, shape: number[]][] {
  const layerNorm = (name: string): [string, number[]][] => [
    [`${name}.gamma`, [width]],
    [`${name}.beta`, [width]],
  ];
  const perLayer = Array.from({ length: layers }, (_, layer) => {
    const at = `layers.${layer}`;
    return [
      ...layerNorm(`${at}.norm`),
      ...matrix(`${at}.query`, width, width),
      [`${at}.key.kernel`, [width, width]] as [string, number[]],
      ...matrix(`${at}.value`, width, width),
      ...matrix(`${at}.out`, width, width),
      ...layerNorm(`${at}.mix_norm`),
      ...matrix(`${at}.widen`, width, 2 * width),
      ...matrix(`${at}.narrow`, 2 * width, width),
    ];
  });
  return [
    ['mean', [featureCount]],
    ['deviation', [featureCount]],
    ['inputs.kernel', [featureCount, inputs]],
    ['inputs.mean', [inputs]],
    ['inputs.deviation', [inputs]],
    ...matrix('embed', inputs + TOLD, width),
    ['compare.kernel', [inputs + TOLD, width]],
    ...matrix('presence', featureCount, 1),
    ...perLayer.flat(),
    ...layerNorm('norm'),
    ...matrix('logits', width, cells),
  ];
}

/** The personal readout's tensors: matrices `[in, out]`, and two numbers. */
function listPersonalShapes(
  { width, hidden }: PersonalConfig,
  featureCount: number,
): [name: string, shape: number[]][] {
  return [
    ...matrix('linear', featureCount, width),
    ...matrix('widen', featureCount, hidden),
    ['narrow.kernel', [hidden, width]],
    ['ridge', [1]],
    ['scale', [1]],
  ];
}

/**
 * `channels * width` rounded to a multiple of 8, never more than 10 % below.
 *
 * @see https://github.com/tensorflow/models/blob/master/official/vision/modeling/layers/nn_layers.py make_divisible
 */
function scaleChannels(channels: number, width: number): number {
  const exact = channels * width;
  const rounded = Math.max(8, Math.floor((exact + 4) / 8) * 8);
  return rounded < 0.9 * exact ? rounded + 8 : rounded;
}
