// Settings: the camera, the network and what it remembers, clicks, sites that are not recorded, sites that may ask, measurements.
import {
  cameraDeviceId,
  learnFromClicks,
  memoryLength,
  preferredBackend,
  measurementSound,
} from '../../../src/storage/settings.ts';
import { useSetting } from '../../../src/ui/use-setting.ts';
import { AllowedPagesSetting } from './AllowedPagesSetting.tsx';
import { BackendSetting } from './BackendSetting.tsx';
import { CameraSetting } from './CameraSetting.tsx';
import { ClicksSetting } from './ClicksSetting.tsx';
import { ExcludedSitesSetting } from './ExcludedSitesSetting.tsx';
import { MemorySetting } from './MemorySetting.tsx';
import { StorageUse } from './StorageUse.tsx';
import './settings.css';

export function SettingsSection() {
  const [frames, setFrames] = useSetting(memoryLength);
  const [deviceId, setDeviceId] = useSetting(cameraDeviceId);
  const [backend, setBackend] = useSetting(preferredBackend);
  const [clicks, setClicks] = useSetting(learnFromClicks);
  const [sound, setSound] = useSetting(measurementSound);
  return (
    <>
      <div class="section-head">
        <h1>Settings</h1>
        <p class="soft">
          Changes are kept at once. Camera, network and frames change with the next start of tracking.
        </p>
      </div>
      <section class="card settings" aria-label="Tracking">
        <CameraSetting deviceId={deviceId} onChange={setDeviceId} />
        <BackendSetting backend={backend} onChange={setBackend} />
        <MemorySetting frames={frames} fallback={memoryLength.fallback} onChange={setFrames} />
        <ClicksSetting on={clicks} onChange={setClicks} />
      </section>
      <section class="card settings" aria-label="Sessions">
        <ExcludedSitesSetting />
      </section>
      <section class="card settings" aria-label="Pages">
        <AllowedPagesSetting />
      </section>
      <section class="card settings" aria-label="Measurements">
        <div class="setting">
          <div>
            <h2>Sound</h2>
            <p class="soft">A short tone at each press of a measurement.</p>
          </div>
          <label class="check">
            <input
              type="checkbox"
              checked={sound}
              onChange={(event) => setSound(event.currentTarget.checked)}
            />
            Play sounds
          </label>
        </div>
        <StorageUse />
      </section>
    </>
  );
}
