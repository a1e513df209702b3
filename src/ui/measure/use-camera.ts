// The camera while a component needs it: opened, lost, opened again.
import { useEffect, useState } from 'preact/hooks';
import { openCamera } from '../../camera/open-camera.ts';
import { startCapture, type Capture } from '../../measurement/capture.ts';

export type CameraState =
  | { status: 'opening' }
  | { status: 'ready'; track: MediaStreamTrack; capture: Capture }
  /** `message` says what is wrong and what to do. */
  | { status: 'failed'; message: string };

export type Camera = { readonly state: CameraState; readonly retry: () => void };

/** @param deviceId Null takes the browser's default camera, undefined waits until it is known which. */
export function useCamera(deviceId: string | null | undefined): Camera {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<CameraState>({ status: 'opening' });
  useEffect(() => {
    if (deviceId === undefined) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const fail = (error: unknown): void => {
      if (signal.aborted) return;
      controller.abort();
      setState({ status: 'failed', message: error instanceof Error ? error.message : String(error) });
    };
    const open = async (): Promise<void> => {
      const track = await openCamera(signal, { deviceId: deviceId ?? undefined });
      const capture = await startCapture(track, signal, fail);
      setState({ status: 'ready', track, capture });
    };
    setState({ status: 'opening' });
    open().catch(fail);
    // A page that is loaded anew unmounts nothing: what it holds of the camera would keep the next one waiting.
    addEventListener('pagehide', () => controller.abort(), { once: true, signal });
    return () => controller.abort();
  }, [deviceId, attempt]);
  return { state, retry: () => setAttempt((count) => count + 1) };
}
