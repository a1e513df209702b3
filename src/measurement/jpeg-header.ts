// Reads a JPEG's size from its header, without decoding it.

/** Pixels. */
export type JpegSize = { readonly width: number; readonly height: number };

const START_OF_IMAGE = 0xffd8;
// Frame headers SOF0..SOF15; C4, C8 and CC in that range are tables and reserved.
const NOT_A_FRAME_HEADER = new Set([0xc4, 0xc8, 0xcc]);

/**
 * The size in the first frame header, or null when the bytes are not a JPEG.
 *
 * @see ITU-T T.81, annex B.2 (markers and the frame header).
 */
export function readJpegSize(bytes: Uint8Array): JpegSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== START_OF_IMAGE) return null;
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1; // a fill byte before the marker
    } else if (marker >= 0xc0 && marker <= 0xcf && !NOT_A_FRAME_HEADER.has(marker)) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    } else if (marker >= 0xd0 && marker <= 0xd9) {
      return null; // restart, start or end of image: no frame header came before
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
  return null;
}
