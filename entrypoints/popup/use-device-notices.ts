// What to tell of the screen and the camera in use, less what was dismissed.
import { useEffect, useState } from 'preact/hooks';
import { findCameraLabel } from '../../src/camera/present-camera.ts';
import { findDeviceNotices, type DeviceNotice } from '../../src/screen/device-notices.ts';
import { readKnownDevices } from '../../src/storage/known-devices.ts';
import { cameraDeviceId } from '../../src/storage/settings.ts';
import { addKey, dismissedNotices, startScreen } from '../../src/storage/told-notices.ts';
import { usePresentScreen } from '../../src/ui/use-present-screen.ts';
import { useLiveQuery } from '../../src/ui/use-live-query.ts';
import { useStoredSetting } from '../../src/ui/use-setting.ts';
import { database } from '../../src/ui/page-database.ts';

export type DeviceNotices = {
  notices: readonly DeviceNotice[];
  /** Whether the camera is another one, dismissed or not. */
  otherCamera: boolean;
  dismiss: (notice: DeviceNotice) => void;
};

/** @param personId null where nobody is chosen. */
export function useDeviceNotices(personId: string | null): DeviceNotices {
  const screen = usePresentScreen();
  const startedOn = useStoredSetting(startScreen);
  const camera = useCameraLabel();
  const dismissed = useStoredSetting(dismissedNotices);
  const known = useLiveQuery(
    async () => ({
      personId,
      devices: personId === null ? null : await readKnownDevices(database, personId),
    }),
    [personId],
  );
  const dismiss = ({ key }: DeviceNotice): void => void addKey(dismissedNotices, key);
  // Of the person before, until the new one’s are read.
  const stale = known.status !== 'ready' || known.value.personId !== personId;
  if (stale || startedOn === undefined || !dismissed) return { notices: [], otherCamera: false, dismiss };
  const inUse = { screen, startedOn: startedOn ?? undefined, camera };
  const notices = findDeviceNotices(known.value.devices, inUse);
  return {
    notices: notices.filter(({ key }) => !dismissed.includes(key)),
    otherCamera: notices.some(({ kind }) => kind === 'other-camera'),
    dismiss,
  };
}

/** The label of the camera that the settings name; undefined where it cannot be told. */
function useCameraLabel(): string | undefined {
  const deviceId = useStoredSetting(cameraDeviceId);
  const [label, setLabel] = useState<string>();
  useEffect(() => {
    if (deviceId === undefined) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const look = async (): Promise<void> => {
      const devices = await navigator.mediaDevices.enumerateDevices();
      if (!signal.aborted) setLabel(findCameraLabel(devices, deviceId));
    };
    void look();
    navigator.mediaDevices.addEventListener('devicechange', () => void look(), { signal });
    return () => controller.abort();
  }, [deviceId]);
  return label;
}
