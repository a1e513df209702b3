// Opens the webcam, or says in a typed error why it cannot be used.
import { CameraError, toCameraError } from './camera-error.ts';

export { CameraError } from './camera-error.ts';
export type { CameraErrorCode } from './camera-error.ts';

export type CameraOptions = {
  /** As `MediaDeviceInfo.deviceId`; undefined takes the browser's default camera. */
  deviceId?: string;
};

type MediaDevicesLike = Pick<MediaDevices, 'getUserMedia'>;

/**
 * Turns the camera on and returns its video track; aborting turns it off, at any moment.
 *
 * A page that nobody sees (the offscreen document) cannot show the browser's question, so there a camera that was
 * never granted is `denied` too.
 * @throws {CameraError} `denied`, `missing` or `busy`
 * @see https://developer.chrome.com/docs/extensions/reference/api/offscreen#reasons
 */
export async function openCamera(
  signal: AbortSignal,
  { deviceId }: CameraOptions = {},
  devices: MediaDevicesLike | undefined = navigator.mediaDevices,
): Promise<MediaStreamTrack> {
  signal.throwIfAborted();
  if (!devices) throw new CameraError('missing');
  const stream = await requestVideo(devices, deviceId);
  const [track] = stream.getVideoTracks();
  if (!track) throw new CameraError('missing');
  signal.addEventListener('abort', () => track.stop(), { once: true });
  if (signal.aborted) track.stop();
  signal.throwIfAborted();
  return track;
}

async function requestVideo(devices: MediaDevicesLike, deviceId?: string): Promise<MediaStream> {
  try {
    return await devices.getUserMedia({
      audio: false,
      video: {
        ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30 },
      },
    });
  } catch (error) {
    throw toCameraError(error);
  }
}
