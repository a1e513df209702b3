// Sends a file as the form that an S3-compatible presigned POST takes.
import type { UploadAnswer, UploadEvents, UploadRequest, UploadTarget } from './protocol.ts';
import { sendRequest } from './send-request.ts';

/**
 * The file comes last, because fields after it are not read.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
 */
export function postForm(
  { url, fields, fileName }: Extract<UploadTarget, { kind: 's3-post' }>,
  { file, stallMs }: Pick<UploadRequest, 'file' | 'stallMs'>,
  { onProgress }: Pick<UploadEvents, 'onProgress'>,
): Promise<UploadAnswer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file, fileName);
  return sendRequest({
    method: 'POST',
    url,
    body: form,
    // The fields go first.
    onProgress: (sent, all) => onProgress(Math.max(0, Math.min(file.size, sent - (all - file.size)))),
    stallMs,
  });
}
