// What the toolbar button opens: start and stop, how tracking goes, a session, the heatmap on this tab.
import { useState } from 'preact/hooks';
import { sendMessage } from '../../src/messaging/protocol.ts';
import { isCameraOn } from '../../src/messaging/tracking-state.ts';
import { readPresentScreen } from '../../src/screen/present-screen.ts';
import { startScreen } from '../../src/storage/told-notices.ts';
import { Brand } from '../../src/ui/Brand.tsx';
import { Button } from '../../src/ui/Button.tsx';
import { StatusPill } from '../../src/ui/StatusPill.tsx';
import { useTracking } from '../../src/ui/use-tracking.ts';
import { GazeView } from './GazeView.tsx';
import { HeatmapControls } from './HeatmapControls.tsx';
import { openPage } from './open-page.ts';
import { PageAsks } from './PageAsks.tsx';
import { PersonInUse } from './PersonInUse.tsx';
import { RecordSection } from './record/RecordSection.tsx';
import { StudyHere } from './StudyHere.tsx';
import { TrackingReport } from './TrackingReport.tsx';
import { usePeople } from './use-people.ts';

export function Popup() {
  const state = useTracking();
  const people = usePeople();
  const [changing, setChanging] = useState(false);
  if (!state || !people) return <main class="popup" aria-busy="true" />;

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
        <h1>
          <Brand lit={cameraOn} sizePx={24} />
        </h1>
        <StatusPill status={state.status} />
      </header>
      <StudyHere />
      <PageAsks />
      <PersonInUse people={people} />
      {state.status === 'tracking' && <GazeView windowFilled={state.windowFilled} />}
      <TrackingReport state={state} person={people.inUse} />
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
      <RecordSection />
      <HeatmapControls />
      <footer class="row row--apart">
        <Button variant="quiet" onClick={() => openPage('options')}>
          People and settings
        </Button>
        <Button variant="quiet" onClick={() => openPage('options', 'accuracy')}>
          Accuracy
        </Button>
        <Button variant="quiet" onClick={() => openPage('study')}>
          Studies
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
  // What is told of another screen later is told against this one.
  await startScreen.setValue(readPresentScreen());
  const state = await sendMessage('startTracking', undefined);
  if (state.status !== 'failed' || state.code !== 'denied') return;
  const permission = await navigator.permissions.query({ name: 'camera' });
  if (permission.state === 'prompt') await openPage('welcome');
}
