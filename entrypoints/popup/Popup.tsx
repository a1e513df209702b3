// What the toolbar button opens: start and stop, how tracking goes, the heatmap on this tab.
import { useState } from 'preact/hooks';
import { sendMessage } from '../../src/messaging/protocol.ts';
import { isCameraOn } from '../../src/messaging/tracking-state.ts';
import { Brand } from '../../src/ui/Brand.tsx';
import { Button } from '../../src/ui/Button.tsx';
import { StatusPill } from '../../src/ui/StatusPill.tsx';
import { useTracking } from '../../src/ui/use-tracking.ts';
import { GazeView } from './GazeView.tsx';
import { HeatmapControls } from './HeatmapControls.tsx';
import { PersonInUse } from './PersonInUse.tsx';
import { TrackingReport } from './TrackingReport.tsx';
import { usePersonName } from './use-person-name.ts';

export function Popup() {
  const state = useTracking();
  const personName = usePersonName();
  const [changing, setChanging] = useState(false);
  if (!state || personName === undefined) return <main class="popup" aria-busy="true" />;

  const cameraOn = isCameraOn(state);
  const change = async (): Promise<void> => {
    setChanging(true);
    try {
      await (cameraOn ? sendMessage('stopTracking', undefined) : start());
    } finally {
      setChanging(false);
    }
  };

  return (
    <main class="popup">
      <header class="row row--apart">
        <Brand lit={cameraOn} sizePx={24} />
        <StatusPill status={state.status} />
      </header>
      {state.status === 'tracking' && <GazeView />}
      <TrackingReport state={state} personName={personName} />
      <Button
        variant={cameraOn ? 'danger' : 'primary'}
        wide
        disabled={changing && !cameraOn}
        onClick={change}
      >
        {cameraOn
          ? 'Stop and turn the camera off'
          : state.status === 'failed'
            ? 'Try again'
            : 'Start tracking'}
      </Button>
      <HeatmapControls />
      <PersonInUse name={personName} />
      <footer class="row row--apart">
        <Button variant="quiet" onClick={() => openPage('options')}>
          People and settings
        </Button>
        <Button variant="quiet" onClick={() => openPage('welcome')}>
          Camera check
        </Button>
      </footer>
    </main>
  );
}

/** Starts; where the browser has never been asked for the camera, goes to the page that asks. */
async function start(): Promise<void> {
  const state = await sendMessage('startTracking', undefined);
  if (state.status !== 'failed' || state.code !== 'denied') return;
  const permission = await navigator.permissions.query({ name: 'camera' });
  if (permission.state === 'prompt') await openPage('welcome');
}

async function openPage(page: 'welcome' | 'options'): Promise<void> {
  await sendMessage('openPage', { page });
  window.close();
}
