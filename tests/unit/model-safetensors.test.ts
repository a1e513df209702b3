import { describe, expect, it } from 'vitest';
import { describeNetwork, listTensorShapes } from '../../src/model/architecture.ts';
import { decodeFloats, decodeHalf, parseSafetensors, SafetensorsError } from '../../src/model/safetensors.ts';
import { readWeights } from '../../src/model/weights.ts';
import { WeightsError } from '../../src/model/weights-error.ts';
import {
  createRandomTensors,
  encodeSafetensors,
  joinSafetensors,
  SMALL,
  toMetadata,
} from './model-random-weights.ts';
import type { TensorSource } from './model-random-weights.ts';

/** What a call throws. */
function catchError(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const floats = (...values: number[]): TensorSource => ({
  dtype: 'F32',
  shape: [values.length],
  bytes: new Uint8Array(new Float32Array(values).buffer),
});

const GB = 1024 ** 3;
const eight = [new Uint8Array(8)];

/** The header of one tensor `a` of two floats, with some of it changed. */
const entry = (part: object): string =>
  JSON.stringify({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...part } });

describe('parseSafetensors', () => {
  it('gives metadata and tensors back', () => {
    const tensors = new Map([
      ['pixels', { dtype: 'U8' as const, shape: [3], bytes: new Uint8Array([1, 2, 255]) }],
      ['a.kernel', floats(1, -2.5, 3e-8)],
      ['scalar', { ...floats(4), shape: [] }],
      ['empty', { dtype: 'F32' as const, shape: [0, 3], bytes: new Uint8Array() }],
    ]);
    const file = parseSafetensors(encodeSafetensors(tensors, { format: 'x' }));
    expect(file.metadata).toEqual({ format: 'x' });
    expect([...file.tensors.keys()].toSorted()).toEqual(['a.kernel', 'empty', 'pixels', 'scalar']);
    expect([...file.tensors.get('pixels')!.bytes]).toEqual([1, 2, 255]);
    // 'a.kernel' starts at an odd byte.
    expect([...decodeFloats('a.kernel', file.tensors.get('a.kernel')!)]).toEqual([
      1,
      -2.5,
      Math.fround(3e-8),
    ]);
    expect(() => decodeFloats('pixels', file.tensors.get('pixels')!)).toThrow('pixels should hold floats');
  });

  it.each<[string, ArrayBuffer, string, string]>([
    ['a file of 3 bytes', new ArrayBuffer(3), 'truncated', '3 bytes'],
    ['a header of 2 GB', joinSafetensors('{}', [], BigInt(2 * GB)), 'bad-header', '2147483648'],
    ['a header of 2^63 bytes', joinSafetensors('{}', [], 2n ** 63n), 'bad-header', '9223372036854775808'],
    ['a header beyond the file', joinSafetensors('{}', [], 100n), 'truncated', '100 bytes, and only 2'],
    ['a header that is no JSON', joinSafetensors('{"a":', []), 'bad-header', 'not JSON'],
    ['a header that is a list', joinSafetensors('[]', []), 'bad-header', 'not a JSON object'],
    [
      'metadata that is no text',
      joinSafetensors('{"__metadata__":{"a":1}}', []),
      'bad-header',
      '__metadata__.a',
    ],
    ['a tensor that is a number', joinSafetensors('{"a":1}', []), 'bad-tensor', 'a is not'],
    ['an unknown dtype', joinSafetensors(entry({ dtype: 'F64' }), eight), 'bad-dtype', 'F64'],
    [
      'a dtype from the prototype',
      joinSafetensors(entry({ dtype: 'toString' }), eight),
      'bad-dtype',
      'toString',
    ],
    ['a negative size', joinSafetensors(entry({ shape: [-2] }), eight), 'bad-tensor', '[-2]'],
    ['a fractional size', joinSafetensors(entry({ shape: [0.5] }), eight), 'bad-tensor', '[0.5]'],
    [
      'a shape of 2 GB',
      joinSafetensors(entry({ shape: [GB / 2] }), eight),
      'bad-offsets',
      '2147483648 bytes',
    ],
    [
      'an overflowing shape',
      joinSafetensors(entry({ shape: [2 ** 52, 2 ** 52] }), eight),
      'bad-offsets',
      'a is F32',
    ],
    ['truncated data', joinSafetensors(entry({}), [new Uint8Array(7)]), 'bad-offsets', 'holds 7 bytes'],
    [
      'an end of 2 GB',
      joinSafetensors(entry({ data_offsets: [0, 2 * GB] }), eight),
      'bad-offsets',
      '2147483648',
    ],
    [
      'an end before its begin',
      joinSafetensors(entry({ data_offsets: [8, 0] }), eight),
      'bad-offsets',
      '8 to 0',
    ],
    ['three offsets', joinSafetensors(entry({ data_offsets: [0, 4, 8] }), eight), 'bad-offsets', '[0,4,8]'],
    ['data of no tensor', joinSafetensors(entry({}), [new Uint8Array(12)]), 'bad-offsets', '4 bytes after'],
    [
      'a hole',
      joinSafetensors(entry({ data_offsets: [4, 12] }), [new Uint8Array(12)]),
      'bad-offsets',
      'hole',
    ],
  ])('refuses %s', (_, file, code, words) => {
    const error = catchError(() => parseSafetensors(file));
    expect(error).toBeInstanceOf(SafetensorsError);
    expect((error as SafetensorsError).code).toBe(code);
    expect((error as SafetensorsError).message).toContain(words);
  });

  it('refuses tensors that overlap', () => {
    const header = JSON.stringify({
      a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      b: { dtype: 'F32', shape: [2], data_offsets: [4, 12] },
    });
    expect(() => parseSafetensors(joinSafetensors(header, [new Uint8Array(12)]))).toThrow(
      'b starts at byte 4 and overlaps',
    );
  });
});

