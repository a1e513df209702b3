/** Names a weights file by its content, so that moments measured with other weights are told apart. */

/**
 * SHA-256 of the whole file, 64 lower-case hexadecimal digits.
 * @throws {TypeError} where `crypto.subtle` is missing: outside of a secure context
 */
export async function hashWeights(buffer: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', buffer));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
