/** Loads the morphable head (ICT Face Model Light) from its safetensors file. */
import { readFileSync } from 'node:fs';

/** Vertex ranges of the head, end exclusive. @see https://github.com/ICT-VGL/ICT-FaceKit */
export const RANGES = {
  face: [0, 9409],
  headAndNeck: [9409, 11248],
  mouthSocket: [11248, 13294],
  eyeSockets: [13294, 14062],
  gumsAndTongue: [14062, 17039],
  teeth: [17039, 21451],
  scleraLeft: [21451, 22221],
  scleraRight: [23021, 23791],
  lashes: [25351, 26719],
} as const;

/** One expression shape: the vertices that it moves, and by how much at weight 1 (cm). */
export interface ExpressionShape {
  readonly indices: Uint32Array;
  /** [indices.length * 3] */
  readonly offsets: Float32Array;
}

export interface Facekit {
  /** [V * 3] cm; y up, z out of the face, x towards the person's left. */
  readonly neutral: Float32Array;
  /** [100, V * 3] */
  readonly identity: readonly Float32Array[];
  readonly expressions: ReadonlyMap<string, ExpressionShape>;
  /** [Q * 4] vertex indices. */
  readonly quads: Int32Array;
  /** [Q * 4] indices into `uvs`. */
  readonly quadUvs: Int32Array;
  /** [U * 2] whole units of u tell the charts apart: 0 the face, 1 the back of the head; v upwards. */
  readonly uvs: Float32Array;
  /** [Q] index into `materials`. */
  readonly quadMaterials: Uint8Array;
  readonly materials: readonly string[];
}

/** The assets are missing or are not what the renderer needs. */
export class AssetError extends Error {
  override name = 'AssetError';
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/**
 * Reads the head.
 * @throws AssetError when the file is missing, truncated, or lacks a tensor.
 */
export function loadFacekit(file: string): Facekit {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new AssetError(`No morphable head at ${file}: --assets must name the folder that holds facekit/.`, {
      cause,
    });
  }
  const headerLength = bytes.length >= 8 ? Number(bytes.readBigUInt64LE(0)) : Infinity;
  if (8 + headerLength > bytes.length)
    throw new AssetError(`${file} is truncated or not a safetensors file.`);
  const { __metadata__: metadata, ...header } = JSON.parse(
    bytes.toString('utf8', 8, 8 + headerLength),
  ) as Record<string, Entry> & { __metadata__: Record<string, string> };
  const slice = (name: string, dtype: string): ArrayBuffer => {
    const entry = header[name];
    if (!entry || entry.dtype !== dtype) throw new AssetError(`${file} holds no ${dtype} tensor '${name}'.`);
    const [start, end] = entry.data_offsets;
    if (8 + headerLength + end > bytes.length) throw new AssetError(`${file} is truncated in '${name}'.`);
    const copy = new ArrayBuffer(end - start);
    new Uint8Array(copy).set(bytes.subarray(8 + headerLength + start, 8 + headerLength + end));
    return copy;
  };
  const neutral = new Float32Array(slice('neutral', 'F32'));
  const identity = splitHalves(slice('identity', 'F16'), neutral.length);
  const names = (metadata['expression_names'] ?? '').split(',');
  const shapes = splitHalves(slice('expression', 'F16'), neutral.length);
  const expressions = new Map(names.map((name, i) => [name, sparseShape(shapes[i] as Float32Array)]));
  return {
    neutral,
    identity,
    expressions,
    quads: new Int32Array(slice('quads', 'I32')),
    quadUvs: new Int32Array(slice('quad_uvs', 'I32')),
    uvs: new Float32Array(slice('uv', 'F32')),
    quadMaterials: new Uint8Array(slice('quad_material', 'U8')),
    materials: (metadata['materials'] ?? '').split(','),
  };
}

/** Keeps the vertices that move by more than a hundredth of a millimetre. */
function sparseShape(dense: Float32Array): ExpressionShape {
  const indices: number[] = [];
  for (let v = 0; v < dense.length / 3; v++) {
    const size = Math.abs(dense[3 * v]!) + Math.abs(dense[3 * v + 1]!) + Math.abs(dense[3 * v + 2]!);
    if (size > 1e-3) indices.push(v);
  }
  const offsets = new Float32Array(indices.length * 3);
  indices.forEach((v, i) => offsets.set(dense.subarray(3 * v, 3 * v + 3), 3 * i));
  return { indices: Uint32Array.from(indices), offsets };
}

function splitHalves(buffer: ArrayBuffer, stride: number): Float32Array[] {
  const halves = new Uint16Array(buffer);
  const table = halfTable();
  const rows: Float32Array[] = [];
  for (let start = 0; start < halves.length; start += stride) {
    const row = new Float32Array(stride);
    for (let i = 0; i < stride; i++) row[i] = table[halves[start + i]!]!;
    rows.push(row);
  }
  return rows;
}

/** Every half-precision number as a float. */
function halfTable(): Float32Array {
  const table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const magnitude =
      exponent === 0
        ? fraction * 2 ** -24
        : exponent === 31
          ? fraction
            ? NaN
            : Infinity
          : (1 + fraction / 1024) * 2 ** (exponent - 15);
    table[bits] = bits & 0x8000 ? -magnitude : magnitude;
  }
  return table;
}