describe('decodeHalf', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x83ff, -1023 * 2 ** -24],
    [0x3555, 0.333251953125],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
  ])('%i is %f', (bits, value) => {
    expect(decodeHalf(bits)).toBe(value);
  });
});

const omit = (all: Record<string, string>, key: string): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([each]) => each !== key));

describe('readWeights', () => {
  const metadata = toMetadata(SMALL);
  const encode = (change: (tensors: Map<string, TensorSource>) => void, meta = metadata): ArrayBuffer => {
    const tensors = createRandomTensors(SMALL);
    change(tensors);
    return encodeSafetensors(tensors, meta);
  };
  const changeDeviation = (value: number) => (tensors: Map<string, TensorSource>) => {
    const { bytes, ...rest } = tensors.get('reader.deviation')!;
    const values = new Float32Array(bytes.slice().buffer);
    values[3] = value;
    tensors.set('reader.deviation', { ...rest, bytes: new Uint8Array(values.buffer) });
  };

  it('reads configuration, tensors and both populations of every layer', () => {
    const { config, architecture, tensors, population, wholePopulation } = readWeights(
      encode(() => undefined),
    );
    expect(config).toEqual(SMALL);
    expect(population.map(({ mean }) => mean.length)).toEqual(
      architecture.units.map((unit) => unit.outChannels),
    );
    expect(wholePopulation.map(({ variance }) => variance.length)).toEqual(
      architecture.units.map((unit) => unit.outChannels),
    );
    expect(wholePopulation[0]).not.toEqual(population[0]);
    expect(tensors.get('readout.hidden.1.kernel')!.shape).toEqual([1, 1, 16, 12]);
    expect(tensors.get('readout.logits.kernel')!.shape).toEqual([1, 1, 12, 400]);
    expect([...tensors.keys()].filter((name) => /\.whole/.test(name))).toEqual([]);
    expect(tensors.get('encoder.stem.kernel')!.shape).toEqual([3, 3, 3, 8]);
    expect(tensors.has('encoder.stem.mean')).toBe(false);
    const { featureCount } = architecture;
    expect(tensors.get('reader.deviation')!.shape).toEqual([featureCount]);
    expect(tensors.get('reader.embed.kernel')!.shape).toEqual([11, 12]);
    expect(tensors.get('reader.inputs.kernel')!.shape).toEqual([featureCount, 9]);
    expect(tensors.get('reader.compare.kernel')!.shape).toEqual([11, 12]);
    expect(tensors.get('reader.logits.kernel')!.shape).toEqual([12, 400]);
    expect(tensors.get('personal.linear.kernel')!.shape).toEqual([featureCount, 6]);
    expect(tensors.get('personal.narrow.kernel')!.shape).toEqual([10, 6]);
    expect(tensors.get('personal.ridge')!.shape).toEqual([1]);
  });

  it.each<[string, ArrayBuffer, string, string]>([
    [
      'a missing tensor',
      encode((t) => t.delete('decoder.8.merge.beta')),
      'missing-tensor',
      'decoder.8.merge.beta',
    ],
    ['an extra tensor', encode((t) => t.set('auxiliary.bias', floats(1))), 'extra-tensor', 'auxiliary.bias'],
    ['a wrong shape', encode((t) => t.set('presence.bias', floats(1, 2))), 'wrong-shape', 'presence.bias'],
    [
      'a value that is not finite',
      encode((t) => t.set('presence.bias', floats(NaN))),
      'bad-value',
      'presence.bias',
    ],
    [
      'a negative variance',
      encode((t) => t.set('encoder.stem.variance', floats(1, 1, 1, -1, 1, 1, 1, 1))),
      'bad-value',
      'encoder.stem.variance',
    ],
    [
      'a negative variance of whole squares',
      encode((t) => t.set('encoder.stem.wholeVariance', floats(1, 1, 1, -1, 1, 1, 1, 1))),
      'bad-value',
      'encoder.stem.wholeVariance',
    ],
    [
      'no moments of whole squares',
      encode((t) => t.delete('readout.standardize.wholeMean')),
      'missing-tensor',
      'readout.standardize.wholeMean',
    ],
    [
      'the version before',
      encode(() => undefined, { ...metadata, version: '5' }),
      'bad-metadata',
      'version "5"; expected "7"',
    ],
    [
      'a version to come',
      encode(() => undefined, { ...metadata, version: '8' }),
      'bad-metadata',
      'version "8"',
    ],
    [
      'a readout without layers',
      encode(() => undefined, { ...metadata, hidden: '' }),
      'bad-metadata',
      'hidden ""',
    ],
    [
      'a hidden layer of no width',
      encode(() => undefined, { ...metadata, hidden: '16,0' }),
      'bad-metadata',
      'hidden "16,0"',
    ],
    [
      'an endless readout',
      encode(() => undefined, { ...metadata, hidden: Array(9).fill(16).join() }),
      'bad-metadata',
      '1 to 8 layers',
    ],
    ['no format', encode(() => undefined, {}), 'bad-metadata', 'format missing'],
    [
      'an odd size of what the U-Net sees',
      encode(() => undefined, { ...metadata, inputSize: '120', unetSize: '100' }),
      'bad-metadata',
      'multiple of 32',
    ],
    ['an endless depth', encode(() => undefined, { ...metadata, depth: '1e9' }), 'bad-metadata', '1e9'],
    [
      'two decoder steps',
      encode(() => undefined, { ...metadata, decoderChannels: '8,8' }),
      'bad-metadata',
      '8,8',
    ],
    [
      'a missing tensor of the memory reader',
      encode((t) => t.delete('reader.layers.1.key.kernel')),
      'missing-tensor',
      'reader.layers.1.key.kernel',
    ],
    [
      'a matrix of the memory reader on its side',
      encode((t) => {
        const matrix = t.get('reader.layers.0.widen.kernel')!;
        t.set('reader.layers.0.widen.kernel', { ...matrix, shape: matrix.shape.toReversed() });
      }),
      'wrong-shape',
      'the network needs [12, 24]',
    ],
    ['a deviation of 0', encode(changeDeviation(0)), 'bad-value', 'reader.deviation'],
    ['a negative deviation', encode(changeDeviation(-1)), 'bad-value', 'reader.deviation'],
    [
      'a memory reader of no width',
      encode(() => undefined, omit(metadata, 'readerWidth')),
      'bad-metadata',
      'readerWidth missing',
    ],
    [
      'heads that do not share the width',
      encode(() => undefined, { ...metadata, readerHeads: '5' }),
      'bad-metadata',
      'readerWidth "12"; expected a multiple of 5 heads',
    ],
    [
      'half a layer',
      encode(() => undefined, { ...metadata, readerLayers: '1.5' }),
      'bad-metadata',
      'readerLayers "1.5"; expected a whole number',
    ],
    [
      'endless layers',
      encode(() => undefined, { ...metadata, readerLayers: '1000000' }),
      'bad-metadata',
      'readerLayers "1000000"',
    ],
    [
      'a memory reader that takes targets',
      encode((t) => t.set('reader.target.kernel', floats(1, 2, 3))),
      'extra-tensor',
      'reader.target.kernel',
    ],
    [
      'no personal readout',
      encode(() => undefined, omit(metadata, 'personalWidth')),
      'bad-metadata',
      'personalWidth missing',
    ],
    [
      'half a hidden number of the personal readout',
      encode(() => undefined, { ...metadata, personalHidden: '10.5' }),
      'bad-metadata',
      'personalHidden "10.5"; expected a whole number',
    ],
    [
      'a U-Net that would see more than there is',
      encode(() => undefined, { ...metadata, unetSize: '64' }),
      'bad-metadata',
      'unetSize',
    ],
    [
      'an odd size of the eyes',
      encode(() => undefined, { ...metadata, eyeSize: '24' }),
      'bad-metadata',
      'multiple of 16',
    ],
    [
      'an eye encoder that lacks a stage',
      encode(() => undefined, { ...metadata, eyeChannels: '8,8,8' }),
      'bad-metadata',
      'four channel counts',
    ],
    [
      'an eye encoder that does not say its blocks at every stride',
      encode(() => undefined, { ...metadata, eyeBlocks: '1,1' }),
      'bad-metadata',
      'three numbers of blocks',
    ],
    [
      'a contrast that nobody knows',
      encode(() => undefined, { ...metadata, eyeContrast: 'high' }),
      'bad-metadata',
      '"own" or "camera"',
    ],
    [
      'a missing tensor of the eye encoder',
      encode((t) => t.delete('eyes.rest8.1.b.kernel')),
      'missing-tensor',
      'eyes.rest8.1.b.kernel',
    ],
    [
      'a missing tensor of the personal readout',
      encode((t) => t.delete('personal.widen.bias')),
      'missing-tensor',
      'personal.widen.bias',
    ],
    [
      'a personal readout of another width',
      encode(() => undefined, { ...metadata, personalWidth: '7' }),
      'wrong-shape',
      'personal.linear.kernel',
    ],
    ['a ridge of 0', encode((t) => t.set('personal.ridge', floats(0))), 'bad-value', 'personal.ridge'],
  ])('refuses %s', (_, file, code, words) => {
    const error = catchError(() => readWeights(file));
    expect(error).toBeInstanceOf(WeightsError);
    expect((error as WeightsError).code).toBe(code);
    expect((error as WeightsError).message).toContain(words);
  });
});

