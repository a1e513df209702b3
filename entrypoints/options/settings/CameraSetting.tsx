// Which camera is used.
import { useEffect, useState } from 'preact/hooks';
import { openCamera } from '../../../src/camera/open-camera.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';

/** The select's value for the browser's default camera. */
const DEFAULT = '';

type Props = { deviceId: string | null; onChange: (deviceId: string | null) => void };

export function CameraSetting({ deviceId, onChange }: Props) {
  const { cameras, named, problem, ask } = useCameras();
  const missing = deviceId !== null && named && !cameras.some((camera) => camera.deviceId === deviceId);
  return (
    <div class="setting">
      <div>
        <h2>Camera</h2>
        <p class="soft">Best is the one above the screen that you look at.</p>
        {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      </div>
      {named ? (
        <select
          aria-label="Camera"
          value={deviceId ?? DEFAULT}
          onChange={({ currentTarget }) =>
            onChange(currentTarget.value === DEFAULT ? null : currentTarget.value)
          }
        >
          <option value={DEFAULT}>The browser’s default</option>
          {cameras.map((camera) => (
            <option key={camera.deviceId} value={camera.deviceId}>
              {camera.label}
            </option>
          ))}
          {missing && <option value={deviceId}>The chosen camera (not connected)</option>}
        </select>
      ) : (
        <Button onClick={ask}>Allow the camera to choose one</Button>
      )}
    </div>
  );
}

/** The cameras there are; the browser tells their names only once the camera was allowed. */
function useCameras() {
  const [cameras, setCameras] = useState<MediaDeviceInfo[]>([]);
  const [problem, setProblem] = useState('');
  const refresh = async (): Promise<void> => {
    const devices = await navigator.mediaDevices.enumerateDevices();
    setCameras(devices.filter(({ kind }) => kind === 'videoinput'));
  };
  useEffect(() => {
    const controller = new AbortController();
    void refresh();
    navigator.mediaDevices.addEventListener('devicechange', () => void refresh(), {
      signal: controller.signal,
    });
    return () => controller.abort();
  }, []);

  const ask = async (): Promise<void> => {
    setProblem('');
    const controller = new AbortController();
    try {
      await openCamera(controller.signal);
      await refresh();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      controller.abort();
    }
  };
  return { cameras, named: cameras.some(({ label }) => label !== ''), problem, ask: () => void ask() };
}
