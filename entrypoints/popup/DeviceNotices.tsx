// A notice of another screen or camera than Fovea knows the person with: one at a time.
import { Button } from '../../src/ui/Button.tsx';
import { Notice } from '../../src/ui/Notice.tsx';
import { openMeasure, openPage } from './open-page.ts';
import type { DeviceNotices as Found } from './use-device-notices.ts';
import './device-notices.css';

type Props = Pick<Found, 'notices' | 'dismiss'>;

export function DeviceNotices({ notices, dismiss }: Props) {
  const [notice] = notices;
  if (!notice) return null;
  const { key, kind, title, text, measure } = notice;
  return (
    <Notice key={key} kind="hint">
      <div class="device-notice" data-notice={kind}>
        <strong>{title}</strong>
        <button
          type="button"
          class="device-notice__dismiss"
          aria-label="Dismiss this notice"
          title="Dismiss"
          onClick={() => dismiss(notice)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M6 6l12 12M18 6 6 18" />
          </svg>
        </button>
        <p>{text}</p>
        <div class="row">
          {measure !== undefined && <Button onClick={() => openMeasure(measure)}>Measure here</Button>}
          {kind !== 'other-screen' && (
            <Button onClick={() => openPage('options', 'settings')}>Choose camera</Button>
          )}
        </div>
      </div>
    </Notice>
  );
}
