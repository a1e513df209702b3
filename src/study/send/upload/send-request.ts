// One request with a body, its progress, and its answer; `fetch` tells no progress of what is sent.
import type { UploadAnswer } from './protocol.ts';
import { watchStall } from './watch-stall.ts';

export type RequestOptions = {
  method: 'PUT' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body: Blob | FormData;
  /** Of the body's bytes, all headers of its parts included. */
  onProgress: (sentBytes: number, bodyBytes: number) => void;
  stallMs: number;
};

/** @throws {SyntaxError} where a header is none */
export function sendRequest(options: RequestOptions): Promise<UploadAnswer> {
  const request = new XMLHttpRequest();
  request.open(options.method, options.url);
  for (const [name, value] of Object.entries(options.headers ?? {})) request.setRequestHeader(name, value);
  let sentAll = false;
  return new Promise((resolve) => {
    const settle = (answer: UploadAnswer): void => {
      watch.end();
      resolve(answer);
    };
    const watch = watchStall(options.stallMs, () => {
      settle({ outcome: 'stalled', sentAll });
      request.abort();
    });
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      watch.touch();
      options.onProgress(loaded, total);
    });
    request.upload.addEventListener('load', () => {
      sentAll = true;
      watch.touch();
    });
    request.addEventListener('error', () => settle({ outcome: 'unreachable', sentAll }));
    request.addEventListener('load', () => {
      const { status } = request;
      if (status >= 200 && status < 300) return settle({ outcome: 'sent' });
      settle({ outcome: 'answered', status, retryAfter: request.getResponseHeader('Retry-After'), sentAll });
    });
    request.send(options.body);
  });
}
