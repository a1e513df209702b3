// Notices of another screen or camera than Fovea knows the person with.
import { Button } from '../../src/ui/Button.tsx';
import { Notice } from '../../src/ui/Notice.tsx';
import { openMeasure, openPage } from './open-page.ts';
import type { DeviceNotices as Found } from './use-device-notices.ts';

type Props = Pick<Found, 'notices' | 'dismiss'>;

export function DeviceNotices({ notices, dismiss }: Props) {
  return (
    <>
      {notices.map((notice) => {
        const { key, kind, title, text, measure } = notice;
        return (
          <Notice key={key} kind="hint">
            <p data-notice={kind}>
              <strong>{title}</strong>
              <br />
              {text}
            </p>
            <div class="row">
              {measure !== undefined && <Button onClick={() => openMeasure(measure)}>Measure here</Button>}
              {kind !== 'other-screen' && (
                <Button onClick={() => openPage('options', 'settings')}>Choose the camera</Button>
              )}
              <Button variant="quiet" onClick={() => dismiss(notice)}>
                Dismiss
              </Button>
            </div>
          </Notice>
        );
      })}
    </>
  );
}
