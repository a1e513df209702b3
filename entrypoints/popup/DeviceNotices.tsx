// A notice of another screen or camera than Fovea knows the person with: one at a time.
import { Button } from '../../src/ui/Button.tsx';
import { DismissibleNotice } from './DismissibleNotice.tsx';
import { openMeasure, openPage } from './open-page.ts';
import type { DeviceNotices as Found } from './use-device-notices.ts';

type Props = Pick<Found, 'notices' | 'dismiss'>;

export function DeviceNotices({ notices, dismiss }: Props) {
  const [notice] = notices;
  if (!notice) return null;
  const { key, kind, title, text, measure } = notice;
  return (
    <DismissibleNotice key={key} kind={kind} title={title} text={text} onDismiss={() => dismiss(notice)}>
      {measure !== undefined && <Button onClick={() => openMeasure(measure)}>Measure here</Button>}
      {kind !== 'other-screen' && (
        <Button onClick={() => openPage('options', 'settings')}>Choose camera</Button>
      )}
    </DismissibleNotice>
  );
}
