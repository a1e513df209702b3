// Sends a file by HTTP PUT: to WebDAV, a presigned S3 address, or a plain server.
import type { UploadAnswer, UploadEvents, UploadRequest, UploadTarget } from './protocol.ts';
import { sendRequest } from './send-request.ts';

type PutTarget = Extract<UploadTarget, { kind: 'put' }>;

/** Nothing is overwritten: a server that has a file of this name answers 412. */
const ONLY_NEW = { 'If-None-Match': '*' };
const CONFLICT = 409;
const NOT_IMPLEMENTED = 501;

/**
 * A server that knows no conditional requests gets a plain one: the name is the submission's own, so what is overwritten is
 * the same file.
 */
export async function putFile(
  { url, headers }: PutTarget,
  { file, stallMs }: Pick<UploadRequest, 'file' | 'stallMs'>,
  { onProgress }: Pick<UploadEvents, 'onProgress'>,
): Promise<UploadAnswer> {
  const put = (more: Record<string, string>): Promise<UploadAnswer> =>
    sendRequest({ method: 'PUT', url, headers: { ...headers, ...more }, body: file, onProgress, stallMs });
  const answer = await put(ONLY_NEW);
  if (answer.outcome !== 'answered') return answer;
  if (answer.status === NOT_IMPLEMENTED) return put({});
  // Either it is there already, or its folder is not: https://www.rfc-editor.org/rfc/rfc4918#section-9.7.1
  if (answer.status === CONFLICT && (await isThere({ url, headers }, file.size))) return { outcome: 'sent' };
  return answer;
}

async function isThere(
  { url, headers }: Pick<PutTarget, 'url' | 'headers'>,
  bytes: number,
): Promise<boolean> {
  try {
    const answer = await fetch(url, { method: 'HEAD', headers, cache: 'no-store', credentials: 'omit' });
    return answer.ok && answer.headers.get('Content-Length') === String(bytes);
  } catch {
    return false;
  }
}
