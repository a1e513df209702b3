// Addresses that submissions may go to; pure.

/** Stands for the name of a submission's file. */
export const FILE_PLACEHOLDER = '{file}';

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Encrypted on its way, or on this machine; no name or password in it, and the place of the file behind the host. */
export function isSafeUploadAddress(address: string): boolean {
  const filled = address.replaceAll(FILE_PLACEHOLDER, 'file');
  if (!URL.canParse(filled)) return false;
  const { protocol, hostname, host, username, password } = new URL(filled);
  if (username !== '' || password !== '' || /[{}]/.test(filled)) return false;
  const origin = /^[a-z]+:\/\/[^/?#]*/i.exec(address)?.[0] ?? '';
  if (origin.includes('{') || host === '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOCAL.has(hostname));
}

/** The origin that a submission goes to. */
export function originOfUpload(address: string): string {
  return new URL(address.replaceAll(FILE_PLACEHOLDER, 'file')).origin;
}
