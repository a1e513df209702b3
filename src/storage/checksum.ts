// A checksum that notices damage to what is stored. It is no protection against someone who means harm.

/** The reversed polynomial of CRC-32. */
const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
  return remainder;
});

/**
 * CRC-32 of the parts' bytes, one after the other, 0 .. 2^32 - 1. Not a hash of `crypto.subtle`, whose promise would end
 * a transaction of IndexedDB.
 * @see https://www.w3.org/TR/png-3/#D-CRCAppendix
 */
export function computeChecksum(...parts: ArrayBufferView[]): number {
  let remainder = 0xffffffff;
  for (const { buffer, byteOffset, byteLength } of parts) {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    for (const byte of bytes) remainder = (remainder >>> 8) ^ (TABLE[(remainder ^ byte) & 0xff] as number);
  }
  return (remainder ^ 0xffffffff) >>> 0;
}
