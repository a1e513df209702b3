// What a picture file says of itself in its first bytes: WebP or PNG, and how large.

export type PictureHeader = { type: 'image/webp' | 'image/png'; widthPx: number; heightPx: number };

/** Enough of a file for its header. */
export const HEADER_BYTES = 64;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * @returns undefined where the bytes begin neither.
 * @see https://www.w3.org/TR/png-3/#11IHDR
 * @see https://developers.google.com/speed/webp/docs/riff_container
 */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  if (bytes.length < 30) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (PNG_SIGNATURE.every((byte, index) => bytes[index] === byte)) {
    if (ascii(bytes, 12) !== 'IHDR') return undefined;
    return { type: 'image/png', widthPx: view.getUint32(16), heightPx: view.getUint32(20) };
  }
  if (ascii(bytes, 0) !== 'RIFF' || ascii(bytes, 8) !== 'WEBP') return undefined;
  const size = readWebpSize(view, ascii(bytes, 12));
  return size && { type: 'image/webp', ...size };
}

function readWebpSize(view: DataView, chunk: string) {
  const uint24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  switch (chunk) {
    case 'VP8X':
      return { widthPx: uint24(24) + 1, heightPx: uint24(27) + 1 };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { widthPx: (bits & 0x3fff) + 1, heightPx: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      // A key frame: three bytes of tag, three of start code, then 14 bits each.
      return { widthPx: view.getUint16(26, true) & 0x3fff, heightPx: view.getUint16(28, true) & 0x3fff };
    default:
      return undefined;
  }
}

function ascii(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
