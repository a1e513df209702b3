// How much a row takes on the disk, about.

/** Of a number or a date, and of what any value needs beside its content. */
const VALUE_BYTES = 8;

/** Files and arrays of numbers by their bytes, text by its length, and the rest as little as it is. */
export function estimateBytes(value: unknown): number {
  if (typeof value === 'string') return VALUE_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  if (value instanceof Blob) return VALUE_BYTES + value.size;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return VALUE_BYTES + value.byteLength;
  const items = Array.isArray(value) ? value : Object.entries(value);
  let bytes = VALUE_BYTES;
  for (const item of items) bytes += estimateBytes(item);
  return bytes;
}
