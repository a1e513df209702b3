// Opens the sandboxed upload page in this one, for one try.
import { proxy, releaseProxy, wrap } from 'comlink';
import {
  UPLOAD_PORT_MESSAGE,
  type UploadAnswer,
  type UploadEvents,
  type UploadRequest,
  type UploadService,
} from './upload/protocol.ts';

const SECOND = 1000;
const LONGEST_START_MS = 20 * SECOND;

/** One try to send a file. @throws the signal's reason */
export type UploadOnce = (
  request: UploadRequest,
  events: UploadEvents,
  signal: AbortSignal | undefined,
) => Promise<UploadAnswer>;

/**
 * The frame is closed when the try has ended or is given up: with it all of its requests end.
 * @throws {Error} in words, where the page does not start; the signal's reason
 */
export const uploadInFrame: UploadOnce = async (request, events, signal) => {
  signal?.throwIfAborted();
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'Upload';
  frame.src = '/upload.html';
  const { port1, port2 } = new MessageChannel();
  const service = wrap<UploadService>(port1);
  try {
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.body.append(frame);
    await orAbort(withinStart(loaded), signal);
    // A sandboxed page has no origin to name. What is in the frame is ours: the extension's policy lets nothing else in.
    frame.contentWindow!.postMessage(UPLOAD_PORT_MESSAGE, '*', [port2]);
    const { onProgress, keepResumeUrl } = events;
    const answer: Promise<UploadAnswer> = service.upload(request, proxy(onProgress), proxy(keepResumeUrl));
    return await orAbort(answer, signal);
  } finally {
    service[releaseProxy]();
    port1.close();
    frame.remove();
  }
};

function withinStart(loaded: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const words = 'The part of Fovea that sends does not start. Reload this page, or restart the browser.';
    const timer = setTimeout(() => reject(new Error(words)), LONGEST_START_MS);
    void loaded.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

function orAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal!.reason as Error);
    signal?.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', onAbort));
  });
}
