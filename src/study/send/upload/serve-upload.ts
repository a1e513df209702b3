// The upload page's service: one file to one origin.
import { expose } from 'comlink';
import { holdToOrigin } from './hold-to-origin.ts';
import { postForm } from './post-form.ts';
import {
  UPLOAD_PORT_MESSAGE,
  type UploadAnswer,
  type UploadEvents,
  type UploadRequest,
  type UploadService,
} from './protocol.ts';
import { putFile } from './put-file.ts';
import { tusUpload } from './tus-upload.ts';

/** The browser tells of what it held back a moment after the request has failed. */
const TELLS_WITHIN_MS = 250;

const service: UploadService = {
  async upload(request, onProgress, keepResumeUrl) {
    holdToOrigin(request.target.url);
    let heldBack = false;
    document.addEventListener('securitypolicyviolation', () => (heldBack = true));
    const answer = await send(request, { onProgress, keepResumeUrl });
    if (answer.outcome !== 'unreachable') return answer;
    await new Promise((resolve) => setTimeout(resolve, TELLS_WITHIN_MS));
    return heldBack ? { outcome: 'held-back' } : answer;
  },
};

function send(request: UploadRequest, events: UploadEvents): Promise<UploadAnswer> {
  const { target } = request;
  switch (target.kind) {
    case 'tus':
      return tusUpload(target, request, events);
    case 'put':
      return putFile(target, request, events);
    case 's3-post':
      return postForm(target, request, events);
  }
}

/** Waits for the port; only a page of this extension, in which this one is, may give it. */
export function serveUpload(): void {
  addEventListener('message', ({ data, source, origin, ports: [port] }: MessageEvent<unknown>) => {
    const own = source === parent && origin === new URL(location.href).origin;
    if (own && data === UPLOAD_PORT_MESSAGE && port) expose(service, port);
  });
}
