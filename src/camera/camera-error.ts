// What can go wrong with a camera, and the plain words for it.

export type CameraErrorCode = 'denied' | 'missing' | 'busy' | 'unplugged';

/** What the person reads for each code: what is wrong, and what to do. */
export const CAMERA_MESSAGES: Record<CameraErrorCode, string> = {
  denied:
    'The camera is blocked for Fovea. Click the camera symbol in the address bar of this page, choose “Allow”, then try again.',
  missing: 'No camera was found. Connect one, or open the lid of your laptop, then try again.',
  busy: 'Another program is using the camera, or it is switched off in the system’s settings. Close that program, then try again.',
  unplugged: 'The camera was unplugged or switched off. Connect it again, then try again.',
};

/** A camera that cannot be used; `message` is for the person. */
export class CameraError extends Error {
  override readonly name = 'CameraError';
  readonly code: CameraErrorCode;

  constructor(code: CameraErrorCode, message: string = CAMERA_MESSAGES[code], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Sorts what `getUserMedia` rejects with. Errors that are not the camera's come back unchanged.
 * @see https://developer.mozilla.org/docs/Web/API/MediaDevices/getUserMedia#exceptions
 */
export function toCameraError(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new CameraError('denied', undefined, { cause: error });
    case 'NotFoundError':
      return new CameraError('missing', undefined, { cause: error });
    case 'OverconstrainedError':
      return new CameraError(
        'missing',
        'The camera that you chose is not connected. Connect it, or choose another one, then try again.',
        { cause: error },
      );
    case 'NotReadableError':
    case 'AbortError':
      return new CameraError('busy', undefined, { cause: error });
    default:
      return error;
  }
}
