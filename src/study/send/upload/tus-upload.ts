// Sends a file by the tus protocol, from where it stopped.
import { DetailedError, Upload, type UploadOptions } from 'tus-js-client';
import type { UploadAnswer, UploadEvents, UploadRequest, UploadTarget } from './protocol.ts';
import { watchStall } from './watch-stall.ts';

const MB = 1024 * 1024;
/**
 * Of one request. Proxies often keep a request until it is whole: what was sent of it is lost where it breaks. Some stores take
 * no less than 5 MB.
 */
const CHUNK_BYTES = 8 * MB;

/** @see https://tus.io/protocols/resumable-upload */
export function tusUpload(
  { url, resumeUrl, metadata }: Extract<UploadTarget, { kind: 'tus' }>,
  { file, stallMs }: Pick<UploadRequest, 'file' | 'stallMs'>,
  { onProgress, keepResumeUrl }: UploadEvents,
): Promise<UploadAnswer> {
  let sentAll = false;
  return new Promise((resolve, reject) => {
    const settle = (answer: UploadAnswer): void => {
      watch.end();
      resolve(answer);
    };
    const options: UploadOptions = {
      // One or the other: where the upload is gone that was begun, whoever asked decides what then.
      ...(resumeUrl === undefined ? { endpoint: url } : { uploadUrl: resumeUrl }),
      metadata,
      chunkSize: CHUNK_BYTES,
      retryDelays: null,
      fingerprint: () => Promise.resolve(metadata.filename ?? url),
      urlStorage: {
        // The client sends no byte before this is fulfilled.
        addUpload: async (_, { uploadUrl }) => {
          await keepResumeUrl(uploadUrl!).catch((error: unknown) => {
            watch.end();
            reject(error as Error);
            return new Promise(() => undefined);
          });
          return uploadUrl!;
        },
        removeUpload: () => Promise.resolve(),
        findAllUploads: () => Promise.resolve([]),
        findUploadsByFingerprint: () => Promise.resolve([]),
      },
      onProgress(sentBytes, allBytes) {
        sentAll = sentBytes === allBytes;
        watch.touch();
        onProgress(sentBytes);
      },
      onSuccess: () => settle({ outcome: 'sent' }),
      onError(error) {
        const response = error instanceof DetailedError ? error.originalResponse : null;
        if (!response || response.getStatus() === 0) return settle({ outcome: 'unreachable', sentAll });
        settle({
          outcome: 'answered',
          status: response.getStatus(),
          retryAfter: response.getHeader('Retry-After') ?? null,
          sentAll,
        });
      },
    };
    const upload = new Upload(file, options);
    const watch = watchStall(stallMs, () => {
      settle({ outcome: 'stalled', sentAll });
      void upload.abort();
    });
    upload.start();
  });
}
