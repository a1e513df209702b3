// A checksum that notices damage to stored numbers. It is no protection against someone who means harm.

/** The reversed polynomial of CRC-32. */
const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
  return remainder;
});

/**
 * CRC-32 of an array's bytes, 0 .. 2^32 - 1. Not a hash of `crypto.subtle`, whose promise would end a transaction of
 * IndexedDB.
 * @see https://www.w3.org/TR/png-3/#D-CRCAppendix
 */
export function computeChecksum(values: Float32Array): number {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let remainder = 0xffffffff;
  for (const byte of bytes) remainder = (remainder >>> 8) ^ (TABLE[(remainder ^ byte) & 0xff] as number);
  return (remainder ^ 0xffffffff) >>> 0;
}