const isReader = (name: string): boolean => name.startsWith('reader.');
const isPersonal = (name: string): boolean => name.startsWith('personal.');
const isEyes = (name: string): boolean => name.startsWith('eyes.');
const isOther = (name: string): boolean => !isReader(name) && !isPersonal(name) && !isEyes(name);

describe('describeNetwork', () => {
  it('has the size that the design states for full', () => {
    const full = describeNetwork({
      ...SMALL,
      inputSize: 320,
      unetSize: 256,
      eyes: {
        size: 80,
        channels: [32, 64, 96, 128],
        blocks: [2, 3, 1],
        contrast: 'own',
        narrow: 48,
        features: 96,
      },
      width: 0.75,
      depth: 0.67,
      decoderChannels: [96, 64, 48],
      hidden: [256, 256],
      reader: { width: 192, layers: 3, heads: 6, inputs: 218 },
      personal: { width: 64, hidden: 256 },
    });
    // The stem; one block without expansion, of two; ten blocks of three.
    expect(full.units.filter(({ name }) => name.startsWith('encoder.'))).toHaveLength(33);
    const count = (belongs: (name: string) => boolean): number =>
      [...listTensorShapes(full)]
        .filter(
          ([name]) => belongs(name) && !/\.(mean|variance|wholeMean|wholeVariance|deviation)$/.test(name),
        )
        .reduce((sum, [, shape]) => sum + shape.reduce((product, size) => product * size, 1), 0);
    expect(count(isOther) / 1e6).toBeGreaterThan(1.5);
    expect(count(isOther) / 1e6).toBeLessThan(2);
    // Per layer 4 W^2 of attention and 4 W^2 of mixing; 218 inputs of F = 933 features, embedded twice; G^2 = 400 cells.
    const matrices = 3 * 8 * 192 ** 2 + 933 * 218 + (2 * 218 + 400) * 192;
    expect(full.featureCount).toBe(933);
    expect(count(isReader)).toBeGreaterThan(matrices);
    expect(count(isReader)).toBeLessThan(1.01 * matrices);
    // Embedded directly and through a layer between.
    expect(count(isPersonal)).toBe((933 + 1) * 64 + (933 + 1) * 256 + 256 * 64 + 2);
  });
});
