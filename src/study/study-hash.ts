// What names a study's file: which bytes a participant was shown.

/** SHA-256 of the file's bytes, as 64 hexadecimal digits. */
export async function hashStudy(bytes: BufferSource): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
