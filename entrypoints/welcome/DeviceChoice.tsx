// Lets the person choose among several cameras; the choice holds for all of Fovea.
import { useEffect, useState } from 'preact/hooks';
import { cameraDeviceId } from '../../src/storage/settings.ts';

const DEFAULT = '';

export function DeviceChoice({ onChange }: { onChange: () => void }) {
  const [cameras, setCameras] = useState<MediaDeviceInfo[]>([]);
  const [chosen, setChosen] = useState<string>(DEFAULT);

  useEffect(() => {
    const list = async (): Promise<void> => {
      const devices = await navigator.mediaDevices.enumerateDevices();
      setCameras(devices.filter(({ kind }) => kind === 'videoinput'));
    };
    void list();
    void cameraDeviceId.getValue().then((id) => setChosen(id ?? DEFAULT));
    navigator.mediaDevices.addEventListener('devicechange', list);
    return () => navigator.mediaDevices.removeEventListener('devicechange', list);
  }, []);

  const choose = async (id: string): Promise<void> => {
    setChosen(id);
    await cameraDeviceId.setValue(id === DEFAULT ? null : id);
    onChange();
  };

  if (cameras.length < 2) return <span class="soft small">{cameras[0]?.label}</span>;
  return (
    <label class="field">
      Camera
      <select value={chosen} onChange={({ currentTarget }) => void choose(currentTarget.value)}>
        <option value={DEFAULT}>The browser’s default</option>
        {cameras.map(({ deviceId, label }) => (
          <option key={deviceId} value={deviceId}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
