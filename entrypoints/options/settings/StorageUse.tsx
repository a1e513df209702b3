// How much of the disk Fovea uses.
import { useEffect, useState } from 'preact/hooks';
import { formatSize } from '../../../src/ui/format-size.ts';

export function StorageUse() {
  const [usedBytes, setUsedBytes] = useState<number | null>(null);
  useEffect(() => {
    let live = true;
    void navigator.storage.estimate().then(({ usage }) => live && setUsedBytes(usage ?? null));
    return () => {
      live = false;
    };
  }, []);
  return (
    <div class="setting">
      <div>
        <h2>On this disk</h2>
        <p class="soft">Photos, their targets and sessions, kept by the browser for this extension only.</p>
      </div>
      <p class="numbers">{usedBytes === null ? '' : formatSize(usedBytes)}</p>
    </div>
  );
}
