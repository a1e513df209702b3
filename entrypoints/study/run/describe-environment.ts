// What a submission says of the computer that it comes from.
import { browser } from 'wxt/browser';
import type { Submission } from '../../../src/study/submission.ts';
import type { ThisScreen } from '../../../src/ui/use-this-screen.ts';

export function describeEnvironment({ widthPx, heightPx, known }: ThisScreen): Submission['environment'] {
  const size =
    known?.widthCm !== undefined && known.heightCm !== undefined
      ? { widthCm: known.widthCm, heightCm: known.heightCm }
      : {};
  return {
    screen: { widthPx, heightPx, ...size },
    ...(known?.distanceCm === undefined ? {} : { distanceCm: known.distanceCm }),
    userAgent: navigator.userAgent,
    foveaVersion: browser.runtime.getManifest().version,
  };
}
