// Holds the camera for the preview, and lets go of it when the page is left or hidden.
import { useEffect, useRef, useState } from 'preact/hooks';
import { CameraError, openCamera } from '../../src/camera/open-camera.ts';
import { cameraDeviceId } from '../../src/storage/settings.ts';

export type CameraState =
  | { status: 'closed' }
  | { status: 'opening' }
  | { status: 'open'; track: MediaStreamTrack }
  | { status: 'failed'; message: string };

/** Opens at once where the camera was allowed before; else waits for `open`, so that the browser's question is no surprise. */
export function useCamera(): { state: CameraState; open: () => void; close: () => void } {
  const [state, setState] = useState<CameraState>({ status: 'closed' });
  const controller = useRef(new AbortController());

  const renew = (): AbortSignal => {
    controller.current.abort();
    controller.current = new AbortController();
    return controller.current.signal;
  };

  const open = async (): Promise<void> => {
    const signal = renew();
    setState({ status: 'opening' });
    try {
      const deviceId = await cameraDeviceId.getValue();
      const track = await openCamera(signal, deviceId === null ? {} : { deviceId });
      track.addEventListener('ended', () => {
        if (!signal.aborted) setState(toFailed(new CameraError('unplugged')));
      });
      setState({ status: 'open', track });
    } catch (error) {
      if (!signal.aborted) setState(toFailed(error));
    }
  };

  const close = (): void => {
    renew();
    setState({ status: 'closed' });
  };

  useEffect(() => {
    const closeWhenHidden = (): void => {
      if (document.hidden) close();
    };
    document.addEventListener('visibilitychange', closeWhenHidden);
    void navigator.permissions.query({ name: 'camera' }).then(({ state: permission }) => {
      if (permission === 'granted' && !document.hidden) void open();
    });
    return () => {
      document.removeEventListener('visibilitychange', closeWhenHidden);
      controller.current.abort();
    };
  }, []);

  return { state, open: () => void open(), close };
}

function toFailed(error: unknown): CameraState {
  return { status: 'failed', message: error instanceof Error ? error.message : String(error) };
}
