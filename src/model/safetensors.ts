/** Reads the safetensors container: every length, offset, shape and dtype is checked before a byte of tensor data is touched. */

/** Element types that Fovea's files use, and their size in bytes. */
const BYTES_PER_ELEMENT = { F16: 2, F32: 4, U8: 1 } as const;

/** A header longer than this is refused; Fovea's own headers are below 100 kB. */
const MAX_HEADER_BYTES = 4 * 1024 * 1024;
const LENGTH_PREFIX_BYTES = 8;

export type SafetensorsDtype = keyof typeof BYTES_PER_ELEMENT;

/** One tensor: a view into the file's bytes, row-major, little-endian. */
export type SafetensorsTensor = { dtype: SafetensorsDtype; shape: number[]; bytes: Uint8Array };

export type SafetensorsFile = { metadata: Record<string, string>; tensors: Map<string, SafetensorsTensor> };

export type SafetensorsErrorCode = 'truncated' | 'bad-header' | 'bad-tensor' | 'bad-dtype' | 'bad-offsets';

/** The bytes are not a safetensors file that can be trusted; the message says where and why. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
  readonly code: SafetensorsErrorCode;
  /** The tensor at fault, where it is one tensor's. */
  readonly tensor: string | undefined;

  constructor(code: SafetensorsErrorCode, message: string, tensor?: string) {
    super(message);
    this.code = code;
    this.tensor = tensor;
  }
}

/**
 * Returns the file's metadata and tensors as views; nothing is copied.
 *
 * Layout: `u64 n` (little-endian), `n` bytes of JSON, then the data, which the tensors' `data_offsets` must cover
 * exactly once, without holes.
 *
 * @throws SafetensorsError for anything that does not hold, before any allocation of a claimed size.
 * @see https://github.com/huggingface/safetensors#format
 */
export function parseSafetensors(buffer: ArrayBuffer): SafetensorsFile {
  const header = readHeader(buffer);
  const data = new Uint8Array(buffer, LENGTH_PREFIX_BYTES + header.byteLength);
  const metadata = checkMetadata(header.json['__metadata__']);
  const tensors = new Map<string, SafetensorsTensor>();
  const spans: { name: string; begin: number; end: number }[] = [];

  for (const [name, entry] of Object.entries(header.json)) {
    if (name === '__metadata__') continue;
    const { dtype, shape, begin, end } = checkEntry(name, entry, data.byteLength);
    spans.push({ name, begin, end });
    tensors.set(name, { dtype, shape, bytes: data.subarray(begin, end) });
  }
  checkCoverage(spans, data.byteLength);
  return { metadata, tensors };
}

/**
 * Decodes F16 or F32 elements to a new `Float32Array`.
 *
 * @throws SafetensorsError `bad-dtype` for U8, which holds pixels, never weights.
 */
export function decodeFloats(name: string, { bytes, dtype }: SafetensorsTensor): Float32Array {
  // A copy, because typed arrays need an alignment that the file does not promise.
  const aligned = bytes.slice().buffer;
  if (dtype === 'F32') return new Float32Array(aligned);
  if (dtype === 'F16') return Float32Array.from(new Uint16Array(aligned), decodeHalf);
  throw new SafetensorsError('bad-dtype', `${name} should hold floats, and holds ${dtype}.`, name);
}

/**
 * The value of an IEEE 754 binary16: `(-1)^s * 2^(e-15) * (1 + m/1024)`, subnormal where e = 0.
 *
 * @see https://standards.ieee.org/ieee/754/6210/
 */
export function decodeHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 0x1f) return mantissa ? NaN : sign * Infinity;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

function readHeader(buffer: ArrayBuffer): { json: Record<string, unknown>; byteLength: number } {
  if (buffer.byteLength < LENGTH_PREFIX_BYTES) {
    throw new SafetensorsError(
      'truncated',
      `The file has ${buffer.byteLength} bytes; a safetensors file starts with an 8-byte header length.`,
    );
  }
  const claimed = new DataView(buffer).getBigUint64(0, true);
  if (claimed > BigInt(MAX_HEADER_BYTES)) {
    throw new SafetensorsError(
      'bad-header',
      `The header claims ${claimed} bytes; at most ${MAX_HEADER_BYTES} are accepted.`,
    );
  }
  const byteLength = Number(claimed);
  if (byteLength > buffer.byteLength - LENGTH_PREFIX_BYTES) {
    throw new SafetensorsError(
      'truncated',
      `The header claims ${byteLength} bytes, and only ${buffer.byteLength - LENGTH_PREFIX_BYTES} follow.`,
    );
  }
  let json: unknown;
  try {
    const bytes = new Uint8Array(buffer, LENGTH_PREFIX_BYTES, byteLength);
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new SafetensorsError('bad-header', `The header is not JSON: ${String(cause)}`);
  }
  if (!isRecord(json)) throw new SafetensorsError('bad-header', 'The header is not a JSON object.');
  return { json, byteLength };
}

function checkMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value)) throw new SafetensorsError('bad-header', '__metadata__ is not an object.');
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      throw new SafetensorsError('bad-header', `__metadata__.${key} is not a string.`);
    }
  }
  return value as Record<string, string>;
}

function checkEntry(name: string, entry: unknown, dataLength: number) {
  if (!isRecord(entry))
    throw new SafetensorsError('bad-tensor', `${name} is not described by an object.`, name);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !Object.hasOwn(BYTES_PER_ELEMENT, dtype)) {
    const known = Object.keys(BYTES_PER_ELEMENT).join(', ');
    throw new SafetensorsError('bad-dtype', `${name} has dtype ${String(dtype)}; accepted: ${known}.`, name);
  }
  if (!isNaturals(shape)) {
    throw new SafetensorsError('bad-tensor', `${name} has the shape ${JSON.stringify(shape)}.`, name);
  }
  if (!isNaturals(offsets) || offsets.length !== 2) {
    throw new SafetensorsError('bad-offsets', `${name} has the offsets ${JSON.stringify(offsets)}.`, name);
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > dataLength) {
    throw new SafetensorsError(
      'bad-offsets',
      `${name} lies at bytes ${begin} to ${end}, and the file holds ${dataLength} bytes of data.`,
      name,
    );
  }
  const claimed =
    shape.reduce((product, size) => product * size, 1) * BYTES_PER_ELEMENT[dtype as SafetensorsDtype];
  if (claimed !== end - begin) {
    throw new SafetensorsError(
      'bad-offsets',
      `${name} is ${dtype} [${shape.join(', ')}], which takes ${claimed} bytes, and has ${end - begin}.`,
      name,
    );
  }
  return { dtype: dtype as SafetensorsDtype, shape, begin, end };
}

/** The spans must tile [0, dataLength): an overlap or a hole hides bytes that nobody checked. */
function checkCoverage(spans: { name: string; begin: number; end: number }[], dataLength: number): void {
  let covered = 0;
  for (const { name, begin, end } of spans.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered) {
      const fault = begin < covered ? 'overlaps the tensor before it' : 'leaves a hole before it';
      throw new SafetensorsError(
        'bad-offsets',
        `${name} starts at byte ${begin} and ${fault} (${covered}).`,
        name,
      );
    }
    covered = end;
  }
  if (covered !== dataLength) {
    throw new SafetensorsError(
      'bad-offsets',
      `${dataLength - covered} bytes after the last tensor belong to none.`,
    );
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNaturals(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
